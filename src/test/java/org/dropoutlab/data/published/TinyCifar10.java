package org.dropoutlab.data.published;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Files like CIFAR-10's, with a few records. */
final class TinyCifar10 {
    static final int RECORDS = 4;
    static final int BATCH_BYTES = RECORDS * 3073;
    static final List<String> NAMES = List.of(
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin",
            "test_batch.bin");

    private TinyCifar10() {}

    /** Reads such files; {@code sha256} is what the publisher's archive has. */
    static Cifar10Data source(String sha256) {
        return new Cifar10Data(
                RECORDS,
                new RemoteFile(
                        "cifar10/cifar-10-binary.tar.gz", 1, sha256, List.of(URI.create("http://127.0.0.1:1/c"))));
    }

    static Path archive(Path directory) {
        return directory.resolve("cifar10/cifar-10-binary.tar.gz");
    }

    static Path folder(Path directory) {
        return directory.resolve("cifar10/cifar-10-batches-bin");
    }

    /** Labels 0 to 9 in turn, throughout the six batches. */
    static byte[] batch(String name) {
        int number = NAMES.indexOf(name);
        byte[] bytes = new byte[BATCH_BYTES];
        new Random(number).nextBytes(bytes);
        for (int record = 0; record < RECORDS; record++) {
            bytes[record * 3073] = (byte) ((number * RECORDS + record) % 10);
        }
        return bytes;
    }

    static void layOutFolder(Path directory) throws IOException {
        Files.createDirectories(folder(directory));
        for (String name : NAMES) {
            Files.write(folder(directory).resolve(name), batch(name));
        }
    }

    static void layOutArchive(Path directory, byte[] bytes) throws IOException {
        Files.createDirectories(archive(directory).getParent());
        Files.write(archive(directory), bytes);
    }

    /** A tar file that is being written. */
    static final class Tar {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final TarArchiveOutputStream out = new TarArchiveOutputStream(bytes);

        /** An archive like the publisher's. */
        static Tar whole() {
            return new Tar().folder().batches(NAMES).file("cifar-10-batches-bin/readme.html", new byte[100]);
        }

        Tar folder() {
            return entry(new TarArchiveEntry("cifar-10-batches-bin/"), new byte[0]);
        }

        Tar batches(List<String> names) {
            names.forEach(name -> file("cifar-10-batches-bin/" + name, batch(name)));
            return this;
        }

        Tar file(String name, byte[] content) {
            TarArchiveEntry entry = new TarArchiveEntry(name, true);
            entry.setSize(content.length);
            return entry(entry, content);
        }

        Tar special(String name, int type) {
            TarArchiveEntry entry = new TarArchiveEntry(name, (byte) type, true);
            entry.setLinkName("/etc/passwd");
            return entry(entry, new byte[0]);
        }

        /** A header of the kind that says more about the next entry, in lines of "LENGTH KEY=VALUE". */
        Tar header(String content) {
            byte[] bytes = content.getBytes(US_ASCII);
            TarArchiveEntry entry = new TarArchiveEntry("header", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
            entry.setSize(bytes.length);
            return entry(entry, bytes);
        }

        private Tar entry(TarArchiveEntry entry, byte[] content) {
            try {
                out.putArchiveEntry(entry);
                out.write(content);
                out.closeArchiveEntry();
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        byte[] bytes() {
            try {
                out.finish();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }

        byte[] gzipped() {
            return gzip(bytes());
        }
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static int[] labels() {
        return IntStream.range(0, NAMES.size() * RECORDS).map(i -> i % 10).toArray();
    }
}
