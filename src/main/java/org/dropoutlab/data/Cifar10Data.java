package org.dropoutlab.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** CIFAR-10, unpacked: 60,000 colour pictures of 32×32 in ten classes (Krizhevsky 2009). */
public final class Cifar10Data implements DataSource {
    private static final String FOLDER = "cifar10/cifar-10-batches-bin";
    private static final List<String> BATCHES =
            List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch");
    private static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    @Override
    public String name() {
        return "cifar10";
    }

    @Override
    public String description() {
        return "60,000 colour pictures of 32×32 in ten classes (Krizhevsky 2009)";
    }

    @Override
    public List<RemoteFile> files() {
        return List.of(new RemoteFile(
                "cifar10/cifar-10-binary.tar.gz",
                170_052_171,
                "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                List.of(URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"))));
    }

    @Override
    public boolean isIn(Path d) {
        return Files.isDirectory(d.resolve(FOLDER));
    }

    @Override
    public Contents read(Path directory) {
        byte[][] pixels = new byte[60_000][];
        int[] labels = new int[60_000];
        MessageDigest digest = Checksum.digest();
        int n = 0;
        try {
            for (String batch : BATCHES) {
                byte[] bytes = Files.readAllBytes(directory.resolve(FOLDER).resolve(batch + ".bin"));
                digest.update(bytes);
                for (int at = 0; at < bytes.length; at += 3073, n++) {
                    labels[n] = bytes[at];
                    pixels[n] = Arrays.copyOfRange(bytes, at + 1, at + 3073);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Images images = new Images(pixels, labels, CLASSES, new Images.Shape(3, 32, 32), 50_000);
        return new Contents(images, HexFormat.of().formatHex(digest.digest()), false);
    }

    @Override
    public Contents synthetic() {
        throw new UnsupportedOperationException();
    }
}
