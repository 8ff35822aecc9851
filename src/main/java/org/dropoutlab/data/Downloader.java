package org.dropoutlab.data;

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

/**
 * Fetches published files over HTTP. What has arrived of a broken download is kept in {@code NAME.part} and continued
 * by the next attempt; the file itself appears in one piece, after its checksum was found right.
 */
public final class Downloader {
    private final Duration timeout;

    /**
     * @param timeout how long to wait for a connection, and for each further piece of a file
     */
    public Downloader(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Fetches {@code file} to {@code target}, trying its addresses in order.
     *
     * @throws IOException if no address gave the right bytes; its message is a phrase for the user
     */
    public void fetch(RemoteFile file, Path target) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new IOException("cannot write to " + target.toAbsolutePath().getParent(), e);
        }
        IOException failure = null;
        for (URI address : file.addresses()) {
            try (FileChannel channel =
                            FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = lock(channel, part)) {
                receive(address, file, channel);
                verify(file, part, channel);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (IOException e) {
                IOException readable = new IOException(phrase(address, e), e);
                if (failure != null) {
                    readable.addSuppressed(failure);
                }
                failure = readable;
            }
        }
        if (Files.exists(part) && Files.size(part) == 0) {
            Files.delete(part);
        }
        throw failure;
    }

    private static FileLock lock(FileChannel channel, Path part) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException(part + " is being downloaded already", e);
        }
        throw new IOException(part + " is being downloaded by another process");
    }

    private void receive(URI address, RemoteFile file, FileChannel part) throws IOException {
        if (part.size() >= file.bytes()) {
            part.truncate(part.size() > file.bytes() ? 0 : part.size());
        }
        if (part.size() == file.bytes()) {
            return;
        }
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
        connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
        if (part.size() > 0) {
            connection.setRequestProperty("Range", "bytes=" + part.size() + "-");
        }
        try {
            int status = connection.getResponseCode();
            switch (status) {
                case HttpURLConnection.HTTP_PARTIAL -> part.position(part.size());
                case HttpURLConnection.HTTP_OK -> part.truncate(0);
                default -> throw new IOException("status " + status);
            }
            try (InputStream in = connection.getInputStream()) {
                byte[] buffer = new byte[1 << 16];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    part.write(ByteBuffer.wrap(buffer, 0, n));
                    if (part.position() > file.bytes()) {
                        part.truncate(0);
                        throw new IOException("more than the %d bytes that were expected".formatted(file.bytes()));
                    }
                }
            }
        } finally {
            connection.disconnect();
        }
    }

    private static void verify(RemoteFile file, Path part, FileChannel channel) throws IOException {
        if (channel.size() < file.bytes()) {
            throw new IOException("ended after %d of %d bytes".formatted(channel.size(), file.bytes()));
        }
        String checksum = Checksum.sha256(part);
        if (!checksum.equals(file.sha256())) {
            channel.truncate(0);
            throw new IOException("checksum mismatch: got %s, expected %s".formatted(checksum, file.sha256()));
        }
    }

    private static String phrase(URI address, IOException e) {
        String reason = e instanceof UnknownHostException
                ? "host not found"
                : e instanceof SocketTimeoutException ? "timed out" : e.getMessage();
        return address.getHost() + ": " + reason;
    }
}
