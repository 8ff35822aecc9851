package org.dropoutlab.training;

import org.dropoutlab.measurement.FinalScore;
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
                .flatMap(Metric::score)
                .map(score -> criterion(score, positive))
                .orElse(Criterion.ACCURACY);
    }

    private static Criterion criterion(FinalScore score, int positive) {
        return switch (score) {
            case ACCURACY -> Criterion.ACCURACY;
            case MACRO_F1 -> Criterion.MACRO_F1;
            case POSITIVE_F1 -> positive == 1 ? Criterion.F1_OF_SECOND : Criterion.F1_OF_FIRST;
            case MATTHEWS -> Criterion.MATTHEWS;
            default -> Criterion.BALANCED_ACCURACY;
        };
    }
}
