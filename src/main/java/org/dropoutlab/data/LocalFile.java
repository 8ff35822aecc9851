package org.dropoutlab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dropoutlab.experiment.InputException;

/** A file of a data set that should lie on this machine, and what is said if it does not. */
public record LocalFile(Path path) {

    /**
     * Refuses a file that is not there, or is not one.
     *
     * @param remedy what to do if it is not there
     * @throws InputException if so
     */
    public void requireThere(String remedy) {
        if (!Files.exists(path)) {
            throw new InputException("%s is missing; %s".formatted(path, remedy));
        }
        if (!Files.isRegularFile(path)) {
            throw new InputException(path + " is not a file");
        }
    }

    /** What to throw where the system does not let it be read. */
    public InputException unreadable(IOException e) {
        return new InputException(path + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
}
