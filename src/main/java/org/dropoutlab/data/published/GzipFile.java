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

/** A published, gzipped file. It is unpacked in memory, never to disk. */
final class GzipFile {
    private final Path path;
    private final String command;

    /**
     * @param path its expected path
     * @param dataSet its data set, by its name in {@code lab data fetch}
     */
    GzipFile(Path path, String dataSet) {
        this.path = path;
        this.command = "./lab data fetch " + dataSet;
    }

    /** Reads unpacked bytes. */
    interface Format<T> {
        T read(LimitedInputStream unpacked) throws IOException;
    }

    /** Advice for a damaged or wrong file. */
    String remedy() {
        return "delete it and download it again with: " + command;
    }

    /**
     * Content of a file.
     *
     * @param value the value read from the unpacked bytes
     * @param sha256 checksum of the compressed file
     */
    record Content<T>(T value, String sha256) {}

    /**
     * Reads the file to its end, even if {@code format} does not.
     *
     * @throws InputException if the file does not exist, is not a gzip file, is damaged, or cannot be read
     * @throws IOException any other exception of {@code format}
     */
    <T> Content<T> read(Format<T> format) throws IOException {
        new LocalFile(path).requireThere("download it with: " + command);
        MessageDigest digest = Checksum.digest();
        try (InputStream bytes = new DigestInputStream(Files.newInputStream(path), digest);
                LimitedInputStream unpacked = new LimitedInputStream(unzipped(bytes))) {
            T value = format.read(unpacked);
            // The compressed data end with their own checksum; the file's checksum also covers anything after it.
            unpacked.transferTo(OutputStream.nullOutputStream());
            bytes.transferTo(OutputStream.nullOutputStream());
            return new Content<>(value, Checksum.of(digest));
        } catch (EOFException e) {
            throw new InputException(
                    "%s: truncated after %,d bytes; %s"
                            .formatted(path, path.toFile().length(), remedy()),
                    e);
        } catch (ZipException e) {
            throw new InputException(
                    "%s: the compressed data are damaged (%s); %s".formatted(path, e.getMessage(), remedy()), e);
        } catch (FileSystemException e) {
            throw new LocalFile(path).unreadable(e);
        }
    }

    private InputStream unzipped(InputStream bytes) throws IOException {
        if (Files.size(path) == 0) {
            throw new InputException("%s: empty file; %s".formatted(path, remedy()));
        }
        try {
            return new GZIPInputStream(bytes, 1 << 16);
        } catch (ZipException e) {
            throw new InputException("%s: not a gzip file; %s".formatted(path, remedy()), e);
        }
    }
}
