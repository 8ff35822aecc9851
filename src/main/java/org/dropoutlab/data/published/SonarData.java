package org.dropoutlab.data.published;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.InputStreamInputSplit;
import org.datavec.api.writable.Writable;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.LocalFile;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.InputException;

/**
 * Sonar returns of mines and rocks (Gorman &amp; Sejnowski 1988): 208 lines of 60 energies in [0, 1] and a label, M or
 * R. Class 1 is M, a mine.
 */
public final class SonarData implements DataSource {
    private static final int BANDS = 60;
    private static final String ROCK = "R";
    private static final String MINE = "M";
    private static final RemoteFile FILE = new RemoteFile(
            "sonar/sonar.all-data",
            87_776,
            "e90434cdbf00fcf93ffa911fe447ae25606979658e60f1d32e155c3b5240234d",
            List.of(
                    URI.create(
                            "https://archive.ics.uci.edu/ml/machine-learning-databases/undocumented/connectionist-bench/sonar/sonar.all-data")));

    @Override
    public String name() {
        return "sonar";
    }

    @Override
    public String description() {
        return "208 sonar returns in 60 frequency bands, from mines or rocks (Gorman & Sejnowski 1988; UCI, CC BY 4.0)";
    }

    @Override
    public List<RemoteFile> files() {
        return List.of(FILE);
    }

    @Override
    public Contents read(Path directory) {
        Path file = FILE.in(directory);
        try {
            return contents(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new LocalFile(file).unreadable(e);
        }
    }

    private static Contents contents(byte[] bytes, String name) {
        String checksum = Checksum.sha256(bytes);
        return new Contents(parse(bytes, name), checksum, FILE.isOf(checksum));
    }

    private static Table parse(byte[] bytes, String name) {
        List<double[]> features = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        try (CSVRecordReader reader = new CSVRecordReader()) {
            reader.initialize(new InputStreamInputSplit(new ByteArrayInputStream(bytes)));
            int line = 0;
            while (reader.hasNext()) {
                line++;
                List<Writable> fields = next(reader, name, line);
                if (fields.size() == 1 && fields.get(0).toString().isBlank()) {
                    continue;
                }
                String place = name + ", line " + line;
                if (fields.size() != BANDS + 1) {
                    throw new InputException(
                            "%s: %d columns, expected %d numbers and a label".formatted(place, fields.size(), BANDS));
                }
                double[] row = new double[BANDS];
                for (int column = 0; column < BANDS; column++) {
                    row[column] = number(fields.get(column).toString(), place, column + 1);
                }
                features.add(row);
                labels.add(label(fields.get(BANDS).toString().strip(), place));
            }
        } catch (IOException e) {
            throw new InputException(name + ": cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading " + name, e);
        }
        if (features.isEmpty()) {
            throw new InputException(name + ": no examples");
        }
        for (int label = 0; label < 2; label++) {
            if (!labels.contains(label)) {
                throw new InputException("%s: no examples of class %s; both %s and %s are needed"
                        .formatted(name, label == 0 ? ROCK : MINE, MINE, ROCK));
            }
        }
        return new Table(
                features.toArray(double[][]::new),
                labels.stream().mapToInt(Integer::intValue).toArray(),
                List.of(ROCK, MINE));
    }

    private static List<Writable> next(CSVRecordReader reader, String name, int line) {
        try {
            return reader.nextRecord().getRecord();
        } catch (RuntimeException e) {
            throw new InputException(
                    "%s, line %d: not comma-separated values; is there an unclosed quote?".formatted(name, line), e);
        }
    }

    private static double number(String text, String place, int column) {
        String number = text.strip();
        // Java would also take 1f, 0x1p3 and the like.
        if (!number.matches("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?|[-+]?(NaN|Infinity)")) {
            throw new InputException("%s, column %d: '%s' is not a number".formatted(place, column, number));
        }
        double value = Double.parseDouble(number);
        if (!Float.isFinite((float) value)) {
            throw new InputException("%s, column %d: '%s' is not a finite number".formatted(place, column, number));
        }
        return value;
    }

    private static int label(String text, String place) {
        return switch (text) {
            case ROCK -> 0;
            case MINE -> 1;
            default -> throw new InputException("%s, column %d: unknown label '%s', expected M (mine) or R (rock)"
                    .formatted(place, BANDS + 1, text));
        };
    }

    /**
     * 97 rocks and 111 mines: smooth random spectra. The classes differ in the height and position of a few humps by less
     * than the variation within a class, which makes the problem learnable and overfittable. {@link StrictMath} and four
     * decimals give the same bytes on every platform.
     */
    @Override
    public Contents synthetic() {
        return contents(syntheticFile(), "synthetic sonar");
    }

    /** The stand-in as a file. */
    public static byte[] syntheticFile() {
        Random random = new Random(19_880_101);
        StringBuilder lines = new StringBuilder();
        for (int example = 0; example < 208; example++) {
            boolean mine = example >= 97;
            double shift = 2.5 * random.nextGaussian() + (mine ? 1.8 : -1.8);
            double first = 0.30 + 0.10 * random.nextGaussian() + (mine ? 0.05 : 0);
            double second = 0.65 + 0.15 * random.nextGaussian();
            double third = 0.35 + 0.12 * random.nextGaussian() - (mine ? 0.06 : 0);
            for (int band = 0; band < BANDS; band++) {
                double energy = first * hump(band, 10 + 0.5 * shift, 4)
                        + second * hump(band, 27 + shift, 8)
                        + third * hump(band, 45 - 0.7 * shift, 6)
                        + 0.08 * random.nextGaussian();
                lines.append(String.format(Locale.ROOT, "%.4f,", Math.min(1, Math.max(0, energy))));
            }
            lines.append(mine ? MINE : ROCK).append('\n');
        }
        return lines.toString().getBytes(UTF_8);
    }

    private static double hump(int band, double centre, double width) {
        double distance = (band - centre) / width;
        return StrictMath.exp(-0.5 * distance * distance);
    }
}
