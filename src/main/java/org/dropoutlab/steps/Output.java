package org.dropoutlab.steps;

import org.dropoutlab.dl4j.layer.BinaryCrossEntropy;

/**
 * The activation of the last layer with its loss, whose gradient with respect to the sums is (output − label) ·
 * {@link #slope}.
 */
enum Output {
    /** Outputs 1/(1 + exp(−z)), with the binary cross-entropy. */
    SIGMOID {
        @Override
        void apply(float[] sums, int from, int outputs) {
            for (int i = from; i < from + outputs; i++) {
                sums[i] = (float) (1 / (1 + Math.exp(-sums[i])));
            }
        }

        @Override
        double loss(float[] sums, float[] labels, int from, int outputs) {
            double loss = 0;
            for (int i = from; i < from + outputs; i++) {
                loss += BinaryCrossEntropy.loss(sums[i], labels[i]);
            }
            return loss;
        }
    },
    /** Outputs exp(z)/Σexp(z), with the categorical cross-entropy. */
    SOFTMAX {
        @Override
        void apply(float[] sums, int from, int outputs) {
            double logarithm = logarithmOfSum(sums, from, outputs);
            for (int i = from; i < from + outputs; i++) {
                sums[i] = (float) Math.exp(sums[i] - logarithm);
            }
        }

        @Override
        double loss(float[] sums, float[] labels, int from, int outputs) {
            double logarithm = logarithmOfSum(sums, from, outputs);
            double loss = 0;
            for (int i = from; i < from + outputs; i++) {
                loss += labels[i] * (logarithm - sums[i]);
            }
            return loss;
        }
    },
    /** The sums themselves, with the mean squared error. */
    IDENTITY {
        @Override
        void apply(float[] sums, int from, int outputs) {}

        @Override
        double loss(float[] sums, float[] labels, int from, int outputs) {
            double loss = 0;
            for (int i = from; i < from + outputs; i++) {
                double error = (double) sums[i] - labels[i];
                loss += error * error;
            }
            return loss / outputs;
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

    /** log Σ exp(z), relative to the largest z to avoid overflow. */
    private static double logarithmOfSum(float[] sums, int from, int outputs) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + outputs; i++) {
            greatest = Math.max(greatest, sums[i]);
        }
        double sum = 0;
        for (int i = from; i < from + outputs; i++) {
            sum += Math.exp(sums[i] - greatest);
        }
        return greatest + Math.log(sum);
    }
}
