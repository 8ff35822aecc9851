package org.dropoutlab.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.ClusterUse;
import org.dropoutlab.record.Journal;
import org.dropoutlab.record.RunDirectory;

/** Runs of the sonar study by {@link Driver}s, and the same without a cluster. */
final class SonarRuns {
    /** Long enough to be killed in the middle. */
    static final int LONG_TRIALS = 12;

    private static String expected;

    private SonarRuns() {}

    /** The command line of a run with {@link #LONG_TRIALS} trials of about a second. */
    static String[] longTrials(Path run, String... options) {
        List<String> all = new ArrayList<>(List.of(
                "run",
                "sonar",
                "--arms",
                "plain-slow,hidden-slow",
                "--folds",
                "6",
                "--repeats",
                "1",
                "--epochs",
                "350"));
        all.addAll(List.of("--out", run.toString()));
        all.addAll(List.of(options));
        return all.toArray(String[]::new);
    }

    /** The command line of a run that does not end by itself while a test waits. */
    static String[] endlessTrials(Path run, String... options) {
        return Arrays.stream(longTrials(run, options))
                .map(word -> word.equals("350") ? "100000" : word)
                .toArray(String[]::new);
    }

    /** Fails unless a run with {@link #longTrials} has the result of one in threads, and each trial once. */
    static void assertUndisturbed(Path run, Path directory) {
        assertThat(summary(run)).isEqualTo(expected(directory));
        assertThat(Journal.read(run.resolve("trials.jsonl")).stream().map(TrialResult::id))
                .doesNotHaveDuplicates()
                .hasSize(LONG_TRIALS);
    }

    private static synchronized String expected(Path directory) {
        if (expected == null) {
            Path run = directory.resolve("in-threads");
            try (Driver threads = Driver.start(directory, List.of(), longTrials(run, "--engine", "threads"))) {
                threads.succeeds();
            }
            expected = summary(run);
        }
        return expected;
    }

    static String summary(Path run) {
        try {
            return Files.readString(run.resolve("summary.json"), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the manifest says of the cluster in the last session. */
    static ClusterUse cluster(Path run) {
        var sessions = RunDirectory.existing(run).manifest().sessions();
        return sessions.get(sessions.size() - 1).cluster().orElseThrow();
    }
}
