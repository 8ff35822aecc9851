package org.dropoutlab.scoring;

/**
 * The units of the last layer, with their outputs and loss from their sums. The loss's gradient with respect to the
 * sums is (output − label) · {@link #slope}.
 */
public enum OutputUnits {
    /** Outputs 1/(1 + exp(−z)), with the binary cross-entropy. */
    SIGMOID {
        @Override
        public void apply(float[] sums, int from, int outputs) {
            for (int i = from; i < from + outputs; i++) {
                sums[i] = (float) (1 / (1 + Math.exp(-sums[i])));
            }
        }

        @Override
        public double loss(float[] sums, float[] labels, int from, int outputs) {
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
        public void apply(float[] sums, int from, int outputs) {
            double logarithm = logSumExp(sums, from, outputs);
            for (int i = from; i < from + outputs; i++) {
                sums[i] = (float) Math.exp(sums[i] - logarithm);
            }
        }

        @Override
        public double loss(float[] sums, float[] labels, int from, int outputs) {
            double logarithm = logSumExp(sums, from, outputs);
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
        public void apply(float[] sums, int from, int outputs) {}

        @Override
        public double loss(float[] sums, float[] labels, int from, int outputs) {
            return Scores.squaredError(sums, labels, from, outputs) / outputs;
        }

        @Override
        public float slope(int outputs) {
            return 2f / outputs;
        }
    };

    /** Replaces the sums of an example with its outputs. */
    public abstract void apply(float[] sums, int from, int outputs);

    /** The loss of an example from its sums; cross-entropies are in nats. */
    public abstract double loss(float[] sums, float[] labels, int from, int outputs);

    /** The loss's gradient divided by output − label: 1 for the cross-entropies. */
    public float slope(int outputs) {
        return 1;
    }

    /** Softmax in double precision, in place: by division, which rounds differently from {@link #SOFTMAX}. */
    public static void softmax(double[] logits) {
        double largest = logits[0];
        for (double z : logits) {
            largest = Math.max(largest, z);
        }
        double sum = 0;
        for (int c = 0; c < logits.length; c++) {
            logits[c] = Math.exp(logits[c] - largest);
            sum += logits[c];
        }
        for (int c = 0; c < logits.length; c++) {
            logits[c] /= sum;
        }
    }

    /** log Σ exp(z), relative to the largest z to avoid overflow. */
    private static double logSumExp(float[] sums, int from, int outputs) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + outputs; i++) {
            largest = Math.max(largest, sums[i]);
        }
        double sum = 0;
        for (int i = from; i < from + outputs; i++) {
            sum += Math.exp(sums[i] - largest);
        }
        return largest + Math.log(sum);
    }
}
