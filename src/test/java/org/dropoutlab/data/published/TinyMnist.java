package org.dropoutlab.data.published;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Files like MNIST's, with six images for training and four for testing. */
final class TinyMnist {
    static final int TRAINING = 6;
    static final int TEST = 4;
    static final String TRAINING_IMAGES = "train-images-idx3-ubyte.gz";
    static final String TRAINING_LABELS = "train-labels-idx1-ubyte.gz";
    static final String TEST_IMAGES = "t10k-images-idx3-ubyte.gz";
    static final String TEST_LABELS = "t10k-labels-idx1-ubyte.gz";
    static final List<String> NAMES = List.of(TRAINING_IMAGES, TRAINING_LABELS, TEST_IMAGES, TEST_LABELS);

    private static final Map<String, byte[]> UNPACKED = Map.of(
            TRAINING_IMAGES, images(TRAINING, 28, 28),
            TRAINING_LABELS, labels(0, 1, 2, 3, 4, 5),
            TEST_IMAGES, images(TEST, 28, 28),
            TEST_LABELS, labels(6, 7, 8, 9));

    private TinyMnist() {}

    /** Reads such files; {@code checksums} are what the publisher's unpacked files have. */
    static MnistData source(List<String> checksums) {
        return new MnistData(TRAINING, TEST, checksums);
    }

    static Path path(Path directory, String name) {
        return directory.resolve("mnist").resolve(name);
    }

    static void layOut(Path directory) throws IOException {
        for (String name : NAMES) {
            Files.createDirectories(path(directory, name).getParent());
            Files.write(path(directory, name), TinyCifar10.gzip(unpacked(name)));
        }
    }

    /** What is in a file. */
    static byte[] unpacked(String name) {
        return UNPACKED.get(name).clone();
    }

    /** What is in all files, one after another. */
    static byte[] allUnpacked() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        NAMES.forEach(name -> all.writeBytes(unpacked(name)));
        return all.toByteArray();
    }

    /** Random pixels behind the header of a file of images. */
    static byte[] images(int count, int height, int width) {
        byte[] pixels = new byte[count * height * width];
        new Random(count).nextBytes(pixels);
        return ByteBuffer.allocate(16 + pixels.length)
                .putInt(0x803)
                .putInt(count)
                .putInt(height)
                .putInt(width)
                .put(pixels)
                .array();
    }

    /** A file of labels. */
    static byte[] labels(int... labels) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(labels.length);
        for (int label : labels) {
            bytes.put((byte) label);
        }
        return bytes.array();
    }
}
