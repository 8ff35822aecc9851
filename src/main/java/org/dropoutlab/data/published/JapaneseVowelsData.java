package org.dropoutlab.data.published;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.LocalFile;
import org.dropoutlab.data.Sequences;

/**
 * Japanese Vowels (Kudo, Toyama &amp; Shimbo 1999): nine men say the two vowels /ae/, and the speaker is to be told. 640
 * utterances of 7 to 29 frames with 12 LPC cepstrum coefficients each, the last 370 of them for testing.
 */
public final class JapaneseVowelsData implements DataSource {
    private static final int TRAINING = 270;
    private static final int TEST = 370;
    private static final int COEFFICIENTS = 12;
    private static final int[] TEST_SIZES = {31, 35, 88, 44, 29, 24, 40, 50, 29};
    private static final int SPEAKERS = TEST_SIZES.length;
    private static final List<String> CLASSES = IntStream.rangeClosed(1, SPEAKERS)
            .mapToObj(speaker -> "speaker " + speaker)
            .toList();
    private static final String ADDRESS =
            "https://archive.ics.uci.edu/ml/machine-learning-databases/JapaneseVowels-mld/";

    /** The checksum is unknown: the copies that we have seen differ from the publisher's in their separators. */
    private static final RemoteFile TRAINING_FRAMES = published("ae.train", 514_652, Optional.empty());

    private static final RemoteFile TEST_FRAMES = published(
            "ae.test", 685_540, Optional.of("7894594714a3186f8961c75535654cdc6bd232d3dd97d7c04c99bfa3013f57a9"));
    private static final RemoteFile TRAINING_COUNTS = published(
            "size_ae.train", 27, Optional.of("cb022d7fbc0d2bfb032275e3751c56ab115aaf0e98b0749b2c0cc11d8c5ef638"));
    private static final RemoteFile TEST_COUNTS = published(
            "size_ae.test", 27, Optional.of("901367563ed396cc2e9d05f4fc28db76504a85c3fdb6ab55349aebd1bcc1d7d4"));

    private static RemoteFile published(String name, long bytes, Optional<String> sha256) {
        return new RemoteFile("japanese-vowels/" + name, bytes, sha256, List.of(URI.create(ADDRESS + name)));
    }

    @Override
    public String name() {
        return "japanese-vowels";
    }

    @Override
    public String description() {
        return "640 utterances of /ae/ by nine men, 7-29 frames of 12 LPC cepstrum coefficients"
                + " (Kudo, Toyama & Shimbo 1999; UCI, CC BY 4.0)";
    }

    @Override
    public List<RemoteFile> files() {
        return List.of(TRAINING_FRAMES, TEST_FRAMES, TRAINING_COUNTS, TEST_COUNTS);
    }

    /** Reads the four files. The checksum is that of all their bytes, in the order of {@link #files}. */
    @Override
    public Contents read(Path directory) {
        List<byte[]> contents =
                files().stream().map(file -> bytes(file.in(directory))).toList();
        return contents(
                contents,
                files().stream().map(file -> file.in(directory).toString()).toList());
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new LocalFile(file).unreadable(e);
        }
    }

    private Contents contents(List<byte[]> bytes, List<String> names) {
        List<UtteranceFile> files = names.stream()
                .map(file ->
                        new UtteranceFile(file, "delete it and download it again with: ./lab data fetch " + name()))
                .toList();
        int[] training = files.get(2).speakers(bytes.get(2), SPEAKERS, TRAINING);
        int[] test = files.get(3).speakers(bytes.get(3), SPEAKERS, TEST);
        double[][][] utterances = Stream.of(
                        files.get(0).utterances(bytes.get(0), COEFFICIENTS, TRAINING),
                        files.get(1).utterances(bytes.get(1), COEFFICIENTS, TEST))
                .flatMap(Arrays::stream)
                .toArray(double[][][]::new);
        int[] labels =
                IntStream.concat(Arrays.stream(training), Arrays.stream(test)).toArray();
        MessageDigest all = Checksum.digest();
        bytes.forEach(all::update);
        boolean official =
                IntStream.range(0, bytes.size()).allMatch(i -> files().get(i).isOf(Checksum.sha256(bytes.get(i))));
        return new Contents(
                Sequences.ofClasses(utterances, labels, CLASSES).withTrainExamples(TRAINING),
                Checksum.of(all),
                official);
    }

    /**
     * The same numbers of utterances of each speaker, in the publisher's form: a speaker's coefficients move from one vowel to the
     * other, with a random pace, offset and noise, by which the classes overlap. {@link StrictMath} and six decimals
     * give the same bytes on every platform.
     */
    @Override
    public Contents synthetic() {
        return contents(
                syntheticFiles(),
                files().stream().map(file -> "synthetic " + file.path()).toList());
    }

    /** The stand-in as files, in the order of {@link #files}. */
    static List<byte[]> syntheticFiles() {
        Random random = new Random(19_991_103);
        int[] trainingSizes =
                IntStream.generate(() -> TRAINING / SPEAKERS).limit(SPEAKERS).toArray();
        double[][] vowels = {spectrum(random, 0.5), spectrum(random, 0.5)};
        double[][][] speakers = new double[SPEAKERS][][];
        for (int speaker = 0; speaker < SPEAKERS; speaker++) {
            speakers[speaker] =
                    new double[][] {added(vowels[0], spectrum(random, 0.12)), added(vowels[1], spectrum(random, 0.12))};
        }
        return List.of(
                utterances(trainingSizes, speakers, random),
                utterances(TEST_SIZES, speakers, random),
                counts(trainingSizes),
                counts(TEST_SIZES));
    }

    private static byte[] counts(int[] sizes) {
        return (Arrays.stream(sizes).mapToObj(String::valueOf).collect(Collectors.joining(" ")) + "\n").getBytes(UTF_8);
    }

    private static byte[] utterances(int[] sizes, double[][][] speakers, Random random) {
        StringBuilder lines = new StringBuilder();
        for (int speaker = 0; speaker < SPEAKERS; speaker++) {
            for (int utterance = 0; utterance < sizes[speaker]; utterance++) {
                append(lines, speakers[speaker], random);
                lines.append("1.0 ".repeat(COEFFICIENTS)).append("\r\n\r\n");
            }
        }
        return lines.toString().getBytes(UTF_8);
    }

    private static void append(StringBuilder lines, double[][] speaker, Random random) {
        int frames = Math.max(7, Math.min(29, (int) StrictMath.round(15.5 + 3.5 * random.nextGaussian())));
        double turn = 0.5 + 0.12 * random.nextGaussian();
        double[] offset = spectrum(random, 0.12);
        for (int frame = 0; frame < frames; frame++) {
            double along = 1 / (1 + StrictMath.exp(-10 * ((frame + 0.5) / frames - turn)));
            for (int i = 0; i < COEFFICIENTS; i++) {
                double value =
                        (1 - along) * speaker[0][i] + along * speaker[1][i] + offset[i] + 0.05 * random.nextGaussian();
                lines.append(String.format(Locale.ROOT, "%.6f", value)).append(i < COEFFICIENTS - 1 ? " " : "\r\n");
            }
        }
    }

    /** Random coefficients that become smaller, like those of a cepstrum. */
    private static double[] spectrum(Random random, double scale) {
        return IntStream.range(0, COEFFICIENTS)
                .mapToDouble(i -> scale * random.nextGaussian() / StrictMath.sqrt(1 + i / 4.0))
                .toArray();
    }

    private static double[] added(double[] one, double[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> one[i] + other[i])
                .toArray();
    }
}
