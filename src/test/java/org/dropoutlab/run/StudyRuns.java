package org.dropoutlab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.published.DataLibrary;
import org.dropoutlab.data.published.DataMode;
import org.dropoutlab.data.published.DataSource;
import org.dropoutlab.data.published.Downloader;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.progress.Progress;
import org.dropoutlab.record.Journal;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.Report;

/** Runs of studies for integration tests. */
final class StudyRuns {
    private StudyRuns() {}

    /** The real data where they are, else the stand-in. */
    static LoadedData data(String dataset) {
        DataLibrary library =
                new DataLibrary(DataLibrary.directory(Optional.empty()), new Downloader(Duration.ofSeconds(5)));
        DataSource source = DataLibrary.source(dataset);
        return library.load(source, library.has(source) ? DataMode.REAL : DataMode.SYNTHETIC, line -> {});
    }

    static Report run(Study study, LoadedData data, EngineKind engine, int workers, Path directory) {
        return new StudyRun(study, data, EngineChoice.of(engine, workers), List.of("integration test"))
                .start(RunDirectory.at(directory), Progress.silent());
    }

    /** Writes the report of a finished run once more, from nothing but its record. */
    static void reportAgain(Path directory) throws IOException {
        Files.delete(directory.resolve("summary.json"));
        RunDirectory kept = RunDirectory.existing(directory);
        new Report(kept, kept.manifest(), Journal.read(kept.journalFile())).write();
    }
}
