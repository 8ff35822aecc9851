package org.dropoutlab.library;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dropoutlab.data.Features;
import org.dropoutlab.data.Sequences;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The sequences of a mini-batch, without padding.
 *
 * @param inputs features of a step
 * @param outputs number of outputs of a label
 * @param features [sequence][step · feature]
 * @param labels [sequence][output] or [sequence][step · output], NaN for a step without one
 */
record IteratorSequences(int inputs, int outputs, List<double[]> features, List<double[]> labels) {
    private static final int OF_STEPS = 3;

    /**
     * Reads a mini-batch.
     *
     * @param batch features [example, feature, step] with a mask [example, step] if sequences differ in length; labels
     *     [example, output] or [example, output, step], with a mask [example, step] if not all steps have one
     * @throws IllegalArgumentException if it is not of this kind, or padding comes before or between steps
     */
    static IteratorSequences of(DataSet batch) {
        INDArray features = batch.getFeatures();
        INDArray labels = batch.getLabels();
        if (labels == null || (labels.rank() != 2 && labels.rank() != OF_STEPS)) {
            throw new IllegalArgumentException(
                    "labels of sequences must be [example, output] or [example, output, step], "
                            + (labels == null ? "but there are none" : "not of rank " + labels.rank()));
        }
        int steps = Math.toIntExact(features.size(2));
        boolean eachStep = labels.rank() == OF_STEPS;
        if (eachStep && labels.size(2) != steps) {
            throw new IllegalArgumentException(
                    "sequences of %d steps have labels of %d".formatted(steps, labels.size(2)));
        }
        IteratorSequences read = new IteratorSequences(
                Math.toIntExact(features.size(1)),
                Math.toIntExact(labels.size(1)),
                new ArrayList<>(),
                new ArrayList<>());
        for (int example = 0; example < features.size(0); example++) {
            int length = length(batch.getFeaturesMaskArray(), example, steps);
            read.features.add(steps(features.slice(example), length, null));
            INDArray mask = batch.getLabelsMaskArray() == null
                    ? null
                    : batch.getLabelsMaskArray().slice(example);
            read.labels.add(
                    eachStep
                            ? steps(labels.slice(example), length, mask)
                            : labels.slice(example).toDoubleVector());
        }
        return read;
    }

    private static int length(INDArray mask, int example, int steps) {
        if (mask == null) {
            return steps;
        }
        int length = 0;
        while (length < steps && mask.getDouble(example, length) != 0) {
            length++;
        }
        for (int step = length; step < steps; step++) {
            if (mask.getDouble(example, step) != 0) {
                throw new IllegalArgumentException(
                        "the mask of example %d has padding before its step %d: padding must come after the last step"
                                .formatted(example, step));
            }
        }
        if (length == 0) {
            throw new IllegalArgumentException("example %d has no steps: its mask is all 0".formatted(example));
        }
        return length;
    }

    /** Of [number, step], one step after another; NaN where the mask is 0. */
    private static double[] steps(INDArray ofSteps, int length, INDArray mask) {
        int width = Math.toIntExact(ofSteps.size(0));
        double[] numbers = new double[length * width];
        for (int step = 0; step < length; step++) {
            boolean masked = mask != null && mask.getDouble(step) == 0;
            for (int i = 0; i < width; i++) {
                numbers[step * width + i] = masked ? Double.NaN : ofSteps.getDouble(i, step);
            }
        }
        return numbers;
    }

    /** Sequences from the numbers of {@link #of}. If each has a single label, at its last step, that is the label of the sequence. */
    static Sequences joined(double[][] features, double[][] labels, int inputs, int outputs, List<String> classes) {
        int[] lengths =
                Arrays.stream(features).mapToInt(row -> row.length / inputs).toArray();
        int[] starts = Sequences.starts(lengths);
        int[] sequenceOf = new int[starts[lengths.length]];
        IntStream.range(0, lengths.length)
                .forEach(sequence -> Arrays.fill(sequenceOf, starts[sequence], starts[sequence + 1], sequence));
        Features steps = Features.of(
                new int[inputs],
                sequenceOf.length,
                (step, column) -> features[sequenceOf[step]][(step - starts[sequenceOf[step]]) * inputs + column]);
        boolean eachStep = IntStream.range(0, lengths.length)
                .anyMatch(sequence -> labels[sequence].length > outputs && !isAtLastAlone(labels[sequence], outputs));
        double[][] answers = eachStep
                ? IntStream.range(0, sequenceOf.length)
                        .mapToObj(step -> part(labels[sequenceOf[step]], step - starts[sequenceOf[step]], outputs))
                        .toArray(double[][]::new)
                : Arrays.stream(labels)
                        .map(row -> part(row, row.length / outputs - 1, outputs))
                        .toArray(double[][]::new);
        boolean numbers = outputs == 1
                && !Arrays.stream(answers).allMatch(row -> row[0] == 0 || row[0] == 1 || Double.isNaN(row[0]));
        if (numbers) {
            double[] targets = Arrays.stream(answers).mapToDouble(row -> row[0]).toArray();
            return Sequences.of(
                    steps,
                    starts,
                    eachStep ? new Sequences.StepNumbers(targets) : new Sequences.Numbers(targets),
                    List.of());
        }
        int[] hot = IntStream.range(0, answers.length)
                .map(i -> Double.isNaN(answers[i][0])
                        ? Sequences.StepClasses.NONE
                        : outputs == 1 ? (int) answers[i][0] : IteratorData.hot(i, answers[i]))
                .toArray();
        return Sequences.of(
                steps, starts, eachStep ? new Sequences.StepClasses(hot) : new Sequences.Classes(hot), classes);
    }

    /** Whether the last step alone has a label. */
    private static boolean isAtLastAlone(double[] labels, int outputs) {
        int steps = labels.length / outputs;
        return IntStream.range(0, steps).allMatch(step -> Double.isNaN(labels[step * outputs]) == (step < steps - 1));
    }

    private static double[] part(double[] labels, int place, int outputs) {
        return Arrays.copyOfRange(labels, place * outputs, (place + 1) * outputs);
    }
}
