package org.dropoutlab.training;

import java.util.Arrays;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.scoring.ClassProbabilities;

/** A classifier's outputs as records have them. */
final class ClassOutputs {
    /** Without a threshold chosen on validation data, the more probable of two classes is predicted. */
    private static final double HALF = 0.5;

    private ClassOutputs() {}

    /**
     * The outputs for examples with these labels.
     *
     * @param outputs [example, output]: one output for each class or, for two classes, the probability of the second
     */
    static TestOutputs.Classes of(int classes, int[] labels, float[] outputs) {
        int width = labels.length == 0 ? classes : outputs.length / labels.length;
        float[] all = width == 1 ? outputs : probabilities(outputs, width);
        float[] probabilities = all;
        if (classes == 2 && width == 2) {
            probabilities = new float[labels.length];
            for (int i = 0; i < labels.length; i++) {
                probabilities[i] = ofTwo(all[2 * i], all[2 * i + 1]);
            }
        }
        return new TestOutputs.Classes(classes, labels, probabilities, HALF, labels.length);
    }

    /** The outputs, as probabilities if they are not. */
    private static float[] probabilities(float[] outputs, int width) {
        float[] all = outputs.clone();
        for (int from = 0; from < all.length; from += width) {
            double[] row = ClassProbabilities.widened(Arrays.copyOfRange(outputs, from, from + width));
            double[] of = ClassProbabilities.of(row);
            for (int i = 0; i < width && of != row; i++) {
                all[from + i] = (float) of[i];
            }
        }
        return all;
    }

    /** The second of two probabilities, on the side of one half of the class that is predicted: both are rounded. */
    private static float ofTwo(float first, float second) {
        float half = (float) HALF;
        return second > first ? Math.max(second, Math.nextUp(half)) : Math.min(second, half);
    }
}
