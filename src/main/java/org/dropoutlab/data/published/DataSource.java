package org.dropoutlab.data.published;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dropoutlab.data.Examples;

/** A published data set: its name, files, file format and synthetic stand-in. */
public interface DataSource {

    /** Its name in studies and {@code lab data}. */
    String name();

    /** Description, licence and citation, in one line. */
    String description();

    /** The publisher's files; none of a data set that is made by a rule. */
    List<RemoteFile> files();

    /** Whether the data set is made by a published rule, with the same bytes every time. */
    default boolean isGenerated() {
        return files().isEmpty();
    }

    /** Whether the data set is in {@code directory}, in any form that {@link #read} accepts. */
    default boolean isIn(Path directory) {
        return files().stream().allMatch(file -> Files.exists(file.in(directory)));
    }

    /**
     * Reads the data set.
     *
     * @param directory a directory that {@linkplain #isIn contains} it
     * @throws org.dropoutlab.experiment.InputException if its files are invalid
     */
    Contents read(Path directory);

    /**
     * A stand-in of the same shape with a synthetic, overfittable problem; the same bytes every time. A data set made by a
     * rule needs none: this is the data set itself.
     */
    Contents synthetic();

    /**
     * Contents of a data set.
     *
     * @param examples the examples
     * @param sha256 checksum of the bytes, in lower-case hexadecimal
     * @param official whether it is the publisher's checksum
     */
    record Contents(Examples examples, String sha256, boolean official) {}
}
