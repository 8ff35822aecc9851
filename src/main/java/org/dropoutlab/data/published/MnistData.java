package org.dropoutlab.data.published;

import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.published.IdxFile.Content;
import org.dropoutlab.data.published.IdxFile.Header;

/**
 * MNIST (LeCun, Bottou, Bengio &amp; Haffner 1998): 70,000 28×28 greyscale images of handwritten digits, white on black, the
 * last 10,000 of them for testing. It is read from the publisher's four compressed files.
 */
public final class MnistData implements DataSource {
    private static final int TRAINING = 60_000;
    private static final int TEST = 10_000;
    private static final List<String> CLASSES =
            IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    private static final Images.Shape SHAPE = new Images.Shape(1, 28, 28);
    private static final List<String> MIRRORS = List.of(
            "https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/");
    private static final RemoteFile TRAINING_IMAGES = published(
            "train-images-idx3-ubyte.gz",
            9_912_422,
            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609");
    private static final RemoteFile TRAINING_LABELS = published(
            "train-labels-idx1-ubyte.gz", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c");
    private static final RemoteFile TEST_IMAGES = published(
            "t10k-images-idx3-ubyte.gz", 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6");
    private static final RemoteFile TEST_LABELS = published(
            "t10k-labels-idx1-ubyte.gz", 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6");
    /** Checksums of the unpacked files, in the order of {@link #files}. */
    private static final List<String> UNPACKED = List.of(
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

    private final int training;
    private final int test;
    private final List<String> unpacked;

    /** The data set as it was published. */
    public MnistData() {
        this(TRAINING, TEST, UNPACKED);
    }

    /** For small test files: numbers of images and other checksums. */
    MnistData(int training, int test, List<String> unpacked) {
        this.training = training;
        this.test = test;
        this.unpacked = List.copyOf(unpacked);
    }

    private static RemoteFile published(String name, long bytes, String sha256) {
        return new RemoteFile(
                "mnist/" + name,
                bytes,
                sha256,
                MIRRORS.stream().map(mirror -> URI.create(mirror + name)).toList());
    }

    @Override
    public String name() {
        return "mnist";
    }

    @Override
    public String description() {
        return "70,000 28x28 greyscale images of handwritten digits (LeCun, Bottou, Bengio & Haffner 1998; CC BY-SA 3.0)";
    }

    @Override
    public List<RemoteFile> files() {
        return List.of(TRAINING_IMAGES, TRAINING_LABELS, TEST_IMAGES, TEST_LABELS);
    }

    /**
     * Reads the four files. They count as the publisher's if their unpacked bytes are, because mirrors compress the same
     * bytes in different ways. The checksum is that of all unpacked bytes, in the order of {@link #files}.
     */
    @Override
    public Contents read(Path directory) {
        MessageDigest all = Checksum.digest();
        Content<byte[][]> trainingImages = file(TRAINING_IMAGES, directory, all).images(training, SHAPE);
        Content<int[]> trainingLabels = file(TRAINING_LABELS, directory, all).labels(training, CLASSES.size());
        Content<byte[][]> testImages = file(TEST_IMAGES, directory, all).images(test, SHAPE);
        Content<int[]> testLabels = file(TEST_LABELS, directory, all).labels(test, CLASSES.size());
        Images images = new Images(
                Stream.of(trainingImages, testImages)
                        .flatMap(content -> Arrays.stream(content.value()))
                        .toArray(byte[][]::new),
                Stream.of(trainingLabels, testLabels)
                        .flatMapToInt(content -> Arrays.stream(content.value()))
                        .toArray(),
                CLASSES,
                SHAPE,
                training);
        List<String> checksums = Stream.of(trainingImages, trainingLabels, testImages, testLabels)
                .map(Content::sha256)
                .toList();
        return new Contents(images, Checksum.of(all), checksums.equals(unpacked));
    }

    private IdxFile file(RemoteFile file, Path directory, MessageDigest all) {
        return new IdxFile(file.in(directory), name(), all);
    }

    /**
     * The same number of {@linkplain SyntheticDigits synthetic digits}. The checksum is that of the corresponding unpacked
     * files.
     */
    @Override
    public Contents synthetic() {
        Images images = SyntheticDigits.draw(training, test, CLASSES, SHAPE);
        MessageDigest all = Checksum.digest();
        give(images, 0, training, all);
        give(images, training, images.size(), all);
        return new Contents(images, Checksum.of(all), false);
    }

    private static void give(Images images, int from, int to, MessageDigest all) {
        all.update(Header.ofImages(to - from, SHAPE).bytes());
        for (int image = from; image < to; image++) {
            all.update(images.pixels()[image]);
        }
        all.update(Header.ofLabels(to - from).bytes());
        for (int image = from; image < to; image++) {
            all.update((byte) images.labels()[image]);
        }
    }
}
