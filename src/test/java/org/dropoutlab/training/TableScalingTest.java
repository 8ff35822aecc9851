package org.dropoutlab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.published.SonarData;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.record.Json;
import org.dropoutlab.regularization.LabelSmoothing;
import org.dropoutlab.scaling.TableScaling;
import org.dropoutlab.training.TrainingData.Measurement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class TableScalingTest {
    private static final double NONE = Double.NaN;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /** Oracle: {@link NormalizerStandardize} itself, to the bit. */
    /** To the bit: a float that was made a double becomes the same float. */
    @Test
    void numbersThatAreNotToBeStandardizedStayWhatTheyAre() {
        float[][] floats = {{1e-30f, 3.1f}, {-7e20f, 0.1f}, {1f / 3, 5e9f}};
        double[][] rows =
                Arrays.stream(floats).map(row -> new double[] {row[0], row[1]}).toArray(double[][]::new);
        Table table =
                Table.ofTargets(rows, new double[] {-1e6, 0.1, 7}).in(new Table.Form(List.of(2, 1, 1), false, false));

        TableScaling scaling = TableScaling.of(table, new int[] {0, 1});

        assertThat(scaling.inputs(rows)).isDeepEqualTo(floats);
        assertThat(scaling.target().orElseThrow().standardize(-1e6)).isEqualTo(-1e6);
        assertThat(scaling.target().orElseThrow().restore(0.1)).isEqualTo(0.1);
    }

    @Test
    void completeFeaturesOfOrdinarySizeAreLeftToDeeplearning4j() {
        Table table = (Table) new SonarData().synthetic().examples();
        int[] train = IntStream.range(0, table.size()).filter(i -> i % 3 > 0).toArray();
        NormalizerStandardize stock = new NormalizerStandardize();
        stock.fit(new DataSet(
                array(Arrays.stream(train).mapToObj(table.features()::row).toArray(double[][]::new)),
                Nd4j.zeros(train.length, 1)));
        INDArray expected = array(table.features().rows());
        stock.transform(expected);

        assertThat(TableScaling.of(table, train).inputs(table.features().rows()))
                .isDeepEqualTo(expected.toFloatMatrix());
    }

    /**
     * Oracle: {@link NormalizerStandardize} with the scaling's own means and deviations, to the bit, for numbers of all sizes
     * and deviations below its least.
     */
    @Test
    void aRowIsScaledInDeeplearning4jsArithmetic() {
        Random random = new Random(7);
        int features = 37;
        float[] means = new float[features];
        float[] deviations = new float[features];
        double[] ones = new double[features];
        for (int i = 0; i < features; i++) {
            means[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(7) - 3));
            deviations[i] = (float) Math.pow(10, random.nextDouble() * 12 - 7);
            ones[i] = 1;
        }
        TableScaling scaling =
                new TableScaling(new double[features], new double[features], ones, means, deviations, Optional.empty());
        deviations[0] = 0;
        deviations[1] = 1e-5f;
        deviations[2] = Math.nextUp(1e-5f);
        double[][] rows = new double[500][features];
        for (double[] row : rows) {
            for (int i = 0; i < features; i++) {
                row[i] = means[i] + random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4);
            }
        }
        INDArray expected = array(rows);
        new NormalizerStandardize(Nd4j.createFromArray(means), Nd4j.createFromArray(deviations)).transform(expected);

        assertThat(scaling.inputs(rows)).isDeepEqualTo(expected.toFloatMatrix());
    }

    /** Oracle: streams over each feature, to the bit; large numbers and a mean far from 0 make sums round. */
    @Test
    void meansAndDeviationsAreThoseOfStreams() {
        Random random = new Random(9);
        double[][] rows = new double[3000][2];
        for (double[] row : rows) {
            row[0] = random.nextInt(4) == 0 ? NONE : 1e8 * random.nextGaussian();
            row[1] = 1e6 + random.nextDouble();
        }
        int[] train = IntStream.range(0, 2500).toArray();

        TableScaling scaling = TableScaling.of(classes(rows), train);

        for (int feature = 0; feature < 2; feature++) {
            int column = feature;
            double[] values = Arrays.stream(train)
                    .mapToDouble(example -> rows[example][column])
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            double mean = Arrays.stream(values).average().orElseThrow();
            double deviation = Math.sqrt(Arrays.stream(values)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElseThrow());
            assertThat(scaling.fills()[feature]).isEqualTo(mean);
            assertThat(scaling.factors()[feature]).isEqualTo(feature == 0 ? 1 : 1 / deviation);
        }
    }

    /**
     * By hand: the training values 1 and 5 have mean 3, which fills the third; 1, 5 and 3 have standard deviation √(8/3). A
     * float's rounding costs less than 1e-6 of a number below 2.
     */
    @Test
    void aMissingNumberIsTheMeanOfTheTrainingExamplesThatHaveIt() {
        Table table = classes(new double[][] {{1}, {NONE}, {5}, {NONE}, {1000}});

        TableScaling scaling = TableScaling.of(table, new int[] {0, 1, 2});

        assertThat(scaling.fills()).containsExactly(3);
        float[][] inputs = scaling.inputs(table.features().rows());
        assertThat((double) inputs[0][0]).isCloseTo(-2 / Math.sqrt(8.0 / 3), within(1e-6));
        assertThat((double) inputs[1][0]).isCloseTo(0, within(1e-6));
        assertThat((double) inputs[3][0]).as("of the test data").isCloseTo(0, within(1e-6));
    }

    /** Oracle: a table with other test examples. */
    @Test
    void testExamplesHaveNoPartInIt() {
        double[][] one = {{1, 7}, {NONE, 8}, {5, 9}, {2, 2}, {3, NONE}};
        double[][] other = {{1, 7}, {NONE, 8}, {5, 9}, {-1e6, NONE}, {NONE, 1e-9}};
        int[] train = {0, 1, 2};

        assertThat(TableScaling.of(classes(other), train).inputs(one))
                .isDeepEqualTo(TableScaling.of(classes(one), train).inputs(one));
    }

    @Test
    void aFeatureThatIsConstantOrMissingInTrainingIsZeroEverywhere() {
        Table table = classes(new double[][] {
            {0.1, NONE, 2e9, NONE, 1e-200, 1},
            {0.1, NONE, 2e9, 4, 3e-200, 2},
            {0.1, NONE, 2e9, NONE, 2e-200, 3},
            {7, 3, 2e9 + 1, 5, 4, 4}
        });

        for (float[] row : TableScaling.of(table, new int[] {0, 1, 2})
                .inputs(table.features().rows())) {
            for (int feature = 0; feature < 5; feature++) {
                assertThat(Math.abs(row[feature])).isEqualTo(0f);
            }
            assertThat(row[5]).isFinite();
        }
    }

    /**
     * Seconds since 1970 within a day, and concentrations of some 1e-9: floats of the first have steps of 128 s, and a standard
     * deviation below 1e-5 is none for Deeplearning4j. Oracle: the same numbers as multiples of a day, and of 1e-9, from 0.
     * Their doubles have steps of 2.4e-7 s of 25,000 s, and floats of 1 have steps of 1.2e-7; half a dozen of them.
     */
    @Test
    void featuresOfUnusualSizeAreScaledAsOthersAre() {
        Random random = new Random(4);
        double[][] usual = new double[200][2];
        double[][] unusual = new double[200][2];
        for (int i = 0; i < usual.length; i++) {
            usual[i] = new double[] {random.nextDouble(), random.nextGaussian()};
            unusual[i] = new double[] {1.7e9 + 86_400 * usual[i][0], 1e-9 * usual[i][1]};
        }
        int[] train = IntStream.range(0, 150).toArray();

        float[][] expected = TableScaling.of(classes(usual), train).inputs(usual);
        float[][] scaled = TableScaling.of(classes(unusual), train).inputs(unusual);

        for (int i = 0; i < usual.length; i++) {
            for (int feature = 0; feature < 2; feature++) {
                assertThat(scaled[i][feature]).isCloseTo(expected[i][feature], within(3e-6f));
            }
        }
    }

    @Test
    void isSavedAndReadBack() throws Exception {
        double[][] features = {{1, 0.1, 1e-9}, {NONE, 0.1, 2e-9}, {5, 0.1, 4e-9}};
        TableScaling scaling = TableScaling.of(Table.ofTargets(features, new double[] {1, 2, 4}), new int[] {0, 1, 2});

        String json = Json.lines().writeValueAsString(scaling);
        TableScaling read = Json.lines().readValue(json, TableScaling.class);

        assertThat(read.inputs(features)).isDeepEqualTo(scaling.inputs(features));
        assertThat(read.target()).isEqualTo(scaling.target());
    }

    /** By hand: 1, 2 and 6 have mean 3 and variance (4 + 1 + 9)/3. */
    @Test
    void targetsAreStandardizedOverTheTrainingExamples() {
        Table table = Table.ofTargets(new double[][] {{1}, {2}, {3}, {4}}, new double[] {1, 2, 6, 100});

        TableData data = TableData.of(table, new Fold(new int[] {0, 1, 2}, new int[0], new int[] {3}));

        double deviation = Math.sqrt(14.0 / 3);
        double[] expected = {-2 / deviation, -1 / deviation, 3 / deviation, 97 / deviation};
        for (int i = 0; i < 4; i++) {
            assertThat(data.rows().outputs()).isEqualTo(1);
            float[] label = new float[1];
            data.rows().writeLabel(i, label);
            assertThat((double) label[0]).isCloseTo(expected[i], within(1e-5));
        }
        TableScaling.Standardized target = data.scaling().target().orElseThrow();
        assertThat(target.restore(target.standardize(100))).isCloseTo(100, within(1e-12));
    }

    /**
     * Oracle: mean squared errors and R² of the network's own predictions, brought back to the targets' units and computed in
     * doubles; predictions are floats, below 10 in standard deviations.
     */
    @Test
    void regressionIsScoredBySquaredErrorAndRSquared() {
        Random random = new Random(8);
        double[][] features = new double[90][3];
        double[] targets = new double[90];
        for (int i = 0; i < targets.length; i++) {
            features[i] = random.doubles(3).toArray();
            targets[i] = 500 + 40 * features[i][0] + 10 * random.nextGaussian();
        }
        Table table = Table.ofTargets(features, targets);
        int[] train = IntStream.range(0, 50).toArray();
        int[] validation = IntStream.range(50, 70).toArray();
        int[] test = IntStream.range(70, 90).toArray();
        TableData data = TableData.of(table, new Fold(train, validation, test));
        MultiLayerNetwork network = network();

        Measurement measured = data.measure(Committee.of(new LayeredLearner(new Network.Stack(network))));

        int[] all = IntStream.range(0, table.size()).toArray();
        float[][] outputs = network.output(data.rows().batch(all, 0, all.length).getFeatures(), false)
                .toFloatMatrix();
        TableScaling.Standardized target = data.scaling().target().orElseThrow();
        double[] predicted =
                Arrays.stream(outputs).mapToDouble(o -> target.restore(o[0])).toArray();
        double unit = variance(targets, train);
        assertIsScore(measured.train(), targets, predicted, train, unit);
        assertIsScore(measured.validation().orElseThrow(), targets, predicted, validation, unit);
        assertIsScore(measured.test(), targets, predicted, test, unit);
    }

    /** Whoever always answers the training mean explains nothing of the training data: loss 1, R² 0. */
    @Test
    void theMeanExplainsNothing() {
        Table table = Table.ofTargets(new double[][] {{1, 1, 0}, {2, 0, 1}, {4, 3, 1}}, new double[] {1, 5, 6});
        TableData data = TableData.of(table, new Fold(new int[] {0, 1}, new int[0], new int[] {1, 2}));
        MultiLayerNetwork network = network();
        network.params().assign(0);

        Measurement measured = data.measure(Committee.of(new LayeredLearner(new Network.Stack(network))));

        assertThat(measured.train().loss()).isCloseTo(1, within(1e-6));
        assertThat(measured.train().accuracy()).isCloseTo(0, within(1e-6));
        assertThat(measured.test().accuracy()).isNegative();
    }

    private static void assertIsScore(Score score, double[] targets, double[] predicted, int[] part, double unit) {
        double error = Arrays.stream(part)
                .mapToDouble(i -> (targets[i] - predicted[i]) * (targets[i] - predicted[i]))
                .average()
                .orElseThrow();
        assertThat(score.loss()).isCloseTo(error / unit, within(1e-5));
        assertThat(score.accuracy()).isCloseTo(1 - error / variance(targets, part), within(1e-5));
    }

    private static double variance(double[] targets, int[] part) {
        double mean = Arrays.stream(part).mapToDouble(i -> targets[i]).average().orElseThrow();
        return Arrays.stream(part)
                .mapToDouble(i -> (targets[i] - mean) * (targets[i] - mean))
                .average()
                .orElseThrow();
    }

    @Test
    void targetsAreNotSmoothed() {
        Table table = Table.ofTargets(new double[][] {{1}, {2}}, new double[] {1, 2});

        assertThatThrownBy(() -> Treatments.check(
                        List.of(new LabelSmoothing(0.1)), table, Resampling.of(2, 1), Presentation.STANDARDIZED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label smoothing needs classes, but the target is a number: leave it out");
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(2)
                .updater(new Sgd(0.1))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(3)
                        .nOut(4)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(4)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        return network;
    }

    private static Table classes(double[][] features) {
        return new Table(
                features, IntStream.range(0, features.length).map(i -> i % 2).toArray(), List.of("a", "b"));
    }

    private static INDArray array(double[][] rows) {
        float[][] floats = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            floats[i] = new float[rows[i].length];
            for (int j = 0; j < rows[i].length; j++) {
                floats[i][j] = (float) rows[i][j];
            }
        }
        return Nd4j.createFromArray(floats);
    }
}
