package org.dropoutlab.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dropoutlab.experiment.Metric;
import org.dropoutlab.experiment.TrialResult;

/** Test accuracy of each arm so far. */
final class RunningMeans {
    private final Map<String, double[]> sumAndCount = new LinkedHashMap<>();

    RunningMeans(List<String> arms) {
        arms.forEach(arm -> sumAndCount.put(arm, new double[2]));
    }

    void add(TrialResult result) {
        if (result.completed()) {
            double[] entry = sumAndCount.get(result.id().arm());
            entry[0] += Metric.TEST_ACCURACY.of(result);
            entry[1]++;
        }
    }

    String of(String arm) {
        double[] entry = sumAndCount.get(arm);
        return entry[1] == 0 ? "–" : Wording.percent(entry[0] / entry[1]);
    }
}
