package org.dropoutlab.data.published;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dropoutlab.data.Examples;

/** A data set that the studies know by name: its published files, how they are read, and its synthetic stand-in. */
public interface DataSource {

    /** As studies and {@code lab data} call it. */
    String name();

    /** What it is, its licence and whom to cite, in one line. */
    String description();

    /** The publisher's files, as a download fetches them. */
    List<RemoteFile> files();

    /** Whether the data set is in {@code directory}, in any of the forms that {@link #read} takes. */
    default boolean isIn(Path directory) {
        return files().stream().allMatch(file -> Files.exists(file.in(directory)));
    }

    /**
     * Reads the data set.
     *
     * @param directory in which it {@linkplain #isIn is}
     * @throws org.dropoutlab.experiment.InputException if its files are not what they should be
     */
    Contents read(Path directory);

    /** Contents of the same shape with an invented, overfittable problem; the same bytes every time. */
    Contents synthetic();

    /**
     * What is in a data set.
     *
     * @param examples the examples
     * @param sha256 checksum of the bytes that they were read from, in lower-case hexadecimal
     * @param official whether that is the publisher's checksum
     */
    record Contents(Examples examples, String sha256, boolean official) {}
}
