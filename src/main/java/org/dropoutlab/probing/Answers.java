package org.dropoutlab.probing;

import org.dropoutlab.experiment.Score;

/** Scores probabilities against classes. */
final class Answers {
    /** As in Deeplearning4j's {@code LossMCXENT}, which training minimizes. */
    private static final double LEAST_PROBABILITY = 1e-10;

    private Answers() {}

    /** The class of the largest probability, the first of equals. */
    static int predicted(double[] probabilities) {
        int predicted = 0;
        for (int c = 1; c < probabilities.length; c++) {
            if (probabilities[c] > probabilities[predicted]) {
                predicted = c;
            }
        }
        return predicted;
    }

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
            right += predicted(probabilities[i]) == labels[i] ? 1 : 0;
        }
        return new Score(loss / labels.length, (double) right / labels.length);
    }
}
