package org.dropoutlab.data;

import java.util.List;

/** A data set that the studies know by name: its published files, how they are read, and its synthetic stand-in. */
public interface DataSource {

    /** As studies and {@code lab data} call it. */
    String name();

    /** What it is, its licence and whom to cite, in one line. */
    String description();

    /** The publisher's files, in the order in which {@link #read} wants their contents. */
    List<RemoteFile> files();

    /**
     * Reads the contents of the files.
     *
     * @param contents one array per file
     * @param names the files' names for error messages
     * @throws org.dropoutlab.experiment.InputException if they are not what they should be
     */
    Table read(List<byte[]> contents, List<String> names);

    /** Contents of the same shape with an invented, overfittable problem; the same bytes every time. */
    List<byte[]> synthetic();
}
