package org.dropoutlab.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.Table;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.resampling.GroupedFolds;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.progress.Progress;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.report.Report;
import org.dropoutlab.run.EngineChoice;
import org.dropoutlab.run.EngineKind;
import org.dropoutlab.run.StudyRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.evaluation.classification.EvaluationCalibration;
import org.nd4j.evaluation.classification.ROC;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Someone's own network and data, compared. */
class NetworkComparisonIT {
    private static final int EXAMPLES = 60;

    @TempDir
    private Path runs;

    private final Random random = new Random(5);

    @Test
    void theLinesOfThePageRun() {
        float[][] features = features(4);
        MultiLayerConfiguration configuration = dense(4, 3, Activation.SOFTMAX, LossFunction.MCXENT);
        DataSetIterator iterator = iterator(Nd4j.createFromArray(features), oneHot(classes(features, 3), 3));
        Path out = runs.resolve("mine");
        // page begin
        TestPredictions predictions = new TestPredictions();
        Report report = NetworkComparison.of(configuration, iterator)
                .standardized()
                .arms("plain", "dropout=0.5", "dropout=0.5+max-norm=3")
                .epochs(50)
                .folds(5)
                .listeners(() -> List.of(new ScoreIterationListener(100)))
                .predictions(predictions)
                .run(out);
        System.out.println(report.summary().comparisons(Metric.TEST_ACCURACY));
        System.out.println(predictions.evaluate("dropout=0.5", new Evaluation()).stats());
        // page end
        assertThat(out.resolve("report.html")).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/library.md", "README.md"})
    void pagesShowTheseLines(String page) throws IOException {
        List<String> source = words(
                Files.readAllLines(Path.of("src/test/java/org/dropoutlab/library/NetworkComparisonIT.java")).stream()
                        .dropWhile(line -> !line.contains("// page begin"))
                        .skip(1)
                        .takeWhile(line -> !line.contains("// page end")));
        List<String> shown = words(Files.readAllLines(Path.of(page)).stream()
                .dropWhile(line -> !line.equals("```java"))
                .skip(1)
                .takeWhile(line -> !line.equals("```")));

        assertThat(shown).isNotEmpty().isEqualTo(source);
    }

    /** Oracle: the same study on the same numbers by the harness itself, which trains the networks of a table. */
    @Test
    void isTheHarnessOnTheIteratorsData() throws IOException {
        Optimizer optimizer = new Optimizer.Momentum(0.05, 0.9);
        MultiLayerConfiguration network =
                Architectures.of(new NetworkSpec.TableMlp(4, List.of(8), 3)).configure(List.of(), optimizer, 99);
        float[][] features = features(4);
        int[] classes = classes(features, 3);

        NetworkComparison.of(network, iterator(Nd4j.createFromArray(features), oneHot(classes, 3)))
                .standardized()
                .arms("plain", "Dropout=.5")
                .epochs(3)
                .batchSize(7)
                .folds(3)
                .seed(4)
                .run(runs.resolve("ours"));

        Table table = new Table(doubles(features), classes, List.of("0", "1", "2"));
        Study study = Study.of(
                        "comparison",
                        "t",
                        "q",
                        "d",
                        new NetworkSpec.TableMlp(4, List.of(8), 3),
                        List.of(
                                new Arm("plain", List.of(), optimizer, List.of()),
                                new Arm("dropout=0.5", List.of(Dropout.hidden(0.5)), optimizer, List.of())),
                        List.of(Contrast.of("dropout=0.5", "plain")),
                        new TrainingPlan(3, 7),
                        Resampling.of(3, 1))
                .withSeed(4);
        DataInfo info = new DataInfo("d", Provenance.UNVERIFIED, "sha256:", EXAMPLES, table.classes());
        new StudyRun(study, new LoadedData(table, info, "here"), EngineChoice.of(EngineKind.THREADS, 1), List.of())
                .start(RunDirectory.at(runs.resolve("theirs")), Progress.silent());
        assertThat(curves("ours")).isEqualTo(curves("theirs"));
    }

    /** Every example is test data once: over folds of one size, the pooled accuracy is the mean of theirs. */
    @Test
    void imagesAreTrainedOnAndEvaluatedByDeeplearning4j() {
        float[][] pixels = features(2 * 6 * 5);
        INDArray images = Nd4j.createFromArray(pixels).reshape('c', EXAMPLES, 2, 6, 5);
        Set<Model> networks = ConcurrentHashMap.newKeySet();
        TestPredictions predictions = new TestPredictions();

        Report report = NetworkComparison.of(convolutional(2, 6, 5), iterator(images, oneHot(classes(pixels, 2), 2)))
                .arms("plain")
                .arm("noisy", Dropout.hidden(0.3))
                .epochs(2)
                .folds(3)
                .repeats(2)
                .listeners(() -> List.of(new Seen(networks)))
                .predictions(predictions)
                .run(runs.resolve("images"));

        assertThat(networks).hasSize(2 * 3 * 2);
        assertThat(report.summary().comparisons(Metric.TEST_ACCURACY)).hasSize(1);
        Evaluation evaluation = predictions.evaluate("noisy", new Evaluation());
        assertThat(evaluation.getNumRowCounter()).isEqualTo(2 * EXAMPLES);
        assertThat(evaluation.accuracy()).isCloseTo(mean(report, "noisy", Metric.TEST_ACCURACY), within(1e-9));
        assertThat(predictions.evaluate("plain", new EvaluationCalibration()).getPredictionCountsEachClass())
                .hasSize(2);
        assertThatThrownBy(() -> predictions.evaluate("none", new Evaluation()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no predictions of arm 'none'; arms: [noisy, plain]");
    }

    /** Each test example is evaluated once per repeat, whatever decides on the splits. */
    @Test
    void splitsCanBeOnesOwn() {
        float[][] features = features(4);
        int[] classes = classes(features, 2);
        NetworkComparison any = NetworkComparison.of(
                        dense(4, 2, Activation.SOFTMAX, LossFunction.MCXENT),
                        iterator(Nd4j.createFromArray(features), oneHot(classes, 2)))
                .arms("plain", "dropout=0.5")
                .epochs(2);
        int[] all = IntStream.range(0, EXAMPLES).toArray();
        List<Split> own = IntStream.range(0, 3)
                .mapToObj(fold -> new Split(
                        IntStream.of(all)
                                .filter(i -> i % 4 != fold && i % 4 != 3)
                                .toArray(),
                        IntStream.of(all).filter(i -> i % 4 == 3).toArray(),
                        IntStream.of(all).filter(i -> i % 4 == fold).toArray()))
                .toList();

        TestPredictions ofOwn = new TestPredictions();
        Report splits = any.splits(own).predictions(ofOwn).run(runs.resolve("splits"));
        assertThat(ofOwn.evaluate("plain", new Evaluation()).getNumRowCounter()).isEqualTo(3 * EXAMPLES / 4);
        assertThat(splits.summary().study().resampling().describe())
                .isEqualTo("3 splits given by lists of indices, validation data included");

        TestPredictions ofGroups = new TestPredictions();
        Report groups = any.groups(IntStream.of(all).map(i -> 10 * (i / 6)).toArray())
                .predictions(ofGroups)
                .run(runs.resolve("groups"));
        assertThat(ofGroups.evaluate("plain", new Evaluation()).getNumRowCounter())
                .isEqualTo(EXAMPLES);
        assertThat(groups.summary().study().resampling()).isInstanceOf(GroupedFolds.class);

        Report times = any.times(IntStream.of(all).mapToLong(i -> 2000 + i / 2).toArray())
                .folds(4)
                .run(runs.resolve("times"));
        assertThat(times.summary().periods(Metric.TEST_ACCURACY).get(0).periods())
                .extracting(period -> period.name())
                .containsExactly("2006 to 2011", "2012 to 2017", "2018 to 2023", "2024 to 2029");

        assertThatThrownBy(() -> any.groups(1, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 groups for the iterator's 60 examples");
        assertThatThrownBy(() -> any.splits(own).folds(3).run(runs.resolve("folds")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the splits are given by lists of indices; they cannot be other folds");
        assertThat(runs.resolve("folds")).doesNotExist();
    }

    /** Two classes may share an output. Test data are those of the second iterator, in every repeat. */
    @Test
    void testDataAreTakenAsTheyAre() {
        float[][] features = features(4);
        float[][] others = features(4);
        TestPredictions predictions = new TestPredictions();

        Report report = NetworkComparison.of(
                        dense(4, 1, Activation.SIGMOID, LossFunction.XENT),
                        iterator(Nd4j.createFromArray(features), column(classes(features, 2))))
                .test(iterator(Nd4j.createFromArray(others), column(classes(others, 2))))
                .arms("plain", "early-stopping=1")
                .validation(0.25)
                .epochs(3)
                .repeats(3)
                .predictions(predictions)
                .run(runs.resolve("held-out"));

        assertThat(predictions.evaluate("plain", new Evaluation()).getNumRowCounter())
                .isEqualTo(3 * EXAMPLES);
        assertThat(predictions.evaluate("plain", new ROC()).getCountActualPositive())
                .isEqualTo(3L * IntStream.of(classes(others, 2)).sum());
        assertThat(report.summary().comparisons(Metric.TEST_ACCURACY).get(0).pairs())
                .isEqualTo(3);
    }

    /** Oracle: Deeplearning4j's R² of the same predictions, of one fold's test data; the loss is another than the squared error. */
    @Test
    void regressionIsMeasuredByRSquaredWhateverTheLoss() {
        float[][] features = features(4);
        float[][] targets = new float[EXAMPLES][1];
        for (int i = 0; i < EXAMPLES; i++) {
            targets[i][0] = 100 + 30 * features[i][0] + 10 * features[i][1];
        }
        TestPredictions predictions = new TestPredictions();

        Report report = NetworkComparison.of(
                        dense(4, 1, Activation.IDENTITY, LossFunction.MEAN_ABSOLUTE_ERROR),
                        iterator(Nd4j.createFromArray(features), Nd4j.createFromArray(targets)))
                .test(iterator(Nd4j.createFromArray(features), Nd4j.createFromArray(targets)))
                .arms("plain")
                .epochs(20)
                .repeats(1)
                .predictions(predictions)
                .run(runs.resolve("regression"));

        // Floats of some hundred: 7 digits of the sums of squares.
        assertThat(mean(report, "plain", Metric.TEST_R2))
                .isCloseTo(
                        predictions
                                .evaluate("plain", new RegressionEvaluation())
                                .rSquared(0),
                        within(1e-3));
        double loss = mean(report, "plain", Metric.TEST_MSE);
        assertThat(loss)
                .isCloseTo(
                        predictions
                                .evaluate("plain", new RegressionEvaluation())
                                .meanAbsoluteError(0),
                        within(1e-3));
    }

    @Test
    void aSingleLayerIsANetworkToo() {
        float[][] features = features(4);
        MultiLayerConfiguration network = new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();

        Report report = NetworkComparison.of(
                        network, iterator(Nd4j.createFromArray(features), oneHot(classes(features, 3), 3)))
                .arms("plain", "visible-dropout=0.2")
                .epochs(2)
                .folds(2)
                .run(runs.resolve("logistic"));

        assertThat(report.summary().arm("plain").completed()).isEqualTo(2);
    }

    @Test
    void aRunIsGoneOnWith() {
        float[][] features = features(4);
        NetworkComparison comparison = NetworkComparison.of(
                        dense(4, 3, Activation.SOFTMAX, LossFunction.MCXENT),
                        iterator(Nd4j.createFromArray(features), oneHot(classes(features, 3), 3)))
                .arms("plain", "dropout=0.5")
                .epochs(1)
                .folds(2);
        comparison.run(runs.resolve("run"));

        assertThat(comparison.resume(runs.resolve("run")).summary().arm("plain").completed())
                .isEqualTo(2);
        assertThatThrownBy(() -> comparison.epochs(2).resume(runs.resolve("run")))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("1 epochs, not 2");
    }

    @Test
    void dataOfOtherKindsAreRefused() {
        INDArray rows = Nd4j.createFromArray(features(4));
        INDArray labels = oneHot(new int[EXAMPLES], 3);
        assertRefused(rows, labels.reshape(EXAMPLES, 3, 1), "labels must be [example, output], not of rank 3");
        assertRefused(
                rows,
                labels.add(0.1),
                "example 0 (counting from 0) has a label of 3 numbers that is not one-hot; classes must be one-hot, and a"
                        + " regression target a single column");
        assertRefused(
                rows,
                labels.dup().putScalar(7, 1, Double.NaN),
                "example 7 (counting from 0) has labels that are not finite");
        assertRefused(
                rows.dup().putScalar(9, 0, Double.POSITIVE_INFINITY),
                labels,
                "example 9 (counting from 0) has features that are not finite");
        DataSet masked = new DataSet(rows, labels, Nd4j.ones(EXAMPLES, 1), null);
        assertThatThrownBy(() -> compared(new ListDataSetIterator<>(List.of(masked))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("masks need sequences: these examples are rows or images");
        DataSetIterator empty = new ListDataSetIterator<>(List.of());
        assertThatThrownBy(() -> compared(empty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the iterator has no examples");
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedBeforeAnythingIsWritten() {
        float[][] features = features(4);
        DataSetIterator three = iterator(Nd4j.createFromArray(features), oneHot(classes(features, 3), 3));
        NetworkComparison comparison = NetworkComparison.of(dense(5, 3, Activation.SOFTMAX, LossFunction.MCXENT), three)
                .arms("plain");
        Path run = runs.resolve("none");

        assertThatThrownBy(() -> comparison.run(run))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the network takes 5 inputs, but these examples have 4");
        assertThatThrownBy(() -> compared(three).run(run))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing to compare: add arms, as in plain and dropout=0.5");
        assertThatThrownBy(
                        () -> compared(three).test(iterator(Nd4j.createFromArray(features(3)), oneHot(new int[60], 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("test examples have shape [3] and labels of 3, but training examples have [4] and 3");
        assertThatThrownBy(
                        () -> compared(three).arms("plain").test(three).folds(3).run(run))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("folds cannot be combined with a test set");
        assertThatThrownBy(() -> compared(three).arms("dropuot=0.5")).isInstanceOf(InputException.class);
        assertThat(run).doesNotExist();
    }

    private static final class Seen extends BaseTrainingListener {
        private final Set<Model> networks;

        Seen(Set<Model> networks) {
            this.networks = networks;
        }

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            networks.add(model);
        }
    }

    private static List<String> words(Stream<String> lines) {
        return lines.flatMap(line -> Stream.of(line.strip().split("\\s+")))
                .map(word -> word.replace("Path.of(\"runs/mine\")", "out"))
                .toList();
    }

    private static double mean(Report report, String arm, Metric metric) {
        return report.summary().arm(arm).estimate(metric).orElseThrow().mean();
    }

    private static NetworkComparison compared(DataSetIterator data) {
        return NetworkComparison.of(dense(4, 3, Activation.SOFTMAX, LossFunction.MCXENT), data);
    }

    private static void assertRefused(INDArray features, INDArray labels, String message) {
        DataSetIterator data = iterator(features, labels);
        assertThatThrownBy(() -> compared(data).arms("plain").run(Path.of("never")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    /** Oracle: the same comparison in threads. */
    @Test
    void processesGiveTheSameBytes() throws IOException {
        float[][] features = features(4);
        NetworkComparison comparison = NetworkComparison.of(
                        dense(4, 3, Activation.SOFTMAX, LossFunction.MCXENT),
                        iterator(Nd4j.createFromArray(features), oneHot(classes(features, 3), 3)))
                .arms("plain", "dropout=0.5")
                .epochs(2)
                .folds(2);

        comparison.run(runs.resolve("threads"));
        comparison.engine(EngineChoice.processes()).workers(2).keepingModels().run(runs.resolve("processes"));

        RunDirectory processes = RunDirectory.existing(runs.resolve("processes"));
        assertThat(processes.manifest().sessions().get(0).engine()).isEqualTo("processes");
        assertThat(Files.readAllBytes(runs.resolve("processes/summary.json")))
                .isEqualTo(Files.readAllBytes(runs.resolve("threads/summary.json")));
        assertThat(runs.resolve("processes/models/plain.zip")).isNotEmptyFile();
    }

    /** What only this process has is refused before anything is written, but by the engine that chooses itself. */
    @Test
    void otherProcessesCallNothingOfTheProgram() {
        float[][] features = features(4);
        DataSetIterator data = iterator(Nd4j.createFromArray(features), oneHot(classes(features, 3), 3));
        MultiLayerConfiguration network = dense(4, 3, Activation.SOFTMAX, LossFunction.MCXENT);
        MultiLayerNetwork trained = new MultiLayerNetwork(network);
        trained.init();
        NetworkComparison plain =
                NetworkComparison.of(network, data).arms("plain").epochs(1).folds(2);
        Path out = runs.resolve("none");

        for (EngineChoice engine : List.of(EngineChoice.processes(), EngineChoice.spark("spark://nowhere:7077"))) {
            for (var refused : Map.of(
                            "listeners", plain.listeners(() -> List.of()),
                            "predictions", plain.predictions(new TestPredictions()),
                            "metrics of your own", plain.metric("mine", (labels, outputs) -> 0),
                            "arm mine's treatment of your own", plain.arm("mine", Treatment.ofStack("mine", n -> n)),
                            "the weights of the network that was given",
                                    NetworkComparison.of(trained, data)
                                            .arms("plain")
                                            .fromItsWeights())
                    .entrySet()) {
                assertThatThrownBy(() -> refused.getValue().engine(engine).run(out))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("%s cannot be used with the engine %s, which trains in other processes: use threads"
                                .formatted(refused.getKey(), engine.kind()));
            }
        }
        assertThatThrownBy(() -> plain.engine(EngineChoice.spark()).run(out))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("add the artifact dropout-lab-spark");
        assertThat(out).doesNotExist();
        plain.listeners(() -> List.of())
                .engine(new EngineChoice(EngineKind.LOCAL, OptionalInt.empty(), Optional.empty()))
                .run(out);
        assertThat(RunDirectory.existing(out).manifest().sessions().get(0).engine())
                .isEqualTo("threads");
    }

    private String curves(String run) throws IOException {
        return Files.readAllLines(runs.resolve(run).resolve("curves.csv")).stream()
                .filter(line -> !line.contains(",seconds,"))
                .collect(Collectors.joining("\n"));
    }

    private float[][] features(int columns) {
        float[][] features = new float[EXAMPLES][columns];
        for (float[] row : features) {
            for (int column = 0; column < columns; column++) {
                row[column] = (float) random.nextGaussian();
            }
        }
        return features;
    }

    private static double[][] doubles(float[][] rows) {
        return Arrays.stream(rows)
                .map(row ->
                        IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray())
                .toArray(double[][]::new);
    }

    /** By the sum of the features, in equal parts. */
    private static int[] classes(float[][] features, int count) {
        double[] sums = Arrays.stream(doubles(features))
                .mapToDouble(row -> Arrays.stream(row).sum())
                .toArray();
        double[] sorted = Arrays.stream(sums).sorted().toArray();
        return Arrays.stream(sums)
                .mapToInt(sum -> Arrays.binarySearch(sorted, sum) * count / sums.length)
                .toArray();
    }

    private static INDArray oneHot(int[] classes, int count) {
        float[][] labels = new float[classes.length][count];
        for (int i = 0; i < classes.length; i++) {
            labels[i][classes[i]] = 1;
        }
        return Nd4j.createFromArray(labels);
    }

    private static INDArray column(int[] classes) {
        float[][] labels = new float[classes.length][1];
        for (int i = 0; i < classes.length; i++) {
            labels[i][0] = classes[i];
        }
        return Nd4j.createFromArray(labels);
    }

    private static DataSetIterator iterator(INDArray features, INDArray labels) {
        return new ListDataSetIterator<>(new DataSet(features, labels).asList(), 16);
    }

    private static MultiLayerConfiguration dense(int inputs, int outputs, Activation activation, LossFunction loss) {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nIn(inputs).nOut(6).build())
                .layer(new OutputLayer.Builder(loss)
                        .nOut(outputs)
                        .activation(activation)
                        .build())
                .setInputType(InputType.feedForward(inputs))
                .build();
    }

    private static MultiLayerConfiguration convolutional(int channels, int height, int width) {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(new DenseLayer.Builder().nOut(5).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(height, width, channels))
                .build();
    }
}
