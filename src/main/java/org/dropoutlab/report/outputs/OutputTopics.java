package org.dropoutlab.report.outputs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.report.sections.RunResults;
import org.dropoutlab.report.sections.Topic;
import org.dropoutlab.report.words.ProfileWords;
import org.dropoutlab.report.words.Wording;

/** The topics of the page that are about final outputs; without sections for studies that keep none, and older records. */
public final class OutputTopics {
    /** In order. */
    public static final List<Topic> ALL =
            List.of(OwnMetricSections::of, ClassificationSections::of, RegressionSections::of);

    private OutputTopics() {}

    /** The outputs of each arm's trials, in the order of arms; without arms that have none of this kind. */
    static <T extends TestOutputs> Map<String, List<T>> byArm(RunResults run, Class<T> kind) {
        Map<String, List<T>> arms = new LinkedHashMap<>();
        for (String arm : run.manifest().study().armNames()) {
            List<T> outputs = run.trials().stream()
                    .filter(trial -> trial.id().arm().equals(arm))
                    .map(TrialResult::outputs)
                    .flatMap(Optional::stream)
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
            if (!outputs.isEmpty()) {
                arms.put(arm, outputs);
            }
        }
        return arms;
    }

    /** How many predictions the figures of a section are made from. */
    static String basis(Map<String, ? extends List<? extends TestOutputs>> arms) {
        Set<String> different = arms.values().stream().map(OutputTopics::basis).collect(Collectors.toSet());
        return different.size() == 1
                ? "From " + different.iterator().next() + " per arm."
                : "From "
                        + arms.entrySet().stream()
                                .map(arm -> "%s: %s".formatted(arm.getKey(), basis(arm.getValue())))
                                .collect(Collectors.joining("; "))
                        + ".";
    }

    private static String basis(List<? extends TestOutputs> trials) {
        int kept = trials.stream().mapToInt(TestOutputs::size).sum();
        int made = trials.stream().mapToInt(TestOutputs::outOf).sum();
        return (kept == made
                        ? "all %s test predictions".formatted(ProfileWords.count(made))
                        : "%s of %s test predictions (evenly spaced; the record keeps no more)"
                                .formatted(ProfileWords.count(kept), ProfileWords.count(made)))
                + " in " + Wording.count(trials.size(), "trial");
    }
}
