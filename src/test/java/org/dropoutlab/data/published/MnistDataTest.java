package org.dropoutlab.data.published;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.published.DataSource.Contents;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MnistDataTest {
    private static final String GET_AGAIN = "; delete it and download it again with: ./lab data fetch mnist";

    @TempDir
    private Path directory;

    @Test
    void imagesAndLabelsAreInTheOrderOfTheFilesWithThoseForTrainingFirst() throws IOException {
        TinyMnist.layOut(directory);

        Images images = read();

        assertThat(images.shape()).isEqualTo(new Images.Shape(1, 28, 28));
        assertThat(images.classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(images.trainExamples()).isEqualTo(6);
        assertThat(images.labels()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        byte[] training = TinyMnist.unpacked(TinyMnist.TRAINING_IMAGES);
        assertThat(images.pixels()[1]).isEqualTo(Arrays.copyOfRange(training, 16 + 784, 16 + 2 * 784));
        byte[] test = TinyMnist.unpacked(TinyMnist.TEST_IMAGES);
        assertThat(images.pixels()[6]).isEqualTo(Arrays.copyOfRange(test, 16, 16 + 784));
        assertThat(images.pixels()[9]).isEqualTo(Arrays.copyOfRange(test, 16 + 3 * 784, 16 + 4 * 784));
    }

    @Test
    void theChecksumIsThatOfAllUnpackedBytesHoweverTheyAreCompressed() throws IOException {
        TinyMnist.layOut(directory);
        String checksum = Checksum.sha256(TinyMnist.allUnpacked());
        assertThat(source().read(directory).sha256()).isEqualTo(checksum);
        assertThat(provenance()).isEqualTo(Provenance.OFFICIAL);

        for (String name : TinyMnist.NAMES) {
            Path file = TinyMnist.path(directory, name);
            byte[] packed = Files.readAllBytes(file);
            packed[4]++; // when it was compressed
            Files.write(file, packed);
        }

        assertThat(source().read(directory).sha256()).isEqualTo(checksum);
        assertThat(provenance()).isEqualTo(Provenance.OFFICIAL);
    }

    @Test
    void oneOtherByteInAnyFileIsNotThePublishers() throws IOException {
        for (String name : TinyMnist.NAMES) {
            TinyMnist.layOut(directory);
            byte[] other = TinyMnist.unpacked(name);
            other[other.length - 1] ^= 1;
            Files.write(TinyMnist.path(directory, name), TinyCifar10.gzip(other));

            assertThat(provenance()).as(name).isEqualTo(Provenance.UNVERIFIED);
        }
    }

    @Test
    void thePublishersChecksumsBelongToTheFilesInTheirOrder() throws IOException {
        TinyMnist.layOut(directory);
        List<String> turned = new ArrayList<>(checksums());
        Collections.swap(turned, 0, 2);

        assertThat(TinyMnist.source(turned).read(directory).official()).isFalse();
    }

    @Test
    void isThereOnlyIfAllFourFilesAreAndSaysHowToGetTheOneThatIsNot() throws IOException {
        TinyMnist.layOut(directory);
        assertThat(source().isIn(directory)).isTrue();

        for (String name : TinyMnist.NAMES) {
            TinyMnist.layOut(directory);
            Files.delete(TinyMnist.path(directory, name));

            String message =
                    TinyMnist.path(directory, name) + " does not exist; download it with: ./lab data fetch mnist";
            assertThat(source().isIn(directory)).isFalse();
            assertRefused(message);
            assertThatThrownBy(this::provenance)
                    .isInstanceOf(InputException.class)
                    .hasMessage(message);
        }
    }

    private static Arguments images(String what, byte[] file, String message) {
        return Arguments.of(what, TinyMnist.TRAINING_IMAGES, file, message + GET_AGAIN);
    }

    private static Arguments labels(String what, byte[] file, String message) {
        return Arguments.of(what, TinyMnist.TEST_LABELS, file, message + GET_AGAIN);
    }

    private static byte[] unpacked(byte[] bytes) {
        return TinyCifar10.gzip(bytes);
    }

    static Stream<Arguments> badFiles() {
        byte[] images = TinyMnist.unpacked(TinyMnist.TRAINING_IMAGES);
        byte[] labels = TinyMnist.unpacked(TinyMnist.TEST_LABELS);
        byte[] whole = unpacked(images);
        byte[] damaged = whole.clone();
        damaged[10] |= 6; // of the four types of compressed block the fourth, which does not exist
        byte[] wrongSum = whole.clone();
        wrongSum[whole.length - 8]++;
        byte[] wrongLength = whole.clone();
        wrongLength[whole.length - 1]++;
        byte[] wrongSumAndLabel = unpacked(TinyMnist.labels(6, 7, 8, 77));
        wrongSumAndLabel[wrongSumAndLabel.length - 8]++;
        byte[] unknownMethod = whole.clone();
        unknownMethod[2] = 7;
        byte[] manyImages = ByteBuffer.wrap(images.clone()).putInt(4, -1).array();
        return Stream.of(
                images("empty", new byte[0], "FILE: empty file"),
                images("text", "<html>404</html>".getBytes(UTF_8), "FILE: not a gzip file"),
                images("not compressed", images, "FILE: not a gzip file"),
                images("compressed by an unknown method", unknownMethod, "FILE: not a gzip file"),
                images(
                        "cut short",
                        Arrays.copyOf(whole, whole.length / 2),
                        "FILE: truncated after %,d bytes".formatted(whole.length / 2)),
                images("gzip header alone", Arrays.copyOf(whole, 5), "FILE: truncated after 5 bytes"),
                images(
                        "checksum cut off",
                        Arrays.copyOf(whole, whole.length - 3),
                        "FILE: truncated after %,d bytes".formatted(whole.length - 3)),
                images("damaged", damaged, "FILE: the compressed data are damaged (invalid block type)"),
                images("other sum", wrongSum, "FILE: the compressed data are damaged (Corrupt GZIP trailer)"),
                images("other length", wrongLength, "FILE: the compressed data are damaged (Corrupt GZIP trailer)"),
                labels(
                        "other sum, which tells that it is not the label that is wrong",
                        wrongSumAndLabel,
                        "FILE: the compressed data are damaged (Corrupt GZIP trailer)"),
                images(
                        "labels in place of images",
                        unpacked(labels),
                        "FILE: the magic number is 0x00000801 (labels), expected 0x00000803 (images)"),
                labels(
                        "images in place of labels",
                        whole,
                        "FILE: the magic number is 0x00000803 (images), expected 0x00000801 (labels)"),
                images(
                        "gzipped text",
                        unpacked("<html>404</html>".getBytes(UTF_8)),
                        "FILE: the magic number is 0x3c68746d, expected 0x00000803 (images)"),
                images(
                        "nothing unpacked",
                        unpacked(new byte[0]),
                        "FILE: truncated: 0 bytes unpacked, but the header alone has 16"),
                images(
                        "magic number cut short",
                        unpacked(Arrays.copyOf(images, 3)),
                        "FILE: truncated: 3 bytes unpacked, but the header alone has 16"),
                images(
                        "header cut short",
                        unpacked(Arrays.copyOf(images, 15)),
                        "FILE: truncated: 15 bytes unpacked, but the header alone has 16"),
                labels(
                        "labels' header cut short",
                        unpacked(Arrays.copyOf(labels, 7)),
                        "FILE: truncated: 7 bytes unpacked, but the header alone has 8"),
                images(
                        "the test images",
                        unpacked(TinyMnist.images(4, 28, 28)),
                        "FILE: the header announces 4 images, expected 6"),
                images(
                        "billions of images",
                        unpacked(manyImages),
                        "FILE: the header announces 4,294,967,295 images, expected 6"),
                labels(
                        "labels of other images",
                        unpacked(TinyMnist.labels(0, 1, 2, 3, 4, 5)),
                        "FILE: the header announces 6 labels, expected 4"),
                images(
                        "large images",
                        unpacked(TinyMnist.images(6, 32, 32)),
                        "FILE: the images are 32x32, expected 28x28"),
                images(
                        "oblong images",
                        unpacked(TinyMnist.images(6, 28, 14)),
                        "FILE: the images are 28x14, expected 28x28"),
                images(
                        "one byte too few",
                        unpacked(Arrays.copyOf(images, images.length - 1)),
                        "FILE: truncated: 4,719 bytes unpacked, expected 4,720 (a header of 16 and 6 images)"),
                images(
                        "header alone",
                        unpacked(Arrays.copyOf(images, 16)),
                        "FILE: truncated: 16 bytes unpacked, expected 4,720 (a header of 16 and 6 images)"),
                images(
                        "one byte too many",
                        unpacked(Arrays.copyOf(images, images.length + 1)),
                        "FILE: too long: 4,721 bytes unpacked, expected 4,720 (a header of 16 and 6 images)"),
                labels(
                        "one label too few",
                        unpacked(Arrays.copyOf(labels, labels.length - 1)),
                        "FILE: truncated: 11 bytes unpacked, expected 12 (a header of 8 and 4 labels)"),
                labels(
                        "one label too many",
                        unpacked(Arrays.copyOf(labels, labels.length + 1)),
                        "FILE: too long: 13 bytes unpacked, expected 12 (a header of 8 and 4 labels)"),
                labels(
                        "label 10",
                        unpacked(TinyMnist.labels(6, 7, 10, 11)),
                        "FILE, record 3 (byte 11): label 10, expected 0 to 9"),
                labels(
                        "label 255",
                        unpacked(TinyMnist.labels(255, 7, 8, 9)),
                        "FILE, record 1 (byte 9): label 255, expected 0 to 9"),
                images(
                        "more than is sensible",
                        unpacked(Arrays.copyOf(images, 1_058_017)),
                        "FILE: unpacks to more than 1,058,016 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void refusesABadFileInOneLineThatSaysWhereAndWhatToDo(String what, String name, byte[] bytes, String message)
            throws IOException {
        TinyMnist.layOut(directory);
        Path file = TinyMnist.path(directory, name);
        Files.write(file, bytes);

        assertRefused(message.replace("FILE", file.toString()));
    }

    @Test
    void aDirectoryIsNotAFile() throws IOException {
        TinyMnist.layOut(directory);
        Path file = TinyMnist.path(directory, TinyMnist.TEST_IMAGES);
        Files.delete(file);
        Files.createDirectory(file);

        assertRefused(file + " is not a file");
    }

    @Test
    void namesAFileThatTheSystemDoesNotLetItRead() throws IOException {
        TinyMnist.layOut(directory);
        Path file = TinyMnist.path(directory, TinyMnist.TEST_IMAGES);

        assertThatThrownBy(() -> new GzipFile(file, "mnist").read(unpacked -> {
                    throw new AccessDeniedException(file.toString());
                }))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ": cannot be read (AccessDeniedException)");
    }

    @Test
    void everyDamagedFileIsReadOrRefusedInOneLine() throws IOException {
        TinyMnist.layOut(directory);
        Random random = new Random(7);
        for (int attempt = 0; attempt < 200; attempt++) {
            Path file = TinyMnist.path(directory, TinyMnist.NAMES.get(attempt % 4));
            byte[] before = Files.readAllBytes(file);
            byte[] damaged = before.clone();
            // Half of them near the beginning, where the headers are.
            int within = random.nextBoolean() ? Math.min(40, damaged.length) : damaged.length;
            damaged[random.nextInt(within)] = (byte) random.nextInt(256);
            Files.write(file, damaged);
            try {
                assertThat(read().size()).isEqualTo(10);
            } catch (InputException e) {
                assertThat(e.getMessage()).startsWith(file.toString()).doesNotContain("\n");
            }
            Files.write(file, before);
        }
    }

    @Test
    void theStandInHasTheShapeOfTheRealDataAndTheSameBytesEveryTime() {
        Contents contents = new MnistData().synthetic();
        Images images = (Images) contents.examples();

        assertThat(images.size()).isEqualTo(70_000);
        assertThat(images.trainExamples()).isEqualTo(60_000);
        assertThat(images.shape()).isEqualTo(new Images.Shape(1, 28, 28));
        assertThat(images.classCounts()).containsOnly(7000);
        assertThat(Arrays.stream(images.labels(), 60_000, 70_000)
                        .filter(label -> label == 3)
                        .count())
                .isEqualTo(1000);
        assertThat(contents.official()).isFalse();
        assertThat(contents.sha256()).isEqualTo("4ef654256f80219a4d945633ac3ed762f2167356d85a4c587ddc51485c482e2d");
    }

    @Test
    void theStandInsChecksumIsThatOfTheFilesThatWouldHoldIt() throws IOException {
        TinyMnist.layOut(directory);
        Contents contents = source().synthetic();
        Images images = (Images) contents.examples();
        put(TinyMnist.TRAINING_IMAGES, TinyMnist.images(6, 28, 28), 16, images, 0);
        put(TinyMnist.TEST_IMAGES, TinyMnist.images(4, 28, 28), 16, images, 6);
        Files.write(
                TinyMnist.path(directory, TinyMnist.TRAINING_LABELS),
                unpacked(TinyMnist.labels(Arrays.copyOfRange(images.labels(), 0, 6))));
        Files.write(
                TinyMnist.path(directory, TinyMnist.TEST_LABELS),
                unpacked(TinyMnist.labels(Arrays.copyOfRange(images.labels(), 6, 10))));

        assertThat(source().read(directory).sha256()).isEqualTo(contents.sha256());
        assertThat(read().pixels()).isDeepEqualTo(images.pixels());
    }

    private void put(String name, byte[] file, int header, Images images, int first) throws IOException {
        for (int at = header, image = first; at < file.length; at += 784, image++) {
            System.arraycopy(images.pixels()[image], 0, file, at, 784);
        }
        Files.write(TinyMnist.path(directory, name), unpacked(file));
    }

    /** The nearest mean is the weakest classifier that looks at the pixels; chance is one in ten. */
    @Test
    void theStandInsDigitsLookAlikeWithinAClassOnAMostlyBlackGround() {
        Images images =
                (Images) new MnistData(2000, 1000, checksums()).synthetic().examples();
        double[][] means = new double[10][784];
        for (int image = 0; image < 2000; image++) {
            for (int pixel = 0; pixel < 784; pixel++) {
                means[images.labels()[image]][pixel] += (images.pixels()[image][pixel] & 0xff) / 200.0;
            }
        }

        long right = IntStream.range(2000, 3000)
                .filter(image -> nearest(means, images.pixels()[image]) == images.labels()[image])
                .count();
        double black = Arrays.stream(images.pixels())
                .mapToDouble(image -> IntStream.range(0, 784)
                                .filter(pixel -> image[pixel] == 0)
                                .count()
                        / 784.0)
                .average()
                .orElseThrow();

        assertThat(right).isBetween(500L, 960L);
        assertThat(black).as("81% in MNIST").isBetween(0.75, 0.87);
    }

    private static int nearest(double[][] means, byte[] image) {
        int nearest = 0;
        double least = Double.MAX_VALUE;
        for (int digit = 0; digit < means.length; digit++) {
            double distance = 0;
            for (int pixel = 0; pixel < image.length; pixel++) {
                double difference = (image[pixel] & 0xff) - means[digit][pixel];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                nearest = digit;
            }
        }
        return nearest;
    }

    /** The oracle for the counts is the data set as others describe it; the first labels are on everyone's title page. */
    @Test
    void thePublishersFilesAreThoseThatEveryoneKnows() {
        MnistData mnist = new MnistData();
        Path real = DataLibrary.directory(Optional.empty());
        assumeThat(mnist.isIn(real)).as("MNIST is there").isTrue();

        Contents contents = mnist.read(real);
        Images images = (Images) contents.examples();

        assertThat(contents.official()).isTrue();
        assertThat(images.trainExamples()).isEqualTo(60_000);
        assertThat(images.labels()).startsWith(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
        assertThat(Arrays.copyOfRange(images.labels(), 60_000, 60_005)).containsExactly(7, 2, 1, 0, 4);
        assertThat(images.classCounts()).containsExactly(6903, 7877, 6990, 7141, 6824, 6313, 6876, 7293, 6825, 6958);
        assertThat(Arrays.stream(images.pixels(), 0, 60_000)
                                .flatMapToInt(
                                        image -> IntStream.range(0, 784).map(pixel -> Byte.toUnsignedInt(image[pixel])))
                                .average()
                                .orElseThrow()
                        / 255)
                .as("the mean that everyone subtracts")
                .isBetween(0.13065, 0.13075);
    }

    private static List<String> checksums() {
        return TinyMnist.NAMES.stream()
                .map(name -> Checksum.sha256(TinyMnist.unpacked(name)))
                .toList();
    }

    private static MnistData source() {
        return TinyMnist.source(checksums());
    }

    private Images read() {
        return (Images) source().read(directory).examples();
    }

    private Provenance provenance() {
        return new DataLibrary(directory, new Downloader(Duration.ofSeconds(1))).verify(source());
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::read).isInstanceOf(InputException.class).hasMessage(message);
    }
}
