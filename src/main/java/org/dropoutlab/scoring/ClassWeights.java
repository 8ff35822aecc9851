package org.dropoutlab.scoring;

/**
 * How many times the loss of an example counts in training, by its class.
 *
 * @param weights weight of each class, at least 0; class 1 of two that share an output is the one it is the probability of
 */
public record ClassWeights(float[] weights) {

    /**
     * Weights that give every class the same share of the loss: n / (k · n_c) for n examples, n_c of them of class c, and k classes
     * that have any. The mean weight is 1.
     *
     * @param labels class of each example of the data set
     * @param examples indices of the n training examples
     * @param classes number of classes
     */
    public static ClassWeights balanced(int[] labels, int[] examples, int classes) {
        int[] counts = new int[classes];
        for (int example : examples) {
            counts[labels[example]]++;
        }
        int present = 0;
        for (int count : counts) {
            present += count > 0 ? 1 : 0;
        }
        float[] weights = new float[classes];
        for (int c = 0; c < classes; c++) {
            weights[c] = counts[c] == 0 ? 0 : (float) ((double) examples.length / present / counts[c]);
        }
        return new ClassWeights(weights);
    }

    /**
     * The weight of an example.
     *
     * @param wanted labels, one after another; smoothed ones, too, are largest for the true class
     * @param from position of the example's first
     * @param outputs number of its labels
     */
    public float of(float[] wanted, int from, int outputs) {
        if (outputs == 1) {
            return weights[wanted[from] > 0.5f ? 1 : 0];
        }
        int largest = 0;
        for (int output = 1; output < outputs; output++) {
            if (wanted[from + output] > wanted[from + largest]) {
                largest = output;
            }
        }
        return weights[largest];
    }
}
