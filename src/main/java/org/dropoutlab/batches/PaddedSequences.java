package org.dropoutlab.batches;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.network.SequenceForm;
import org.dropoutlab.scaling.TableScaling;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sequences as mini-batches: features [example, feature, step], padded with zeros at the end to the longest sequence of the mini-batch.
 * If they differ in length, a mask [example, step] is 1 for steps and 0 for padding.
 *
 * <p>Labels follow the network. With outputs for each sequence they are [example, output]. With outputs for each step they are
 * [example, output, step], with a mask: of sequences that have a single label, only the last step has it.
 *
 * @param sequences shared
 * @param scaling fitted on the steps of the training sequences
 * @param form how the network takes them
 * @param scaled the inputs of all steps, [step, input], of small data; empty for large data, which are scaled when they are written
 */
public record PaddedSequences(Sequences sequences, TableScaling scaling, SequenceForm form, float[] scaled)
        implements BatchSource {
    /** Inputs of small data: 16 MB. */
    private static final int MOST_SCALED = 1 << 22;

    /** The sequences for a network of this form. */
    public static PaddedSequences of(Sequences sequences, TableScaling scaling, SequenceForm form) {
        PaddedSequences unscaled = new PaddedSequences(sequences, scaling, form, new float[0]);
        int width = unscaled.inputs();
        int steps = sequences.steps().examples();
        if ((long) steps * width > MOST_SCALED) {
            return unscaled;
        }
        float[] all = new float[steps * width];
        Step step = unscaled.new Step();
        for (int i = 0; i < steps; i++) {
            System.arraycopy(step.inputs(i), 0, all, i * width, width);
        }
        return new PaddedSequences(sequences, scaling, form, all);
    }

    /** Reads steps one after another into the same array. */
    private final class Step {
        private final double[] row = new double[sequences.steps().inputs()];
        private final float[] inputs = new float[PaddedSequences.this.inputs()];

        /** The network's inputs for a step. */
        private float[] inputs(int step) {
            if (scaled.length > 0) {
                System.arraycopy(scaled, step * inputs.length, inputs, 0, inputs.length);
            } else if (form.indices()) {
                inputs[0] = (float) sequences.steps().cell(step, 0);
            } else {
                sequences.steps().read(step, row);
                scaling.scale(row, inputs);
            }
            return inputs;
        }
    }

    @Override
    public DataSet batch(int[] examples, int from, int to) {
        int[] chosen = Arrays.copyOfRange(examples, from, to);
        int longest = longest(chosen);
        boolean padded = Arrays.stream(chosen).anyMatch(example -> sequences.length(example) < longest);
        INDArray labels = form.eachStep() ? stepLabels(chosen, longest) : labels(chosen);
        return new DataSet(
                features(chosen, longest),
                labels,
                padded ? mask(chosen, longest) : null,
                form.eachStep() ? labelsMask(chosen, longest, padded) : null);
    }

    /** The longest of some sequences, in steps. */
    public int longest(int[] examples) {
        return Arrays.stream(examples).map(sequences::length).max().orElse(0);
    }

    /**
     * The network's inputs, [example, input, step].
     *
     * @param steps at least as many as the longest sequence has; the rest is padding
     */
    public INDArray features(int[] examples, int steps) {
        // In Fortran order all examples of a step lie together, as recurrent layers take them.
        INDArray features = Nd4j.create(DataType.FLOAT, new long[] {examples.length, inputs(), steps}, 'f');
        FloatBuffer into = BatchSource.numbers(features);
        Step reader = new Step();
        for (int i = 0; i < examples.length; i++) {
            int first = sequences.starts()[examples[i]];
            for (int step = 0; step < sequences.length(examples[i]); step++) {
                float[] inputs = reader.inputs(first + step);
                for (int input = 0; input < inputs.length; input++) {
                    into.put(i + examples.length * (input + inputs.length * step), inputs[input]);
                }
            }
        }
        return features;
    }

    /** 1 for steps and 0 for padding, [example, step]. */
    public INDArray mask(int[] examples, int steps) {
        INDArray mask = Nd4j.create(DataType.FLOAT, new long[] {examples.length, steps}, 'c');
        FloatBuffer into = BatchSource.numbers(mask);
        for (int i = 0; i < examples.length; i++) {
            for (int step = 0; step < sequences.length(examples[i]); step++) {
                into.put(i * steps + step, 1);
            }
        }
        return mask;
    }

    private INDArray labels(int[] examples) {
        INDArray labels = Nd4j.createUninitialized(DataType.FLOAT, new long[] {examples.length, outputs()}, 'c');
        FloatBuffer into = BatchSource.numbers(labels);
        float[] label = new float[outputs()];
        for (int example : examples) {
            writeLabel(example, label);
            into.put(label);
        }
        return labels;
    }

    private INDArray stepLabels(int[] examples, int steps) {
        INDArray labels = Nd4j.create(DataType.FLOAT, new long[] {examples.length, outputs(), steps}, 'f');
        FloatBuffer into = BatchSource.numbers(labels);
        float[] label = new float[outputs()];
        for (int place : places(examples, steps)) {
            int example = place / steps;
            int step = place % steps;
            writeLabel(answer(examples[example], step), label);
            for (int output = 0; output < label.length; output++) {
                into.put(example + examples.length * (output + label.length * step), label[output]);
            }
        }
        return labels;
    }

    /** Which steps have labels, [example, step]; null if all have one and there is no padding. */
    private INDArray labelsMask(int[] examples, int steps, boolean padded) {
        int[] places = places(examples, steps);
        if (!padded && places.length == examples.length * steps) {
            return null;
        }
        INDArray mask = Nd4j.create(DataType.FLOAT, new long[] {examples.length, steps}, 'c');
        FloatBuffer into = BatchSource.numbers(mask);
        for (int place : places) {
            into.put(place, 1);
        }
        return mask;
    }

    /** The answer at a step. */
    private int answer(int example, int step) {
        return sequences.answers().eachStep() ? sequences.starts()[example] + step : example;
    }

    /**
     * Where sequences that are padded to {@code steps} have answers: place · {@code steps} + step, in the order of
     * {@link Sequences#answered}. The only answer of a sequence is at its last step.
     */
    public int[] places(int[] examples, int steps) {
        return IntStream.range(0, examples.length)
                .flatMap(i -> {
                    int length = sequences.length(examples[i]);
                    int first = sequences.starts()[examples[i]];
                    return sequences.answers().eachStep()
                            ? IntStream.range(0, length)
                                    .filter(step -> sequences.hasAnswer(first + step))
                                    .map(step -> i * steps + step)
                            : IntStream.of(i * steps + length - 1);
                })
                .toArray();
    }

    /** Writes a label, [output]; {@code answer} is an index into {@link Sequences#answers}. */
    public void writeLabel(int answer, float[] into) {
        if (sequences.isRegression()) {
            into[0] = (float) scaling.target().orElseThrow().standardize(sequences.targetOf(answer));
            return;
        }
        int label = sequences.classOf(answer);
        if (into.length == 1) {
            into[0] = label;
        } else {
            for (int output = 0; output < into.length; output++) {
                into[output] = output == label ? 1 : 0;
            }
        }
    }

    /** Not supported: arrays of sequences depend on the mini-batch's longest. */
    @Override
    public void write(int[] examples, int from, int to, FloatBuffer features, FloatBuffer labels) {
        throw new UnsupportedOperationException("sequences are written as whole mini-batches");
    }

    /** Not supported, for the same reason. */
    @Override
    public long[] shape(int examples) {
        throw new UnsupportedOperationException("sequences are written as whole mini-batches");
    }

    /** Number of inputs of a step. */
    @Override
    public int inputs() {
        return form.indices() ? 1 : sequences.steps().inputs();
    }

    @Override
    public int outputs() {
        return form.outputs();
    }

    @Override
    public boolean worthPrefetching() {
        return false;
    }
}
