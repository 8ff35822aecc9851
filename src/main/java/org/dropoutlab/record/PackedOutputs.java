package org.dropoutlab.record;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.dropoutlab.measurement.TestOutputs;

/**
 * Test outputs in a record: numbers as big-endian bytes in Base64, half the size of decimals and exact.
 *
 * @param classes number of classes; 0 for regression
 * @param labels classes as ints, or targets as doubles
 * @param outputs probabilities as floats, or predictions as doubles
 * @param threshold that of two classes; 0.5 for regression, without effect
 * @param outOf number of test examples, kept or not
 */
record PackedOutputs(int classes, byte[] labels, byte[] outputs, double threshold, int outOf) {

    /** How test outputs are written and read. */
    @JsonSerialize(converter = Pack.class)
    @JsonDeserialize(converter = Unpack.class)
    interface Format {}

    static final class Pack extends StdConverter<TestOutputs, PackedOutputs> {
        @Override
        public PackedOutputs convert(TestOutputs outputs) {
            if (outputs instanceof TestOutputs.Classes of) {
                return new PackedOutputs(
                        of.classes(), bytes(of.labels()), bytes(of.probabilities()), of.threshold(), of.outOf());
            }
            TestOutputs.Numbers of = (TestOutputs.Numbers) outputs;
            return new PackedOutputs(0, bytes(of.targets()), bytes(of.predictions()), 0.5, of.outOf());
        }
    }

    static final class Unpack extends StdConverter<PackedOutputs, TestOutputs> {
        @Override
        public TestOutputs convert(PackedOutputs packed) {
            return packed.classes == 0
                    ? new TestOutputs.Numbers(doubles(packed.labels), doubles(packed.outputs), packed.outOf)
                    : new TestOutputs.Classes(
                            packed.classes,
                            ints(packed.labels),
                            floats(packed.outputs),
                            packed.threshold,
                            packed.outOf);
        }
    }

    private static byte[] bytes(int[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES);
        bytes.asIntBuffer().put(numbers);
        return bytes.array();
    }

    private static byte[] bytes(float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
        bytes.asFloatBuffer().put(numbers);
        return bytes.array();
    }

    private static byte[] bytes(double[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Double.BYTES);
        bytes.asDoubleBuffer().put(numbers);
        return bytes.array();
    }

    private static int[] ints(byte[] bytes) {
        int[] numbers = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).asIntBuffer().get(numbers);
        return numbers;
    }

    private static float[] floats(byte[] bytes) {
        float[] numbers = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(numbers);
        return numbers;
    }

    private static double[] doubles(byte[] bytes) {
        double[] numbers = new double[bytes.length / Double.BYTES];
        ByteBuffer.wrap(bytes).asDoubleBuffer().get(numbers);
        return numbers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackedOutputs that
                && classes == that.classes
                && outOf == that.outOf
                && Double.compare(threshold, that.threshold) == 0
                && Arrays.equals(labels, that.labels)
                && Arrays.equals(outputs, that.outputs);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(labels) + Arrays.hashCode(outputs);
    }
}
