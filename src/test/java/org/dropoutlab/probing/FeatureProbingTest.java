package org.dropoutlab.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Images;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.measurement.FeatureReading;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.Dropout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FeatureProbingTest {
    /** A sum of 784 terms of order 1. */
    private static final double DOUBLE_ROUNDING = 1e-12;
    /** Squares of differences that are rounded to 24 bits. */
    private static final double SINGLE_ROUNDING = 1.2 * 0x1p-23;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /**
     * Oracle: over all orders of n numbers with variance v (over n), the squared difference of two places is 2v·n/(n − 1) on
     * average. Independent weights are as likely in one order as in any other.
     */
    @Test
    void theMeanRoughnessOverAllOrdersOfTheWeightsIsOneButForTheSampleVariance() {
        float[] weights = {0.3f, -1.2f, 0.5f, 2.1f, 0.01f, -0.4f};
        List<float[]> orders = orders(weights);

        assertThat(orders.stream()
                        .mapToDouble(order -> FeatureProbing.roughness(order, 2, 3))
                        .average()
                        .orElseThrow())
                .isCloseTo(6.0 / 5, within(SINGLE_ROUNDING));
    }

    /**
     * Of normal weights, roughness less 1 is the mean of 1,512 products of uncorrelated neighbours over their variance, up
     * to what the edge weighs less: standard deviation 0.0257 and 0.0048, 0.0262 together. The mean is 784/783 as above.
     */
    @Test
    void theRoughnessOfIndependentWeightsIsOne() {
        SplittableRandom random = new SplittableRandom(1);
        int units = 100;

        double mean = IntStream.range(0, units)
                .mapToDouble(unit -> {
                    float[] weights = new float[28 * 28];
                    for (int i = 0; i < weights.length; i++) {
                        weights[i] = (float) random.nextGaussian();
                    }
                    return FeatureProbing.roughness(weights, 28, 28);
                })
                .average()
                .orElseThrow();

        assertThat(mean).isCloseTo(784.0 / 783, within(5 * 0.0262 / Math.sqrt(units)));
    }

    /** Oracle: mean 0, variance 1, and every two neighbours differ by 2. */
    @Test
    void theRoughnessOfACheckerboardIsTwo() {
        float[] board = new float[28 * 28];
        for (int i = 0; i < board.length; i++) {
            board[i] = (i / 28 + i % 28) % 2 == 0 ? 1 : -1;
        }

        assertThat(FeatureProbing.roughness(board, 28, 28)).isCloseTo(2, within(DOUBLE_ROUNDING));
    }

    /**
     * Oracle: of w columns numbered 0 to w − 1 the variance is (w² − 1)/12; neighbours in a row differ by 1, those in a
     * column by nothing.
     */
    @Test
    void theRoughnessOfARampIsNextToNothing() {
        int height = 20;
        int width = 28;
        float[] ramp = new float[height * width];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i % width;
        }
        double inRows = height * (width - 1);
        double inColumns = (height - 1) * width;

        double roughness = FeatureProbing.roughness(ramp, height, width);

        assertThat(roughness)
                .isCloseTo(inRows / (inRows + inColumns) / 2 / ((width * width - 1) / 12.0), within(DOUBLE_ROUNDING));
        assertThat(roughness).isLessThan(0.005);
    }

    @Test
    void roughnessKnowsNeitherScaleNorShiftAndAFeatureOfOneShadeHasNone() {
        float[] weights = {1, -2, 4, 8, 0, 1};
        float[] stretched = {-1 + 3, 2 + 3, -4 + 3, -8 + 3, 3, -1 + 3};

        assertThat(FeatureProbing.roughness(stretched, 2, 3))
                .isCloseTo(FeatureProbing.roughness(weights, 2, 3), within(DOUBLE_ROUNDING));
        assertThat(FeatureProbing.roughness(new float[] {5, 5, 5, 5, 5, 5}, 2, 3))
                .isZero();
    }

    /** Oracle: the autoencoder's formulas in plain Java, in double precision; more images than go into one portion. */
    @Test
    void readsWhatTheFormulasSay() {
        int units = 6;
        int examples = 620;
        MultiLayerNetwork network = autoencoder(units);
        double[][] images = Subjects.features(examples, 784).toDoubleMatrix();
        double[][] encoder = network.getLayer(0).getParam("W").toDoubleMatrix();
        int last = network.getnLayers() - 1;
        double[][] decoder = network.getLayer(last).getParam("W").toDoubleMatrix();

        FeatureReading reading = read(network, examples);

        double squaredError = 0;
        long silent = 0;
        double[] sums = new double[units];
        long[] histogram = new long[80];
        for (double[] image : images) {
            double[] hidden = new double[units];
            for (int unit = 0; unit < units; unit++) {
                for (int pixel = 0; pixel < 784; pixel++) {
                    hidden[unit] += image[pixel] * encoder[pixel][unit];
                }
                hidden[unit] = Math.max(0, hidden[unit]);
                silent += hidden[unit] == 0 ? 1 : 0;
                sums[unit] += hidden[unit];
                histogram[(int) Math.min(79, hidden[unit] / 0.25)]++;
            }
            for (int pixel = 0; pixel < 784; pixel++) {
                double logit = 0;
                for (int unit = 0; unit < units; unit++) {
                    logit += hidden[unit] * decoder[unit][pixel];
                }
                double difference = image[pixel] - 1 / (1 + Math.exp(-logit));
                squaredError += difference * difference;
            }
        }
        // Sums of 784 products of order 0.1 in single precision.
        double rounding = 1e-4;
        assertThat(reading.squaredError()).isCloseTo(squaredError / examples, within(784 * rounding / 100));
        assertThat(reading.meanActivation()).isCloseTo(Arrays.stream(sums).sum() / examples / units, within(rounding));
        assertThat(reading.silentShare()).isCloseTo((double) silent / examples / units, within(2.0 / examples / units));
        for (int unit = 0; unit < units; unit++) {
            assertThat(reading.unitMeans().get(unit)).isCloseTo(sums[unit] / examples, within(rounding));
        }
        assertThat(reading.activations().stream().mapToLong(Long::longValue).sum())
                .isEqualTo((long) examples * units);
        for (int bin = 0; bin < 80; bin++) {
            assertThat(reading.activations().get(bin))
                    .as("bin %d, but for activations next to its edges", bin)
                    .isCloseTo(histogram[bin], within(2L));
        }
    }

    /** Oracle: the column of weights that goes into a unit, and its largest. */
    @Test
    void featuresAreTheIncomingWeightsOfEachUnitScaledToTheirLargest() {
        MultiLayerNetwork network = autoencoder(3);
        double[][] encoder = network.getLayer(0).getParam("W").toDoubleMatrix();

        FeatureReading reading = read(network, 5);

        assertThat(reading.height()).isEqualTo(28);
        assertThat(reading.width()).isEqualTo(28);
        assertThat(reading.features()).hasSize(3);
        double roughness = 0;
        for (int unit = 0; unit < 3; unit++) {
            int column = unit;
            double largest = Arrays.stream(encoder)
                    .mapToDouble(row -> Math.abs(row[column]))
                    .max()
                    .orElseThrow();
            byte[] feature = reading.features().get(unit);
            float[] weights = new float[784];
            for (int pixel = 0; pixel < 784; pixel++) {
                assertThat((double) feature[pixel]).isCloseTo(127 * encoder[pixel][unit] / largest, within(0.5 + 1e-4));
                weights[pixel] = (float) encoder[pixel][unit];
            }
            roughness += FeatureProbing.roughness(weights, 28, 28) / 3;
        }
        assertThat(reading.roughness()).isCloseTo(roughness, within(DOUBLE_ROUNDING));
    }

    /** Oracle: the plain network, whose sums the averages to begin with, 0 and 1, divide by √(1 + 1e-5). */
    @Test
    void activationsAreThoseBehindBatchNormalization() {
        MultiLayerNetwork normalized = new MultiLayerNetwork(Architectures.of(new NetworkSpec.MnistAutoencoder(6))
                .configure(List.of(BatchNormalization.hidden()), new Optimizer.Adam(1e-3), 5));
        normalized.init();

        FeatureReading reading = read(normalized, 50);

        assertThat(reading.meanActivation())
                .isCloseTo(read(autoencoder(6), 50).meanActivation(), withinPercentage(1e-3));
        assertThat(reading.meanActivation()).isPositive();
    }

    @Test
    void refusesANetworkThatDoesNotPutOutWhatItIsGiven() {
        MultiLayerNetwork classifier = Subjects.classifier(Subjects.dense(5));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Probing.read(new Probe.Features(), Subjects.subject(classifier, 5, 1)))
                .withMessageContaining("autoencoder");
    }

    private static MultiLayerNetwork autoencoder(int units) {
        MultiLayerNetwork network = new MultiLayerNetwork(Architectures.of(new NetworkSpec.MnistAutoencoder(units))
                .configure(List.of(Dropout.hidden(0.5)), new Optimizer.Adam(1e-3), 5));
        network.init();
        return network;
    }

    private static FeatureReading read(MultiLayerNetwork network, int examples) {
        Subject subject = Subjects.subject(
                network, new Images.Shape(1, 28, 28), examples, chosen -> Subjects.features(chosen.length, 784), 1);
        return (FeatureReading) Probing.read(new Probe.Features(), subject);
    }

    private static List<float[]> orders(float[] numbers) {
        if (numbers.length == 0) {
            return List.of(numbers);
        }
        List<float[]> orders = new ArrayList<>();
        for (int first = 0; first < numbers.length; first++) {
            float[] rest = new float[numbers.length - 1];
            System.arraycopy(numbers, 0, rest, 0, first);
            System.arraycopy(numbers, first + 1, rest, first, rest.length - first);
            for (float[] order : orders(rest)) {
                float[] with = new float[numbers.length];
                with[0] = numbers[first];
                System.arraycopy(order, 0, with, 1, order.length);
                orders.add(with);
            }
        }
        return orders;
    }
}
