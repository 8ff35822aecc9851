package org.dropoutlab.probing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.dropoutlab.evaluation.Calibration;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.UncertaintyReading;
import org.dropoutlab.measurement.UncertaintyReading.Bin;
import org.dropoutlab.measurement.UncertaintyReading.Reliability;
import org.dropoutlab.montecarlo.MonteCarlo;
import org.dropoutlab.montecarlo.PredictiveDistribution;
import org.dropoutlab.probing.Portions.Portion;
import org.dropoutlab.scoring.ClassProbabilities;
import org.dropoutlab.scoring.Scores;
import org.nd4j.linalg.factory.Nd4j;

/** A network's uncertainty on test images, on rotated ones, and on noise. */
final class UncertaintyProbing {
    private static final int BINS = 15;

    private final Probe.Uncertainty probe;
    private final Subject subject;
    private final MonteCarlo monteCarlo;
    private final SplittableRandom random;

    UncertaintyProbing(Probe.Uncertainty probe, Subject subject) {
        if (subject.images().shape().channels() != 1) {
            throw new IllegalArgumentException("uncertainty needs images with one channel, not "
                    + subject.images().shape());
        }
        this.probe = probe;
        this.subject = subject;
        this.monteCarlo = MonteCarlo.ofIndependentMasks(subject.network());
        this.random = new SplittableRandom(subject.seed());
    }

    /**
     * The network's predictions for some inputs, example by example.
     *
     * @param once probabilities of a single pass with scaled weights, [example][class]
     * @param onceEntropy their entropy, in nats
     * @param mean mean of the Monte-Carlo passes, [example][class]
     * @param entropy entropy of that mean, in nats
     * @param information mutual information between class and network, in nats
     * @param sd standard deviation over passes of the predicted class's probability
     */
    private record Said(
            double[][] once,
            double[] onceEntropy,
            double[][] mean,
            double[] entropy,
            double[] information,
            double[] sd) {}

    UncertaintyReading read() {
        Subject.Inputs inputs = subject.inputs(probe.examples());
        float[][] images = inputs.features().toFloatMatrix();
        inputs.features().close();
        int[] labels = inputs.labels();
        Said asTheyAre = ask(images);
        List<UncertaintyReading.Inputs> kinds = new ArrayList<>();
        kinds.add(inputs(UncertaintyReading.AS_THEY_ARE, Optional.of(0), asTheyAre, asTheyAre, labels));
        for (int angle : probe.angles()) {
            float[][] turned = new float[images.length][];
            for (int i = 0; i < images.length; i++) {
                turned[i] = Distortions.turned(
                        images[i],
                        subject.images().shape().height(),
                        subject.images().shape().width(),
                        angle);
            }
            kinds.add(inputs(UncertaintyReading.turned(angle), Optional.of(angle), ask(turned), asTheyAre, labels));
        }
        SplittableRandom shuffling = random.split();
        float[][] shuffled = new float[images.length][];
        float[][] noise = new float[images.length][];
        for (int i = 0; i < images.length; i++) {
            shuffled[i] = Distortions.shuffled(images[i], shuffling);
            noise[i] = Distortions.noise(images[i].length, shuffling);
        }
        kinds.add(inputs(UncertaintyReading.SHUFFLED, Optional.empty(), ask(shuffled), asTheyAre, labels));
        kinds.add(inputs(UncertaintyReading.NOISE, Optional.empty(), ask(noise), asTheyAre, labels));
        return new UncertaintyReading(
                labels.length,
                probe.passes(),
                reliability(asTheyAre.once(), labels),
                reliability(asTheyAre.mean(), labels),
                kinds);
    }

    private Said ask(float[][] images) {
        int n = images.length;
        Said said =
                new Said(new double[n][], new double[n], new double[n][], new double[n], new double[n], new double[n]);
        for (Portion portion : Portions.of(Nd4j.createFromArray(images))) {
            double[][] once =
                    subject.network().output(portion.features(), false).toDoubleMatrix();
            PredictiveDistribution passes = monteCarlo.predict(portion.features(), probe.passes(), random.nextLong());
            for (int i = 0; i < portion.size(); i++) {
                int to = portion.from() + i;
                said.once()[to] = once[i];
                said.onceEntropy()[to] = ClassProbabilities.entropy(once[i]);
                said.mean()[to] = passes.mean()[i];
                said.entropy()[to] = passes.entropy()[i];
                said.information()[to] = passes.mutualInformation()[i];
                said.sd()[to] = passes.sd().orElseThrow()[i][passes.predicted(i)];
            }
        }
        return said;
    }

    private static UncertaintyReading.Inputs inputs(
            String name, Optional<Integer> angle, Said said, Said asTheyAre, int[] labels) {
        return new UncertaintyReading.Inputs(
                name,
                angle.map(Integer::doubleValue),
                angle.map(turned -> Scores.of(said.mean(), labels).accuracy()),
                mean(said.onceEntropy()),
                mean(said.entropy()),
                mean(said.information()),
                mean(said.sd()),
                areaUnderRoc(said.entropy(), asTheyAre.entropy()),
                areaUnderRoc(said.onceEntropy(), asTheyAre.onceEntropy()));
    }

    /** The probability that one of {@code more} is larger than one of {@code less}, ties counted half. */
    private static double areaUnderRoc(double[] more, double[] less) {
        return MannWhitneyUTest.withDefaults().statistic(more, less) / more.length / less.length;
    }

    private static Reliability reliability(double[][] probabilities, int[] labels) {
        Calibration calibration = Calibration.of(probabilities, labels, BINS);
        Score score = Scores.of(probabilities, labels);
        return new Reliability(
                score,
                calibration.expectedCalibrationError(),
                calibration.brierScore(),
                calibration.bins().stream()
                        .filter(bin -> bin.count() > 0)
                        .map(bin -> new Bin(
                                bin.count(),
                                bin.meanConfidence().orElseThrow(),
                                bin.accuracy().orElseThrow()))
                        .toList());
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
