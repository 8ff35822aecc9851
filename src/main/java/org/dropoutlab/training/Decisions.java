package org.dropoutlab.training;

import org.dropoutlab.measurement.Judgement;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.scoring.DecisionThreshold.Criterion;

/** What decision thresholds are chosen by. */
final class Decisions {
    private Decisions() {}

    /**
     * The metric that judges the study's arms or, if it does not depend on decisions, such as the area under a curve, balanced accuracy.
     *
     * @param positive number of the positive class of two
     */
    static Criterion criterion(Judgement judgement, int positive) {
        return judgement
                .primary()
                .map(Metric::key)
                .map(key -> criterion(key, positive))
                .orElse(Criterion.ACCURACY);
    }

    private static Criterion criterion(String key, int positive) {
        if (key.contains("balanced_accuracy")) {
            return Criterion.BALANCED_ACCURACY;
        }
        if (key.contains("macro_f1")) {
            return Criterion.MACRO_F1;
        }
        if (key.contains("f1")) {
            return positive == 1 ? Criterion.F1_OF_SECOND : Criterion.F1_OF_FIRST;
        }
        if (key.contains("matthews")) {
            return Criterion.MATTHEWS;
        }
        return key.contains("accuracy") ? Criterion.ACCURACY : Criterion.BALANCED_ACCURACY;
    }
}
