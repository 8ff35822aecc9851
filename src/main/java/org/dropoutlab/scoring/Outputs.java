package org.dropoutlab.scoring;

import java.util.Arrays;

/**
 * A network's outputs and losses for some examples, with all noise off.
 *
 * @param losses loss of each example; cross-entropies are in nats
 * @param numbers [example, output] in one array
 */
public record Outputs(double[] losses, float[] numbers) {

    /** Number of outputs of an example. */
    public int width() {
        return losses.length == 0 ? 0 : numbers.length / losses.length;
    }

    /** Copies an example's outputs, [output]. */
    public void read(int example, float[] into) {
        System.arraycopy(numbers, example * into.length, into, 0, into.length);
    }

    /** The outputs as [example][output]. */
    public float[][] outputs() {
        float[][] rows = new float[losses.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(numbers, i * width(), (i + 1) * width());
        }
        return rows;
    }
}
