package org.dropoutlab.report.sections;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.Manifest;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.figures.StudyFigures;

/**
 * All input of a report.
 *
 * @param directory the run directory, with the test images shown
 * @param manifest the run's record
 * @param trials results in the order of seeds, then of arms
 * @param summary the summary
 */
public record RunResults(RunDirectory directory, Manifest manifest, List<TrialResult> trials, StudySummary summary) {

    /**
     * Summarizes a run.
     *
     * @param results one per trial, in any order
     */
    public static RunResults of(RunDirectory directory, Manifest manifest, List<TrialResult> results) {
        List<TrialResult> ordered = results.stream()
                .sorted(Comparator.comparing(TrialResult::id, TrialId.BY_PAIR)
                        .thenComparingInt(r -> manifest.study().armNames().indexOf(r.id().arm())))
                .toList();
        return new RunResults(
                directory, manifest, ordered, StudySummary.of(manifest.study(), manifest.data(), ordered));
    }

    /** The sections about {@code topics}, in order. */
    public List<Section> sections(List<Topic> topics) {
        return topics.stream().flatMap(topic -> topic.sections(this).stream()).toList();
    }

    /** The metrics for this kind of target. */
    public Measures measures() {
        return manifest.data().measures();
    }

    Stream<TrialResult> trials(String arm) {
        return trials.stream().filter(trial -> trial.id().arm().equals(arm));
    }

    StudyFigures drawn() {
        return new StudyFigures(summary, trials);
    }
}
