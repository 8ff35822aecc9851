package org.dropoutlab.data.table.text;

import java.util.Optional;

/** The records of a file, one after the other. */
public interface RecordSource extends AutoCloseable {
    /**
     * Reads the next records.
     *
     * @param into receives them; emptied first
     * @param most their maximum number
     * @return whether there were any
     * @throws org.dropoutlab.experiment.InputException if the file cannot be read further; first, the records above the error are
     *     returned
     */
    boolean read(Records into, int most);

    /** The next record; empty at the end. Fails as {@link #read} does. */
    Optional<Records.Row> next();

    /** Number of lines so far that were skipped as comments. */
    default long comments() {
        return 0;
    }

    @Override
    void close();
}
