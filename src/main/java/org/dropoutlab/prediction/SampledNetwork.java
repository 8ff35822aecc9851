package org.dropoutlab.prediction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.model.KeptModel;
import org.dropoutlab.montecarlo.MonteCarlo;
import org.dropoutlab.montecarlo.PredictiveDistribution;
import org.dropoutlab.scoring.ClassProbabilities;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network and how it is sampled: predictions from its inputs. Not thread-safe. */
final class SampledNetwork {
    private final Network network;
    private final Sampling sampling;
    private final OptionalDouble threshold;
    private final Optional<MonteCarlo> passes;
    /** Makes [row, output] of the network's outputs. */
    private final UnaryOperator<INDArray> shaped;

    SampledNetwork(KeptModel model, Sampling sampling) {
        this(model, sampling, UnaryOperator.identity());
    }

    /**
     * @param shaped makes [row, output] of the network's outputs, with as many rows as are predicted
     * @throws IllegalArgumentException if the network cannot be sampled; the one-line message says why
     */
    SampledNetwork(KeptModel model, Sampling sampling, UnaryOperator<INDArray> shaped) {
        this.shaped = shaped;
        this.network = model.network();
        this.threshold = model.description().threshold();
        this.sampling = sampling;
        this.passes = sampling.samples() == 0 ? Optional.empty() : Optional.of(MonteCarlo.ofSampledNetworks(network));
    }

    /** Whether passes differ: not if the network has no noise, or without sampling. */
    boolean varies() {
        return passes.map(MonteCarlo::varies).orElse(false);
    }

    /**
     * Predicted classes.
     *
     * @param inputs of a batch, whose first {@code rows} examples are predicted
     * @param first number of the first one
     */
    List<Prediction> classes(INDArray inputs, int rows, long first) {
        List<float[]> kept = new ArrayList<>(sampling.samples());
        List<Prediction> predictions = new ArrayList<>(rows);
        if (passes.isEmpty()) {
            INDArray all = plain(inputs);
            float[] outputs = numbers(all);
            for (int i = 0; i < rows; i++) {
                double[] probabilities = probabilities(outputs, i, rows(all));
                predictions.add(new Prediction.OfClass(
                        first + i,
                        predicted(probabilities),
                        probabilities,
                        ClassProbabilities.entropy(probabilities),
                        OptionalDouble.empty(),
                        Optional.empty()));
            }
            return predictions;
        }
        PredictiveDistribution all = passes.get()
                .predict(inputs, sampling.samples(), sampling.seed(), shaped, pass -> kept.add(numbers(pass)));
        for (int i = 0; i < rows; i++) {
            int row = i;
            int predicted = predicted(all.mean()[row]);
            double[] over = kept.stream()
                    .mapToDouble(pass -> probabilities(pass, row, all.examples())[predicted])
                    .toArray();
            predictions.add(new Prediction.OfClass(
                    first + row,
                    predicted,
                    all.mean()[row],
                    all.entropy()[row],
                    OptionalDouble.of(all.mutualInformation()[row]),
                    Optional.of(Range.of(over, sampling.interval()))));
        }
        return predictions;
    }

    /** The probability above which the second of two classes is predicted, if it was chosen. */
    OptionalDouble threshold() {
        return threshold;
    }

    private int predicted(double[] probabilities) {
        return threshold.isPresent() && probabilities.length == 2
                ? probabilities[1] > threshold.getAsDouble() ? 1 : 0
                : ClassProbabilities.predicted(probabilities);
    }

    /**
     * Predicted numbers.
     *
     * @param restore from the network's output to the target's units
     */
    List<Prediction> numbers(INDArray inputs, int rows, long first, DoubleUnaryOperator restore) {
        List<float[]> kept = new ArrayList<>(sampling.samples());
        passes.ifPresentOrElse(
                sampled -> sampled.passes(
                        inputs, sampling.samples(), sampling.seed(), pass -> kept.add(numbers(shaped.apply(pass)))),
                () -> kept.add(numbers(plain(inputs))));
        List<Prediction> predictions = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            int row = i;
            double[] over = kept.stream()
                    .mapToDouble(pass -> restore.applyAsDouble(pass[row]))
                    .toArray();
            predictions.add(new Prediction.OfNumber(
                    first + row,
                    Mean.of(over).getAsDouble(),
                    over.length < 2
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(StandardDeviation.of(over).getAsDouble()),
                    passes.map(sampled -> Range.of(over, sampling.interval()))));
        }
        return predictions;
    }

    private INDArray plain(INDArray inputs) {
        return shaped.apply(network.output(inputs, Optional.empty(), false));
    }

    /** Row by row; {@code toFloatMatrix} takes each row out by itself, which costs more than the network does. */
    private static float[] numbers(INDArray outputs) {
        return outputs.dup('c').data().asFloat();
    }

    private static int rows(INDArray outputs) {
        return Math.toIntExact(outputs.size(0));
    }

    private static double[] probabilities(float[] outputs, int row, int rows) {
        int columns = outputs.length / rows;
        return ClassProbabilities.of(
                ClassProbabilities.widened(Arrays.copyOfRange(outputs, row * columns, (row + 1) * columns)));
    }
}
