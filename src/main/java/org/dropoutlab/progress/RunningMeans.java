package org.dropoutlab.progress;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.report.words.Wording;

/** Mean test accuracy of each arm so far; R² for regression. */
final class RunningMeans {
    private final Map<String, double[]> sumAndCount = new LinkedHashMap<>();

    private Measures measures = Measures.CLASSIFICATION;

    RunningMeans(List<String> arms) {
        arms.forEach(arm -> sumAndCount.put(arm, new double[2]));
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
            double[] entry = sumAndCount.get(result.id().arm());
            entry[0] += measures.quality().of(result);
            entry[1]++;
        }
    }

    String of(String arm) {
        double[] entry = sumAndCount.get(arm);
        return entry[1] == 0 ? "–" : value(entry[0] / entry[1]);
    }
}
