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
 * What a report is made of.
 *
 * @param directory of the run, where the test images are that a report shows
 * @param manifest what the run was
 * @param trials in the order of seeds, then of arms
 * @param summary the result
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

    /** What {@code topics} have to say of it, one after the other. */
    public List<Section> sections(List<Topic> topics) {
        return topics.stream().flatMap(topic -> topic.sections(this).stream()).toList();
    }

    /** The metrics of what is predicted. */
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
