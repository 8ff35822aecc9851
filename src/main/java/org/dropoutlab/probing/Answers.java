package org.dropoutlab.probing;

import org.dropoutlab.evaluation.Calibration;
import org.dropoutlab.measurement.Score;

/** Scores of probabilities against classes. */
final class Answers {
    /** Lower bound on probabilities, as in Deeplearning4j's {@code LossMCXENT}, which training minimizes. */
    private static final double LEAST_PROBABILITY = 1e-10;

    private Answers() {}

    /** Cross-entropy of one example, in nats. */
    static double loss(double probability) {
        return -Math.log(Math.max(LEAST_PROBABILITY, probability));
    }

    /** Score of probabilities, [example][class]. */
    static Score score(double[][] probabilities, int[] labels) {
        double loss = 0;
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            loss += loss(probabilities[i][labels[i]]);
            right += Calibration.predicted(probabilities[i]) == labels[i] ? 1 : 0;
        }
        return new Score(loss / labels.length, (double) right / labels.length);
    }
}
