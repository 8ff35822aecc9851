package org.dropoutlab.progress;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.descriptive.Mean;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.report.words.Wording;

/** Mean test accuracy of each arm so far; R² for regression. */
final class RunningMeans {
    private final Map<String, Mean> means = new HashMap<>();

    private Measures measures = Measures.CLASSIFICATION;

    RunningMeans(List<String> arms) {
        arms.forEach(arm -> means.put(arm, Mean.create()));
    }

    void measures(Measures known) {
        measures = known;
    }

    /** Name of the averaged measure. */
    String words() {
        return measures.quality().words();
    }

    /** A value in the format of the means. */
    String value(double quality) {
        return Wording.value(measures.quality(), quality);
    }

    void add(TrialResult result) {
        if (result.completed()) {
            means.get(result.id().arm()).accept(measures.quality().of(result));
        }
    }

    String of(String arm) {
        double mean = means.get(arm).getAsDouble();
        return Double.isNaN(mean) ? "–" : value(mean);
    }
}
