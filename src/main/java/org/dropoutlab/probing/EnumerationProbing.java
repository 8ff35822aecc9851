package org.dropoutlab.probing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.dropoutlab.measurement.EnumerationReading;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.montecarlo.EnsemblePrediction;
import org.dropoutlab.montecarlo.ExactEnsemble;
import org.dropoutlab.montecarlo.MonteCarlo;
import org.dropoutlab.scoring.Scores;

/** Comparison of weight scaling and Monte-Carlo averages with the exact averages over all networks. */
final class EnumerationProbing {
    private EnumerationProbing() {}

    static EnumerationReading read(Probe.Enumeration probe, Subject subject) {
        Subject.Inputs inputs = subject.inputs(probe.examples());
        EnsemblePrediction exact = ExactEnsemble.of(subject.network()).predict(inputs.features());
        MonteCarlo monteCarlo = MonteCarlo.ofIndependentMasks(subject.network());
        double expectedOfOne = Math.sqrt(mean(exact.variance(), variance -> variance));
        List<EnumerationReading.Sample> samples = new ArrayList<>();
        for (int passes : probe.samples()) {
            double[][] sampled = monteCarlo
                    .predict(inputs.features(), passes, subject.seed())
                    .mean();
            samples.add(new EnumerationReading.Sample(
                    passes,
                    Scores.of(sampled, inputs.labels()),
                    Math.sqrt(mean(difference(sampled, exact.arithmeticMean()), d -> d * d)),
                    expectedOfOne / Math.sqrt(passes)));
        }
        inputs.features().close();
        return new EnumerationReading(
                1 << exact.droppedUnits(),
                inputs.labels().length,
                Scores.of(exact.weightScaling(), inputs.labels()),
                Scores.of(exact.arithmeticMean(), inputs.labels()),
                Scores.of(exact.geometricMean(), inputs.labels()),
                mean(difference(exact.weightScaling(), exact.geometricMean()), Math::abs),
                mean(difference(exact.weightScaling(), exact.arithmeticMean()), Math::abs),
                samples);
    }

    private static double[][] difference(double[][] one, double[][] other) {
        double[][] difference = new double[one.length][];
        for (int i = 0; i < one.length; i++) {
            difference[i] = new double[one[i].length];
            for (int j = 0; j < one[i].length; j++) {
                difference[i][j] = one[i][j] - other[i][j];
            }
        }
        return difference;
    }

    private static double mean(double[][] values, DoubleUnaryOperator of) {
        double sum = 0;
        long count = 0;
        for (double[] row : values) {
            for (double value : row) {
                sum += of.applyAsDouble(value);
                count++;
            }
        }
        return sum / count;
    }
}
