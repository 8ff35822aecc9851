package org.dropoutlab.probing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.dropoutlab.measurement.AveragingReading;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.montecarlo.MonteCarlo;
import org.dropoutlab.probing.Portions.Portion;
import org.dropoutlab.scoring.ClassProbabilities;
import org.dropoutlab.scoring.CrossEntropy;
import org.dropoutlab.scoring.Scores;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Averages over k sampled networks, drawn several times and separately for each example, as in the paper. */
final class AveragingProbing {
    private final Probe.ModelAveraging probe;
    /** Number of misclassified examples, [number of networks][draw]. */
    private final double[][] wrong;
    /** Summed cross-entropy, [number of networks][draw]. */
    private final double[][] losses;

    private AveragingProbing(Probe.ModelAveraging probe) {
        this.probe = probe;
        this.wrong = new double[probe.networks().size()][probe.draws()];
        this.losses = new double[probe.networks().size()][probe.draws()];
    }

    static AveragingReading read(Probe.ModelAveraging probe, Subject subject) {
        return new AveragingProbing(probe).read(subject);
    }

    private AveragingReading read(Subject subject) {
        Subject.Inputs inputs = subject.inputs(probe.examples());
        int[] labels = inputs.labels();
        MonteCarlo monteCarlo = MonteCarlo.ofIndependentMasks(subject.network());
        SplittableRandom seeds = new SplittableRandom(subject.seed());
        double scalingLoss = 0;
        int scalingRight = 0;
        for (Portion portion : Portions.of(inputs.features())) {
            int[] part = Arrays.copyOfRange(labels, portion.from(), portion.from() + portion.size());
            Score score = Scores.of(
                    subject.network().output(portion.features(), false).toDoubleMatrix(), part);
            scalingLoss += score.loss() * part.length;
            scalingRight += (int) Math.round(score.accuracy() * part.length);
            for (int draw = 0; draw < probe.draws(); draw++) {
                average(monteCarlo, portion, part, draw, seeds.split());
            }
        }
        inputs.features().close();
        List<AveragingReading.Average> averages = new ArrayList<>();
        for (int i = 0; i < wrong.length; i++) {
            double[] errors =
                    Arrays.stream(wrong[i]).map(count -> count / labels.length).toArray();
            averages.add(new AveragingReading.Average(
                    probe.networks().get(i),
                    Mean.of(errors).getAsDouble(),
                    StandardDeviation.of(errors).getAsDouble(),
                    Mean.of(losses[i]).getAsDouble() / labels.length));
        }
        return new AveragingReading(
                labels.length, new Score(scalingLoss / labels.length, (double) scalingRight / labels.length), averages);
    }

    private void average(MonteCarlo monteCarlo, Portion portion, int[] labels, int draw, SplittableRandom seeds) {
        double[][] sums = new double[labels.length][];
        int drawn = 0;
        for (int i = 0; i < probe.networks().size(); i++) {
            for (; drawn < probe.networks().get(i); drawn++) {
                INDArray pass = monteCarlo.pass(portion.features(), seeds.nextLong());
                add(pass.toFloatMatrix(), sums);
                pass.close();
            }
            for (int example = 0; example < labels.length; example++) {
                wrong[i][draw] += ClassProbabilities.predicted(sums[example]) == labels[example] ? 0 : 1;
                losses[i][draw] += CrossEntropy.of(sums[example][labels[example]] / drawn);
            }
        }
    }

    private static void add(float[][] pass, double[][] sums) {
        for (int example = 0; example < pass.length; example++) {
            if (sums[example] == null) {
                sums[example] = new double[pass[example].length];
            }
            for (int c = 0; c < pass[example].length; c++) {
                sums[example][c] += pass[example][c];
            }
        }
    }
}
