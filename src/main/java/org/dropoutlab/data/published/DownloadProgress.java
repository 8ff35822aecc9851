package org.dropoutlab.data.published;

/** Is told how a download gets on, by the thread that downloads. */
@FunctionalInterface
public interface DownloadProgress {

    /**
     * Told at the beginning, which may be where an earlier attempt ended, and after each piece.
     *
     * @param file which is being downloaded
     * @param bytes how many of its bytes are there; fewer than before if another address has to start anew
     */
    void received(RemoteFile file, long bytes);

    /** Told once no more of {@code file} will come, be it complete or not, and even if nothing was received. */
    default void ended(RemoteFile file) {}
}
