package org.dropoutlab.data.published;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.dropoutlab.data.Checksum;

/**
 * Downloads published files over HTTP. An interrupted download is kept in {@code NAME.part} and continued by the next
 * attempt; the file itself appears atomically, after its checksum has been verified. A file without a known checksum is
 * complete when the server says so, and is downloaded from its start.
 */
public final class Downloader {
    /** The most that a file of unknown size may be larger than expected. */
    private static final int MOST_TIMES = 4;

    private final Duration timeout;
    private final DownloadProgress progress;

    /**
     * @param timeout for connecting, and for each further piece of a file
     */
    public Downloader(Duration timeout) {
        this(timeout, (file, bytes) -> {});
    }

    /**
     * @param timeout for connecting, and for each further piece of a file
     * @param progress monitors the downloads
     */
    public Downloader(Duration timeout, DownloadProgress progress) {
        this.timeout = timeout;
        this.progress = progress;
    }

    /**
     * Downloads {@code file} to {@code target}, trying its addresses in order.
     *
     * @throws IOException if no address delivered the right bytes; its message is a phrase for the user
     */
    public void fetch(RemoteFile file, Path target) throws IOException {
        try {
            fetchFromAny(file, target);
        } finally {
            progress.ended(file);
        }
    }

    private void fetchFromAny(RemoteFile file, Path target) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        IOException failure = null;
        for (URI address : file.addresses()) {
            try {
                fetch(address, file, part, target);
                return;
            } catch (IOException e) {
                IOException readable = new IOException(phrase(address, e), e);
                if (failure != null) {
                    readable.addSuppressed(failure);
                }
                failure = readable;
            }
        }
        throw failure;
    }

    /** Nothing is written before the server has answered; the lock is held until the file is in its place. */
    private void fetch(URI address, RemoteFile file, Path part, Path target) throws IOException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        long keep = file.sha256().isPresent() && have < file.bytes() ? have : 0;
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
        connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
        if (keep > 0) {
            connection.setRequestProperty("Range", "bytes=" + keep + "-");
        }
        try {
            long start =
                    switch (connection.getResponseCode()) {
                        case HttpURLConnection.HTTP_PARTIAL -> keep;
                        case HttpURLConnection.HTTP_OK -> 0;
                        default -> throw new IOException("HTTP status " + connection.getResponseCode());
                    };
            Files.createDirectories(part.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = lock(channel, part);
                    InputStream in = connection.getInputStream()) {
                channel.truncate(start).position(start);
                receive(
                        in,
                        file,
                        channel,
                        file.sha256().isPresent() ? file.bytes() : connection.getContentLengthLong());
                if (file.sha256().isPresent()) {
                    requireChecksum(file.sha256().get(), part);
                }
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            connection.disconnect();
        }
    }

    private static void requireChecksum(String expected, Path part) throws IOException {
        String checksum = Checksum.sha256(part);
        if (!checksum.equals(expected)) {
            Files.delete(part);
            throw new IOException("checksum mismatch: got %s, expected %s".formatted(checksum, expected));
        }
    }

    /**
     * @param expected bytes of the whole file; negative if neither the publisher nor the server names them
     */
    private void receive(InputStream in, RemoteFile file, FileChannel channel, long expected) throws IOException {
        long most = expected >= 0 ? expected : MOST_TIMES * file.bytes();
        byte[] buffer = new byte[1 << 16];
        progress.received(file, channel.position());
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            channel.write(ByteBuffer.wrap(buffer, 0, n));
            if (channel.position() > most) {
                channel.truncate(0);
                throw new IOException("more than the expected %d bytes".formatted(most));
            }
            progress.received(file, channel.position());
        }
        if (channel.position() < expected) {
            throw new IOException("ended after %d of %d bytes".formatted(channel.position(), expected));
        }
    }

    private static FileLock lock(FileChannel channel, Path part) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException(part + " is already being downloaded", e);
        }
        throw new IOException(part + " is already being downloaded by another process");
    }

    private static String phrase(URI address, IOException e) {
        String reason = e instanceof UnknownHostException
                ? "host not found"
                : e instanceof SocketTimeoutException ? "timed out" : e.getMessage();
        return address.getHost() + ": " + reason;
    }
}
