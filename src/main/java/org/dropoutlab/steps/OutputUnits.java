package org.dropoutlab.steps;

import org.dropoutlab.scoring.CrossEntropy;
import org.dropoutlab.scoring.Logits;
import org.dropoutlab.scoring.Scores;

/**
 * What the sums of a last layer become, and the loss that goes with it. Its gradient with respect to the sums is output − label,
 * times {@link #slope}.
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
    /** Outputs exp(z)/Σexp(z), with the cross-entropy of classes. */
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
    /** The sums themselves, with the mean of their squared errors. */
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

    /** Loss of an example by its sums; a cross-entropy is in nats. */
    abstract double loss(float[] sums, float[] labels, int from, int outputs);

    /** What the loss's gradient is in units of output − label: 1 for the cross-entropies. */
    float slope(int outputs) {
        return 1;
    }
}
