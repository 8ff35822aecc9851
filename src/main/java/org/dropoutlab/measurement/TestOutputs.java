package org.dropoutlab.measurement;

import java.util.Arrays;

/**
 * A trained network's final outputs for test examples, with all noise off, in the order of the test data: what confusion
 * matrices, curves and thresholds can be made from after the run. Of large test sets every k-th example.
 */
public sealed interface TestOutputs {
    /** A trial keeps at most this many examples. */
    int MOST_EXAMPLES = 5_000;

    /** A trial keeps at most this many probabilities: with more than ten classes, fewer examples. */
    int MOST_NUMBERS = 50_000;

    /** Number of test examples, kept or not. */
    int outOf();

    /** Number of kept examples. */
    int size();

    /** At most {@code most} of the examples, at least 1 and fewer with many classes: every k-th, from the first on. */
    TestOutputs atMost(int most);

    private static int stride(int examples, int width, int most) {
        int kept = Math.max(1, Math.min(most, MOST_NUMBERS / width));
        return Math.max(1, (examples + kept - 1) / kept);
    }

    /**
     * Of a classifier.
     *
     * @param classes number of classes
     * @param labels true class of each kept example
     * @param probabilities [example] of the second class if there are two classes, otherwise [example, class] in one array
     * @param threshold with two classes, the second is predicted if its probability is greater than this; otherwise 0.5, without
     *     effect
     * @param outOf number of test examples, kept or not
     */
    record Classes(int classes, int[] labels, float[] probabilities, double threshold, int outOf)
            implements TestOutputs {
        public Classes {
            if (classes < 2 || probabilities.length != labels.length * (classes == 2 ? 1 : classes)) {
                throw new IllegalArgumentException("%d probabilities of %d examples with %d classes"
                        .formatted(probabilities.length, labels.length, classes));
            }
            for (int label : labels) {
                if (label < 0 || label >= classes) {
                    throw new IllegalArgumentException("there is no class " + label);
                }
            }
        }

        @Override
        public int size() {
            return labels.length;
        }

        /** The probability of a class for an example. */
        public double probability(int example, int ofClass) {
            if (classes > 2) {
                return probabilities[example * classes + ofClass];
            }
            return ofClass == 1 ? probabilities[example] : 1.0 - probabilities[example];
        }

        /** The predicted class of an example: the most probable one, the first in a tie; of two, by the threshold. */
        public int predicted(int example) {
            if (classes == 2) {
                return probabilities[example] > threshold ? 1 : 0;
            }
            int best = 0;
            for (int c = 1; c < classes; c++) {
                best = probability(example, c) > probability(example, best) ? c : best;
            }
            return best;
        }

        /** The same with another threshold. */
        public Classes withThreshold(double other) {
            return new Classes(classes, labels, probabilities, other, outOf);
        }

        /** The share of the kept examples whose class is predicted. */
        public double accuracy() {
            int right = 0;
            for (int i = 0; i < labels.length; i++) {
                right += predicted(i) == labels[i] ? 1 : 0;
            }
            return (double) right / labels.length;
        }

        @Override
        public Classes atMost(int most) {
            int width = classes == 2 ? 1 : classes;
            int stride = stride(labels.length, width, most);
            int kept = (labels.length + stride - 1) / stride;
            int[] some = new int[kept];
            float[] numbers = new float[kept * width];
            for (int i = 0; i < kept; i++) {
                some[i] = labels[i * stride];
                System.arraycopy(probabilities, i * stride * width, numbers, i * width, width);
            }
            return new Classes(classes, some, numbers, threshold, outOf);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Classes that
                    && classes == that.classes
                    && outOf == that.outOf
                    && Double.compare(threshold, that.threshold) == 0
                    && Arrays.equals(labels, that.labels)
                    && Arrays.equals(probabilities, that.probabilities);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(labels) + Arrays.hashCode(probabilities);
        }

        @Override
        public String toString() {
            return "outputs for %d of %d examples, %d classes".formatted(size(), outOf, classes);
        }
    }

    /**
     * Of a regression network, in the unit of the target.
     *
     * @param targets of each kept example
     * @param predictions of each kept example
     * @param outOf number of test examples, kept or not
     */
    record Numbers(double[] targets, double[] predictions, int outOf) implements TestOutputs {
        public Numbers {
            if (targets.length != predictions.length) {
                throw new IllegalArgumentException(
                        "%d predictions of %d targets".formatted(predictions.length, targets.length));
            }
        }

        @Override
        public int size() {
            return targets.length;
        }

        @Override
        public Numbers atMost(int most) {
            int stride = stride(targets.length, 1, most);
            return new Numbers(thinned(targets, stride), thinned(predictions, stride), outOf);
        }

        private static double[] thinned(double[] all, int stride) {
            double[] some = new double[(all.length + stride - 1) / stride];
            Arrays.setAll(some, i -> all[i * stride]);
            return some;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Numbers that
                    && outOf == that.outOf
                    && Arrays.equals(targets, that.targets)
                    && Arrays.equals(predictions, that.predictions);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(targets) + Arrays.hashCode(predictions);
        }

        @Override
        public String toString() {
            return "outputs for %d of %d examples".formatted(size(), outOf);
        }
    }
}
