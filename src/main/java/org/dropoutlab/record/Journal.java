package org.dropoutlab.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.IOUtils;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;

/**
 * The results of a run, one line per finished trial, on disk before {@link #append} returns. A killed process loses only its
 * unfinished trials; a truncated last line is dropped when the journal is reopened.
 */
public final class Journal implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final List<TrialResult> results;

    private Journal(Path file, FileChannel channel, List<TrialResult> results) {
        this.file = file;
        this.channel = channel;
        this.results = results;
    }

    /**
     * Opens a journal for appending, creating it if it does not exist.
     *
     * @throws InputException if another process is writing to it, or if it contains anything but results
     */
    public static Journal open(Path file) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock(channel, file);
            Contents contents = parse(file, Files.readAllBytes(file));
            channel.truncate(contents.wholeBytes());
            channel.position(contents.wholeBytes());
            return new Journal(file, channel, contents.results());
        } catch (IOException e) {
            IOUtils.closeQuietly(channel, e::addSuppressed);
            throw new InputException(
                    file + ": cannot be written (" + e.getClass().getSimpleName() + ")", e);
        } catch (InputException e) {
            IOUtils.closeQuietly(channel, e::addSuppressed);
            throw e;
        }
    }

    /**
     * Reads the results in a journal without changing the file.
     *
     * @throws InputException if it cannot be read, or contains anything but results
     */
    public static List<TrialResult> read(Path file) {
        try {
            return parse(file, Files.readAllBytes(file)).results();
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** The results, in the order in which they finished. */
    public List<TrialResult> results() {
        return List.copyOf(results);
    }

    /** Appends results, which are on disk when this returns. Results appended together wait for the disk once. */
    public void append(List<TrialResult> arrived) {
        try {
            for (TrialResult result : arrived) {
                write(ByteBuffer.wrap(
                        (Json.lines().writeValueAsString(JournalLine.of(result)) + "\n").getBytes(UTF_8)));
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
        results.addAll(arrived);
    }

    private void write(ByteBuffer line) throws IOException {
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Contents(List<TrialResult> results, long wholeBytes) {}

    private static Contents parse(Path file, byte[] bytes) {
        Map<TrialId, TrialResult> results = new LinkedHashMap<>();
        int start = 0;
        int number = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] != '\n') {
                continue;
            }
            number++;
            try {
                TrialResult result = Json.lines()
                        .readValue(bytes, start, end - start, JournalLine.class)
                        .result();
                results.put(result.id(), result);
            } catch (JsonProcessingException | RuntimeException e) {
                if (end == bytes.length - 1) {
                    return new Contents(new ArrayList<>(results.values()), start);
                }
                throw new InputException("%s, line %d: not a trial result".formatted(file, number), e);
            } catch (IOException e) {
                throw new AssertionError("reading from memory", e);
            }
            start = end + 1;
        }
        return new Contents(new ArrayList<>(results.values()), start);
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            throw new InputException(file + " is in use by another run", e);
        }
        if (lock == null) {
            throw new InputException(file + " is in use by another run");
        }
    }
}
