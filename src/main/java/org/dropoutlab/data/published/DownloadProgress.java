package org.dropoutlab.data.published;

/** Monitors a download, on the downloading thread. */
@FunctionalInterface
public interface DownloadProgress {

    /**
     * Called at the start, which may be where an earlier attempt ended, and after each piece.
     *
     * @param file the file being downloaded
     * @param bytes number of bytes so far; lower than before if another address starts over
     */
    void received(RemoteFile file, long bytes);

    /** Called when the download of {@code file} has ended, complete or not, even if nothing was received. */
    default void ended(RemoteFile file) {}
}
