package org.dropoutlab.data.published;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.LocalFile;

/**
 * CIFAR-10 (Krizhevsky 2009): 60,000 32×32 colour images in ten classes, the last 10,000 of them for testing. It is read
 * from the publisher's archive or from its six unpacked files.
 */
public final class Cifar10Data implements DataSource {
    private static final int RECORDS = 10_000;
    private static final RemoteFile ARCHIVE = new RemoteFile(
            "cifar10/cifar-10-binary.tar.gz",
            170_052_171,
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
            List.of(URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz")));
    private static final String FOLDER = "cifar-10-batches-bin";
    private static final List<String> TRAINING =
            List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin");
    private static final String TEST = "test_batch.bin";
    private static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private final int records;
    private final RemoteFile archive;

    /** The data set as it was published. */
    public Cifar10Data() {
        this(RECORDS, ARCHIVE);
    }

    /** For small test files: {@code records} per file, and another archive. */
    Cifar10Data(int records, RemoteFile archive) {
        this.records = records;
        this.archive = archive;
    }

    @Override
    public String name() {
        return "cifar10";
    }

    @Override
    public String description() {
        return "60,000 32x32 colour images in ten classes"
                + " (Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html)";
    }

    @Override
    public List<RemoteFile> files() {
        return List.of(archive);
    }

    @Override
    public boolean isIn(Path directory) {
        return Files.isDirectory(folder(directory)) || Files.exists(archive.in(directory));
    }

    /**
     * Reads the unpacked files if their folder exists, otherwise the archive. The publisher's checksum covers only the
     * archive.
     */
    @Override
    public Contents read(Path directory) {
        return Files.isDirectory(folder(directory)) ? unpacked(folder(directory)) : archived(archive.in(directory));
    }

    private Path folder(Path directory) {
        return archive.in(directory).resolveSibling(FOLDER);
    }

    private Contents archived(Path file) {
        List<String> entries =
                batchFiles().stream().map(name -> FOLDER + "/" + name).toList();
        BatchArchive.Content content = new BatchArchive(file, entries, records).read();
        return new Contents(images(content.batches()), content.sha256(), archive.isOf(content.sha256()));
    }

    private Contents unpacked(Path folder) {
        MessageDigest digest = Checksum.digest();
        List<Batch> batches = new ArrayList<>();
        for (String name : batchFiles()) {
            Path file = folder.resolve(name);
            new LocalFile(file)
                    .requireThere("unpack the archive again, or use %s instead of the folder %s"
                            .formatted(archive.path(), FOLDER));
            try (InputStream in =
                    new DigestInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16), digest)) {
                batches.add(Batch.read(in, Files.size(file), records, file.toString()));
            } catch (IOException e) {
                throw new LocalFile(file).unreadable(e);
            }
        }
        return new Contents(images(batches), Checksum.of(digest), false);
    }

    private Images images(List<Batch> batches) {
        return new Images(
                batches.stream().flatMap(batch -> Arrays.stream(batch.pixels())).toArray(byte[][]::new),
                batches.stream()
                        .flatMapToInt(batch -> Arrays.stream(batch.labels()))
                        .toArray(),
                CLASSES,
                Batch.SHAPE,
                TRAINING.size() * records);
    }

    private static List<String> batchFiles() {
        return Stream.concat(TRAINING.stream(), Stream.of(TEST)).toList();
    }

    /**
     * The same number of {@linkplain SyntheticPictures synthetic pictures}, in classes that share only their names with
     * CIFAR-10's. The checksum is that of the corresponding files.
     */
    @Override
    public Contents synthetic() {
        Images images = SyntheticPictures.draw(TRAINING.size() * records, records, CLASSES);
        MessageDigest digest = Checksum.digest();
        for (int picture = 0; picture < images.size(); picture++) {
            digest.update((byte) images.labels()[picture]);
            digest.update(images.pixels()[picture]);
        }
        return new Contents(images, Checksum.of(digest), false);
    }
}
