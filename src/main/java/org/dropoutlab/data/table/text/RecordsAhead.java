package org.dropoutlab.data.table.text;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.dropoutlab.experiment.InputException;

/** Records of a file, some at a time; a thread of its own finds the next cells while the caller is busy with these. */
public final class RecordsAhead implements AutoCloseable {
    private static final int AT_ONCE = 512;

    private final RecordSource records;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread reader = new Thread(task, "reading ahead");
        reader.setDaemon(true);
        return reader;
    });
    private Records given = new Records();
    private Records ahead = new Records();
    private CompletableFuture<Boolean> reading;

    /**
     * @param records must not be used until this is closed, and stays open
     */
    public RecordsAhead(RecordSource records) {
        this.records = records;
        this.reading = read();
    }

    private CompletableFuture<Boolean> read() {
        Records into = ahead;
        return CompletableFuture.supplyAsync(() -> records.read(into, AT_ONCE), thread);
    }

    /**
     * The next records, valid until the next call; empty at the end.
     *
     * @throws InputException as {@link RecordSource#read} does
     */
    public Optional<Records> next() {
        if (!done(reading)) {
            return Optional.empty();
        }
        Records read = ahead;
        ahead = given;
        given = read;
        reading = read();
        return Optional.of(given);
    }

    private static boolean done(CompletableFuture<Boolean> reading) {
        try {
            return reading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof InputException known) {
                throw known;
            }
            throw e;
        }
    }

    /** Waits until nothing is read any more. */
    @Override
    public void close() {
        reading.handle((more, failed) -> null).join();
        thread.shutdown();
    }
}
