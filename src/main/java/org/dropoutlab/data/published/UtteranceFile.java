package org.dropoutlab.data.published;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.dropoutlab.experiment.InputException;

/**
 * A text file of utterances: a line of numbers for each frame, and after each utterance a line of ones, an empty line or
 * both, depending on where the file comes from. The line of ones is no frame.
 */
final class UtteranceFile {
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,6}");
    private static final int LONGEST_SHOWN = 20;

    private final String name;
    private final String remedy;

    /**
     * @param name of the file in messages
     * @param remedy advice for damaged files
     */
    UtteranceFile(String name, String remedy) {
        this.name = name;
        this.remedy = remedy;
    }

    /**
     * Reads it.
     *
     * @param bytes its content
     * @param width numbers of a frame
     * @param count expected number of utterances
     * @return [utterance][frame][number]
     * @throws InputException if a frame is not {@code width} finite numbers or there are not {@code count} utterances
     */
    double[][][] utterances(byte[] bytes, int width, int count) {
        List<double[][]> utterances = new ArrayList<>();
        List<double[]> frames = new ArrayList<>();
        int number = 0;
        for (String line : new String(bytes, UTF_8).split("\n", -1)) {
            number++;
            double[] frame = line.isBlank() ? new double[0] : numbers(line, number, width);
            if (Arrays.stream(frame).allMatch(value -> value == 1)) {
                end(frames, utterances);
            } else {
                frames.add(frame);
            }
        }
        end(frames, utterances);
        if (utterances.size() != count) {
            throw refused("%,d utterances, expected %,d".formatted(utterances.size(), count));
        }
        return utterances.toArray(double[][][]::new);
    }

    private static void end(List<double[]> frames, List<double[][]> utterances) {
        if (!frames.isEmpty()) {
            utterances.add(frames.toArray(double[][]::new));
            frames.clear();
        }
    }

    private double[] numbers(String line, int number, int width) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length != width) {
            throw refused("line %,d has %d columns, expected %d numbers".formatted(number, words.length, width));
        }
        double[] values = new double[width];
        for (int column = 0; column < width; column++) {
            // Java would also take 1f, 0x1p3 and the like.
            if (!NUMBER.matcher(words[column]).matches()
                    || !Float.isFinite((float) Double.parseDouble(words[column]))) {
                throw refused("line %,d, column %d: '%s' is not a number"
                        .formatted(number, column + 1, printable(words[column])));
            }
            values[column] = Double.parseDouble(words[column]);
        }
        return values;
    }

    /**
     * Reads a file of block sizes instead: how many utterances each speaker has.
     *
     * @param bytes its content
     * @param speakers expected number of them
     * @param total expected sum
     * @return the speaker of each utterance, from 0
     * @throws InputException if it is anything else
     */
    int[] speakers(byte[] bytes, int speakers, int total) {
        String[] words = new String(bytes, UTF_8).strip().split("\\s+");
        for (String word : words) {
            if (!COUNT.matcher(word).matches()) {
                throw refused("'%s' is not a number of utterances".formatted(printable(word)));
            }
        }
        if (words.length != speakers) {
            throw refused("numbers of utterances of %d speakers, expected %d".formatted(words.length, speakers));
        }
        int[] sizes = Arrays.stream(words).mapToInt(Integer::parseInt).toArray();
        int sum = Arrays.stream(sizes).sum();
        if (sum != total) {
            throw refused("%,d utterances in total, expected %,d".formatted(sum, total));
        }
        return IntStream.range(0, speakers)
                .flatMap(speaker -> IntStream.generate(() -> speaker).limit(sizes[speaker]))
                .toArray();
    }

    private InputException refused(String fault) {
        return new InputException("%s: %s; %s".formatted(name, fault, remedy));
    }

    /** What stands in a damaged file is arbitrary; messages are a single line. */
    private static String printable(String text) {
        String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
        return shown.replaceAll("\\p{C}", "?");
    }
}
