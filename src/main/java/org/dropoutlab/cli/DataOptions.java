package org.dropoutlab.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.published.DataLibrary;
import org.dropoutlab.data.published.DataMode;
import org.dropoutlab.data.published.DownloadProgress;
import org.dropoutlab.data.published.Downloader;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The data directory. */
final class DataOptions {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Directory of data sets and downloads (default: $DROPOUT_LAB_DATA, otherwise ./data).")
    private Path directory;

    DataLibrary library() {
        return new DataLibrary(
                DataLibrary.directory(Optional.ofNullable(directory)), new Downloader(TIMEOUT, progress()));
    }

    /**
     * The data set called {@code name}; announces slow steps on the command's output.
     *
     * @param mode the substitutes allowed for it
     */
    LoadedData load(String name, DataMode mode, CommandSpec command) {
        PrintWriter console = command.commandLine().getOut();
        return library().load(DataLibrary.source(name), mode, line -> {
            console.println(line);
            console.flush();
        });
    }

    /** As for a run, the start script knows whether standard error is a terminal. */
    private static DownloadProgress progress() {
        return Boolean.getBoolean("dropoutlab.terminal") ? new DownloadBar() : new DownloadLines(System.err);
    }
}
