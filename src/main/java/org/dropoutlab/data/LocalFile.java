package org.dropoutlab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dropoutlab.experiment.InputException;

/** A local data file, with the errors if it is missing or unreadable. */
public record LocalFile(Path path) {

    /**
     * Checks that the file exists and is a regular file.
     *
     * @param remedy advice if it does not exist
     * @throws InputException if it does not or is not
     */
    public void requireThere(String remedy) {
        if (!Files.exists(path)) {
            throw new InputException("%s does not exist; %s".formatted(path, remedy));
        }
        if (!Files.isRegularFile(path)) {
            throw new InputException(path + " is not a file");
        }
    }

    /** The exception for a file that the system cannot read. */
    public InputException unreadable(IOException e) {
        return new InputException(path + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
}
