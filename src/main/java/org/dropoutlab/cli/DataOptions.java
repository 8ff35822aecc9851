package org.dropoutlab.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.dropoutlab.data.DataLibrary;
import org.dropoutlab.data.DownloadProgress;
import org.dropoutlab.data.Downloader;
import picocli.CommandLine.Option;

/** Where data sets lie. */
final class DataOptions {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where data sets lie and are downloaded to (else $DROPOUT_LAB_DATA, else ./data).")
    private Path directory;

    DataLibrary library() {
        return new DataLibrary(
                DataLibrary.directory(Optional.ofNullable(directory)), new Downloader(TIMEOUT, progress()));
    }

    /** As for a run, the start script knows whether standard error is a terminal. */
    private static DownloadProgress progress() {
        return Boolean.getBoolean("dropoutlab.terminal") ? new DownloadBar() : new DownloadLines(System.err);
    }
}
