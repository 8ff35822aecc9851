package org.dropoutlab.data.published;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.LocalFile;
import org.dropoutlab.experiment.InputException;

/** A published file that is compressed with gzip. It is unpacked in memory, never to disk. */
final class GzipFile {
    private final Path path;
    private final String command;

    /**
     * @param path where it should lie
     * @param dataSet whose file it is, as {@code lab data fetch} calls it
     */
    GzipFile(Path path, String dataSet) {
        this.path = path;
        this.command = "./lab data fetch " + dataSet;
    }

    /** What is read from unpacked bytes. */
    interface Format<T> {
        T read(LimitedInputStream unpacked) throws IOException;
    }

    /** What to do about a file that is damaged or another than it should be. */
    String remedy() {
        return "delete it and get it again with: " + command;
    }

    /**
     * What was in the file.
     *
     * @param value as it was read from the unpacked bytes
     * @param sha256 checksum of the file as it lies there, compressed
     */
    record Content<T>(T value, String sha256) {}

    /**
     * Reads the file to its end, whatever {@code format} leaves unread.
     *
     * @throws InputException if the file is not there, not a gzip file, damaged, or cannot be read
     * @throws IOException what {@code format} throws, unless it is one of these
     */
    <T> Content<T> read(Format<T> format) throws IOException {
        new LocalFile(path).requireThere("get it with: " + command);
        MessageDigest digest = Checksum.digest();
        try (InputStream bytes = new DigestInputStream(Files.newInputStream(path), digest);
                LimitedInputStream unpacked = new LimitedInputStream(unzipped(bytes))) {
            T value = format.read(unpacked);
            // The end of the compressed data is their checksum; the file's goes over whatever follows, too.
            unpacked.transferTo(OutputStream.nullOutputStream());
            bytes.transferTo(OutputStream.nullOutputStream());
            return new Content<>(value, Checksum.of(digest));
        } catch (EOFException e) {
            throw new InputException(
                    "%s: it ends too early, after %,d bytes; %s"
                            .formatted(path, path.toFile().length(), remedy()),
                    e);
        } catch (ZipException e) {
            throw new InputException(
                    "%s: its compressed data are damaged (%s); %s".formatted(path, e.getMessage(), remedy()), e);
        } catch (FileSystemException e) {
            throw new LocalFile(path).unreadable(e);
        }
    }

    private InputStream unzipped(InputStream bytes) throws IOException {
        if (Files.size(path) == 0) {
            throw new InputException("%s: it is empty; %s".formatted(path, remedy()));
        }
        try {
            return new GZIPInputStream(bytes, 1 << 16);
        } catch (ZipException e) {
            throw new InputException("%s: it is not a gzip file; %s".formatted(path, remedy()), e);
        }
    }
}
