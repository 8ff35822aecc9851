package org.dropoutlab.steps;

import org.dropoutlab.scoring.CrossEntropy;
import org.dropoutlab.scoring.Logits;
import org.dropoutlab.scoring.Scores;

/**
 * The activation of the last layer with its loss, whose gradient with respect to the sums is (output − label) ·
 * {@link #slope}.
 */
enum OutputUnits {
    /** Each output 1/(1 + exp(−z)), with binary cross-entropy. */
    SIGMOID {
        @Override
        void apply(float[] sums, int from, int outputs) {
            Logits.sigmoid(sums, from, outputs);
        }

        @Override
        double loss(float[] sums, float[] labels, int from, int outputs) {
            double loss = 0;
            for (int i = from; i < from + outputs; i++) {
                loss += CrossEntropy.ofLogit(sums[i], labels[i]);
            }
            return loss;
        }
    },
    /** Outputs exp(z)/Σexp(z), with the categorical cross-entropy. */
    SOFTMAX {
        @Override
        void apply(float[] sums, int from, int outputs) {
            Logits.softmax(sums, from, outputs);
        }

        @Override
        double loss(float[] sums, float[] labels, int from, int outputs) {
            return CrossEntropy.ofLogits(sums, labels, from, outputs);
        }
    },
    /** The sums themselves, with the mean squared error. */
    IDENTITY {
        @Override
        void apply(float[] sums, int from, int outputs) {}

        @Override
        double loss(float[] sums, float[] labels, int from, int outputs) {
            return Scores.squaredError(sums, labels, from, outputs) / outputs;
        }

        @Override
        float slope(int outputs) {
            return 2f / outputs;
        }
    };

    /** Replaces the sums of an example by its outputs. */
    abstract void apply(float[] sums, int from, int outputs);

    /** The loss of an example from its sums; cross-entropies are in nats. */
    abstract double loss(float[] sums, float[] labels, int from, int outputs);

    /** The loss's gradient divided by output − label: 1 for the cross-entropies. */
    float slope(int outputs) {
        return 1;
    }
}
