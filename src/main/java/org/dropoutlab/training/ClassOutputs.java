package org.dropoutlab.training;

import org.dropoutlab.measurement.TestOutputs;

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
        boolean both = classes == 2 && outputs.length == 2 * labels.length;
        float[] probabilities = outputs;
        if (both) {
            probabilities = new float[labels.length];
            for (int i = 0; i < labels.length; i++) {
                probabilities[i] = ofTwo(outputs[2 * i], outputs[2 * i + 1]);
            }
        }
        return new TestOutputs.Classes(classes, labels, probabilities, HALF, labels.length);
    }

    /** The second of two probabilities, on the side of one half of the class that is predicted: both are rounded. */
    private static float ofTwo(float first, float second) {
        float half = (float) HALF;
        return second > first ? Math.max(second, Math.nextUp(half)) : Math.min(second, half);
    }
}
