package org.dropoutlab.scaling;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.dropoutlab.data.Features;

/**
 * The smallest and the largest value of each network input over the training examples, before scaling: what a network has seen.
 *
 * @param inputs in the order of the network's inputs
 */
public record TrainingRanges(List<Extent> inputs) {
    public TrainingRanges {
        inputs = List.copyOf(inputs);
    }

    /**
     * The values of an input.
     *
     * @param examples number of training examples that have one
     * @param least the smallest; 0 if there is none
     * @param most the largest; 0 if there is none
     */
    public record Extent(long examples, double least, double most) {

        /** Whether a value is in the range; a missing one, which becomes a mean, always is. */
        public boolean contains(double value) {
            return Double.isNaN(value) || (examples > 0 && value >= least && value <= most);
        }
    }

    /**
     * The ranges over some examples.
     *
     * @param train indices of the training examples
     */
    public static TrainingRanges of(Features features, int[] train) {
        int inputs = features.inputs();
        long[] counts = new long[inputs];
        double[] least = new double[inputs];
        double[] most = new double[inputs];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        double[] row = new double[inputs];
        for (int example : train) {
            features.read(example, row);
            for (int i = 0; i < inputs; i++) {
                if (!Double.isNaN(row[i])) {
                    counts[i]++;
                    least[i] = Math.min(least[i], row[i]);
                    most[i] = Math.max(most[i], row[i]);
                }
            }
        }
        return new TrainingRanges(Stream.iterate(0, i -> i < inputs, i -> i + 1)
                .map(i -> counts[i] == 0 ? new Extent(0, 0, 0) : new Extent(counts[i], least[i], most[i]))
                .toList());
    }
}
