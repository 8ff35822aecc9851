package org.dropoutlab.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.example.MyDropout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.deeplearning4j.util.ModelSerializer;
import org.dropoutlab.evaluation.Comparison;
import org.dropoutlab.evaluation.OwnMetricResult;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.model.ModelFile;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.dropoutlab.report.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Somebody's own classes, treatments, metrics and trained networks in a comparison. */
class OwnObjectsIT {
    private static final int EXAMPLES = 60;
    private static final int INPUTS = 4;
    private static final int CLASSES = 3;

    @TempDir
    private Path runs;

    private final float[][] features = features();

    /** A class that Deeplearning4j cannot write as JSON. */
    public static final class SecretDropout extends MyDropout {
        private static final long serialVersionUID = 1L;

        SecretDropout(double retained) {
            super(retained);
        }

        @SuppressWarnings("DoNotCallSuggester")
        public String getSecret() {
            throw new IllegalStateException("secret");
        }

        @Override
        public SecretDropout clone() {
            return this;
        }
    }

    /** Its level is not a property. */
    public static final class HiddenLevel extends Dropout {
        private static final long serialVersionUID = 1L;
        private final double level;

        HiddenLevel(double level) {
            super(0.5);
            this.level = level;
        }

        @Override
        public HiddenLevel clone() {
            return new HiddenLevel(level);
        }
    }

    public static final class MyLoss extends LossMCXENT {
        private static final long serialVersionUID = 1L;
    }

    public static final class MyConstraint extends MaxNormConstraint {
        private static final long serialVersionUID = 1L;

        MyConstraint() {
            super(0.5, Set.of("W"), 0);
        }

        @Override
        public MyConstraint clone() {
            return new MyConstraint();
        }
    }

    /** Oracle: the network with Deeplearning4j's own classes that do the same, layer by layer. */
    @Test
    void ownLossesAndConstraintsAreTrainedAsThoseOfDeeplearning4j() throws IOException {
        MultiLayerConfiguration own = network(new MyLoss(), null);
        own.getConf(0).getLayer().setConstraints(List.of(new MyConstraint()));
        MultiLayerConfiguration stock = network(new LossMCXENT(), null);
        stock.getConf(0).getLayer().setConstraints(List.of(new MaxNormConstraint(0.5, Set.of("W"), 0)));

        layered(arms(NetworkComparison.of(own, data()))).run(runs.resolve("own"));
        Report report = layered(arms(NetworkComparison.of(stock, data()))).run(runs.resolve("stock"));

        assertThat(curves("own")).isEqualTo(curves("stock"));
        assertThat(report.summary().loss().words()).isEqualTo("cross-entropy in nats");
    }

    /** Its masks are those of one trial: parallel trials have the numbers of trials one after the other. */
    @Test
    void ownDropoutActsInEveryTrialAlone() throws IOException {
        MultiLayerConfiguration own = network(new LossMCXENT(), new MyDropout(0.5));
        Report report = arms(NetworkComparison.of(own, data())).workers(3).run(runs.resolve("parallel"));
        arms(NetworkComparison.of(own, data())).workers(1).run(runs.resolve("serial"));
        arms(NetworkComparison.of(network(new LossMCXENT(), null), data())).run(runs.resolve("without"));

        assertThat(curves("parallel")).isEqualTo(curves("serial")).isNotEqualTo(curves("without"));
        assertThat(report.summary().study().network().describe()).contains("dense 6", "output 3");
    }

    /** Oracle: the network that has the dropout in its configuration. */
    @Test
    void aTreatmentOfOnesOwnIsWhatItDoes() throws IOException {
        MyDropout shared = new MyDropout(0.5);
        Treatment treatment = Treatment.ofLayers("my dropout", layer -> {
            if (layer instanceof OutputLayer) {
                layer.setIDropout(shared);
            }
        });
        NetworkComparison plain = NetworkComparison.of(network(new LossMCXENT(), null), data());

        Report report = layered(plain.arm("plain").arm("mine", treatment).arm("both", new L2(0.1), treatment))
                .workers(3)
                .run(runs.resolve("treated"));
        layered(NetworkComparison.of(network(new LossMCXENT(), new MyDropout(0.5)), data())
                        .arm("mine")
                        .arm("both", new L2(0.1)))
                .run(runs.resolve("built-in"));

        assertThat(lines("treated", "mine")).isNotEmpty().isEqualTo(lines("built-in", "mine"));
        assertThat(lines("treated", "both")).isEqualTo(lines("built-in", "both"));
        assertThat(lines("treated", "mine").get(5))
                .isNotEqualTo(lines("treated", "plain").get(5));
        assertThat(report.summary().comparisons(Metric.TEST_ACCURACY))
                .extracting(Comparison::changes)
                .containsExactly(List.of("my dropout"), List.of("L2", "my dropout"));
    }

    /** A treatment that changes nothing is noticed, and one whose class shows nothing in JSON is not taken for another. */
    @Test
    void armsThatAreTheSameNetworkAreNoticed() {
        Report report = NetworkComparison.of(network(new LossMCXENT(), null), data())
                .arm("plain")
                .arm("none", Treatment.ofLayers("nothing", layer -> {}))
                .arm("half", Treatment.ofLayers("half", layer -> layer.setIDropout(new HiddenLevel(0.5))))
                .arm("most", Treatment.ofLayers("most", layer -> layer.setIDropout(new HiddenLevel(0.9))))
                .epochs(1)
                .folds(2)
                .run(runs.resolve("same"));

        assertThat(report.summary().study().notes())
                .filteredOn(note -> note.contains("trains the same network as"))
                .singleElement()
                .asString()
                .startsWith("none trains the same network as plain");
    }

    /** Of both kinds of configuration; a new one has the trial's seed, too, so that pairs start alike. */
    @Test
    void aTreatmentMayReturnAnotherConfiguration() {
        Map<TrialId, INDArray> starts = new ConcurrentHashMap<>();
        Treatment rebuilt = Treatment.ofStack("another", old -> network(new LossMCXENT(), new MyDropout(0.5)));

        NetworkComparison.of(network(new LossMCXENT(), null), data())
                .arm("plain")
                .arm("other", rebuilt)
                .listeners(trial -> List.of(new Start(trial, starts)))
                .epochs(1)
                .folds(2)
                .run(runs.resolve("rebuilt"));

        assertThat(starts).hasSize(4);
        for (int split = 0; split < 2; split++) {
            assertThat(starts.get(new TrialId("other", split, 0)))
                    .isEqualTo(starts.get(new TrialId("plain", split, 0)));
        }
        assertThatThrownBy(() -> NetworkComparison.of(network(new LossMCXENT(), null), data())
                        .arms("plain")
                        .arm("graphs", Treatment.ofGraph("of graphs", graph -> graph))
                        .run(runs.resolve("no graph")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of graphs is a treatment of graphs, and this network is none");
        assertThat(runs.resolve("no graph")).doesNotExist();
    }

    /** With a learning rate of 0, a network stays what it was: oracle: its own outputs. */
    @Test
    void aTrainedNetworkGoesOnFromItsWeightsOrAnew() {
        MultiLayerNetwork network = new MultiLayerNetwork(network(new LossMCXENT(), null));
        network.init();
        network.fit(data(), 20);
        INDArray before = network.params().dup();
        ((org.deeplearning4j.nn.conf.layers.BaseLayer)
                        network.getLayerWiseConfigurations().getConf(0).getLayer())
                .setIUpdater(new Sgd(0));
        ((org.deeplearning4j.nn.conf.layers.BaseLayer)
                        network.getLayerWiseConfigurations().getConf(1).getLayer())
                .setIUpdater(new Sgd(0));
        Map<String, INDArray> outputs = new ConcurrentHashMap<>();
        NetworkComparison comparison = NetworkComparison.of(network, data())
                .test(data())
                .arms("plain", "dropout=0.5")
                .metric("outputs", (labels, of) -> {
                    outputs.put("last", of.dup());
                    return of.sumNumber().doubleValue();
                })
                .epochs(1)
                .repeats(1)
                .workers(1);

        Report on = comparison.fromItsWeights().run(runs.resolve("on"));
        INDArray expected = network.output(Nd4j.createFromArray(features));
        assertThat(outputs.get("last").sub(expected).amaxNumber().doubleValue()).isLessThan(1e-6);
        assertThat(on.summary().study().notes())
                .contains("every arm starts from the weights of the network that was given; its updaters start anew");
        assertThat(on.summary().study().network().describe()).endsWith("trained: every arm starts from its weights");
        assertThat(network.params()).isEqualTo(before);

        Report anew = comparison.run(runs.resolve("anew"));
        assertThat(outputs.get("last").sub(expected).amaxNumber().doubleValue()).isGreaterThan(1e-3);
        assertThat(anew.summary().study().notes())
                .contains("every arm starts anew from seeds: the weights of the network that was given are not used");
        Treatment wider = Treatment.ofStack("wider", of -> {
            ((DenseLayer) of.getConf(0).getLayer()).setNOut(7);
            ((OutputLayer) of.getConf(1).getLayer()).setNIn(7);
            return of;
        });
        assertThatThrownBy(() -> comparison.arm("wider", wider).fromItsWeights().run(runs.resolve("wider")))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("arm wider: layer own-1 has no parameter W of shape [4, 6]");
        assertThat(runs.resolve("wider")).doesNotExist();
        assertThatThrownBy(() -> comparison.run(runs.resolve("on")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("another network or start");
        assertThatThrownBy(() -> NetworkComparison.of(network(new LossMCXENT(), null), data())
                        .fromItsWeights())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a configuration has no weights to start from: compare the MultiLayerNetwork or ComputationGraph");
    }

    /** Oracle: the stack with the same layers. */
    @Test
    void aGraphIsTrainedLikeTheStackThatItIs() throws IOException {
        ComputationGraphConfiguration graph = new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .activation(Activation.TANH)
                .weightInit(WeightInit.XAVIER)
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", new DenseLayer.Builder().nOut(6).build(), "in")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(new LossMCXENT())
                                .nOut(CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "hidden")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(INPUTS))
                .build();
        layered(NetworkComparison.of(graph, data()).arm("plain")).run(runs.resolve("graph"));
        layered(NetworkComparison.of(network(new LossMCXENT(), null), data()).arm("plain"))
                .run(runs.resolve("stack"));
        ComputationGraph trained = new ComputationGraph(graph);
        trained.init();
        Report report = layered(NetworkComparison.of(trained, data()).arm("plain"))
                .fromItsWeights()
                .keepingModels()
                .run(runs.resolve("trained"));

        assertThat(curves("graph")).isEqualTo(curves("stack"));
        assertThat(report.model("plain")).isPresent();
    }

    @Test
    void listenersKnowTheirTrial() {
        Set<TrialId> seen = ConcurrentHashMap.newKeySet();

        NetworkComparison.of(network(new LossMCXENT(), null), data())
                .arms("plain", "dropout=0.5")
                .listeners(trial -> {
                    seen.add(trial);
                    return List.of();
                })
                .epochs(1)
                .folds(2)
                .repeats(2)
                .run(runs.resolve("listened"));

        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(List.of("plain", "dropout=0.5").stream()
                        .flatMap(arm -> IntStream.range(0, 4).mapToObj(i -> new TrialId(arm, i / 2, i % 2)))
                        .toList());
    }

    /** Oracle: this project's accuracy, with the same pairs, test and adjustment. */
    @Test
    void aMetricOfOnesOwnIsComparedLikeAnyOther() throws IOException {
        NetworkComparison comparison = NetworkComparison.of(network(new LossMCXENT(), null), data())
                .arms("plain", "dropout=0.5", "l2=0.1")
                .rope(0)
                .metric("my accuracy", (labels, outputs) -> {
                    Evaluation evaluation = new Evaluation();
                    evaluation.eval(labels, outputs);
                    return evaluation.accuracy();
                })
                .metric("undefined", Metric.Wanted.LESS, (labels, outputs) -> Double.NaN)
                .epochs(3)
                .folds(5);
        Report report = comparison.run(runs.resolve("metric"));

        OwnMetricResult own = report.summary().own().get(0);
        for (OwnMetricResult.ArmValue arm : own.arms()) {
            assertThat(arm.estimate().orElseThrow().mean())
                    .isCloseTo(
                            report.summary()
                                    .arm(arm.arm())
                                    .estimate(Metric.TEST_ACCURACY)
                                    .orElseThrow()
                                    .mean(),
                            within(1e-9));
        }
        List<Comparison> accuracy = report.summary().comparisons(Metric.TEST_ACCURACY);
        for (int i = 0; i < accuracy.size(); i++) {
            OwnMetricResult.Difference difference = own.differences().get(i);
            Comparison known = accuracy.get(i);
            assertThat(difference.arm()).isEqualTo(known.arm());
            assertThat(difference.pairs()).isEqualTo(known.pairs());
            assertThat(difference.difference().orElseThrow())
                    .isCloseTo(known.difference().orElseThrow(), within(1e-9));
            assertThat(difference.ci95().orElseThrow().low())
                    .isCloseTo(known.ci95().orElseThrow().low(), within(1e-9));
            assertThat(difference.adjustedPValue().orElse(-1.0))
                    .isCloseTo(known.adjustedPValue().orElse(-1.0), within(1e-9));
            assertThat(difference.verdict()).isEqualTo(known.verdict());
        }
        assertThat(report.summary().own().get(1).arms())
                .allSatisfy(arm -> assertThat(arm.undefined()).isEqualTo(5));
        assertThat(Files.readString(runs.resolve("metric/summary.json")))
                .contains("\"own_metrics\"", "\"my accuracy\"");
        assertThat(Files.readString(runs.resolve("metric/report.html"))).contains("my accuracy, more is better");
        assertThatThrownBy(() ->
                        comparison.metric("my accuracy", (labels, outputs) -> 0).run(runs.resolve("twice")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two metrics have the same name");
    }

    /** Oracle: this project's mean absolute error, which is in the unit of the target, of a network trained on standardized ones. */
    @Test
    void numbersAreInTheUnitOfTheTarget() {
        float[][] targets = new float[EXAMPLES][1];
        for (int i = 0; i < EXAMPLES; i++) {
            targets[i][0] = 100 + 30 * features[i][0];
        }
        MultiLayerConfiguration network = new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .list()
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(INPUTS)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
        Report report = NetworkComparison.of(
                        network,
                        new ListDataSetIterator<>(
                                new DataSet(Nd4j.createFromArray(features), Nd4j.createFromArray(targets)).asList(),
                                16))
                .standardized()
                .arms("plain")
                .metric("my error", Metric.Wanted.LESS, (labels, outputs) -> labels.sub(outputs)
                        .amean()
                        .getDouble(0))
                .epochs(2)
                .folds(2)
                .run(runs.resolve("numbers"));

        double known = report.summary()
                .arm("plain")
                .estimate(Metric.TEST_MAE)
                .orElseThrow()
                .mean();
        // Floats of some hundred.
        assertThat(report.summary()
                        .own()
                        .get(0)
                        .arms()
                        .get(0)
                        .estimate()
                        .orElseThrow()
                        .mean())
                .isCloseTo(known, within(1e-3))
                .isGreaterThan(5);
    }

    /** Metrics are in the journal, and every number is that of a run without interruption. */
    @Test
    void aSecondRunReturnsTheFirstAndAnInterruptedOneGoesOn() throws IOException {
        Set<TrialId> trained = ConcurrentHashMap.newKeySet();
        NetworkComparison comparison = arms(NetworkComparison.of(network(new MyLoss(), new MyDropout(0.5)), data()))
                .metric("sum", (labels, outputs) -> outputs.getDouble(0, 0))
                .listeners(trial -> {
                    trained.add(trial);
                    return List.of();
                });
        Path run = runs.resolve("run");
        Report first = comparison.run(run);
        byte[] summary = Files.readAllBytes(run.resolve("summary.json"));
        byte[] manifest = Files.readAllBytes(run.resolve("manifest.json"));
        trained.clear();

        assertThat(comparison.run(run).summary().own())
                .isEqualTo(first.summary().own());
        assertThat(trained).isEmpty();
        assertThat(run.resolve("manifest.json")).hasBinaryContent(manifest);

        Path journal = run.resolve("trials.jsonl");
        List<String> lines = Files.readAllLines(journal);
        Files.write(journal, lines.subList(0, lines.size() - 1));
        comparison.run(run);
        assertThat(trained).hasSize(1);
        assertThat(run.resolve("summary.json")).hasBinaryContent(summary);

        assertThatThrownBy(() -> arms(NetworkComparison.of(network(new MyLoss(), new MyDropout(0.6)), data()))
                        .metric("sum", (labels, outputs) -> 0)
                        .run(run))
                .as("another level, which JSON does not show")
                .isInstanceOf(InputException.class)
                .hasMessageContaining("another network or start");
        assertThatThrownBy(() -> comparison.epochs(9).run(run))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("epochs, not 9");
    }

    /** Oracle: the outputs that the trial's metric has seen. */
    @Test
    void modelsAreKept() throws Exception {
        Map<String, INDArray> outputs = new ConcurrentHashMap<>();
        Report report = NetworkComparison.of(network(new LossMCXENT(), null), data())
                .standardized()
                .test(data())
                .arms("plain", "dropout=0.5")
                .metric("outputs", (labels, of) -> {
                    outputs.put("last", of.dup());
                    return 0;
                })
                .repeats(1)
                .epochs(2)
                .workers(1)
                .keepingModels()
                .run(runs.resolve("models"));

        Path file = report.model("dropout=0.5").orElseThrow();
        assertThat(file).isEqualTo(runs.resolve("models/models/dropout=0.5.zip"));
        MultiLayerNetwork model = ModelSerializer.restoreMultiLayerNetwork(file.toFile());
        DataNormalization normalizer = ModelSerializer.restoreNormalizerFromFile(file.toFile());
        INDArray inputs = Nd4j.createFromArray(features);
        normalizer.transform(inputs);
        assertThat(model.output(inputs).sub(outputs.get("last")).amaxNumber().doubleValue())
                .isLessThan(1e-5);
        assertThat(report.model("none")).isEmpty();
    }

    /** In the program that has the classes; this project's own reader does not load any. */
    @Test
    void aModelWithOnesOwnClassesIsReadByDeeplearning4j() throws IOException {
        Report report = arms(NetworkComparison.of(network(new LossMCXENT(), new MyDropout(0.5)), data()))
                .keepingModels()
                .run(runs.resolve("own"));

        Path file = report.model("plain").orElseThrow();
        MultiLayerNetwork model = ModelSerializer.restoreMultiLayerNetwork(file.toFile());
        assertThat(model.getLayerWiseConfigurations().getConf(1).getLayer().getIDropout())
                .isInstanceOf(MyDropout.class);
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("class com.example.MyDropout is not loaded");
    }

    @Test
    void whatCannotBeWrittenIsTrainedAllTheSame() {
        Report report = arms(NetworkComparison.of(network(new LossMCXENT(), new SecretDropout(0.5)), data()))
                .keepingModels()
                .run(runs.resolve("secret"));

        assertThat(report.model("plain")).isEmpty();
        assertThat(report.summary().study().network().describe())
                .isEqualTo("your configuration: 2 layers (DenseLayer 6, OutputLayer 3)");
        assertThat(report.summary().arm("plain").completed()).isEqualTo(3);
    }

    @Test
    void whatCannotBeCopiedIsRefused() {
        MyDropout unserializable = new MyDropout(0.5) {
            private static final long serialVersionUID = 1L;
            private final Object lock = new Object();

            @Override
            public MyDropout clone() {
                return lock == null ? null : this;
            }
        };
        DataSetIterator data = data();
        assertThatThrownBy(() -> NetworkComparison.of(network(new LossMCXENT(), unserializable), data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not Serializable, so trials cannot have copies of the configuration");
    }

    private NetworkComparison arms(NetworkComparison comparison) {
        return comparison.arms("plain", "l2=0.01").epochs(3).folds(3);
    }

    /** Listeners have it trained layer by layer, so that equal networks have equal numbers to the bit. */
    private NetworkComparison layered(NetworkComparison comparison) {
        return comparison
                .listeners(() -> List.of(new ScoreIterationListener(1000)))
                .epochs(3)
                .folds(3)
                .batchSize(8);
    }

    /** The weights that a network starts from. */
    private static final class Start extends org.deeplearning4j.optimize.api.BaseTrainingListener {
        private final TrialId trial;
        private final Map<TrialId, INDArray> starts;

        Start(TrialId trial, Map<TrialId, INDArray> starts) {
            this.trial = trial;
            this.starts = starts;
        }

        @Override
        public void onEpochStart(org.deeplearning4j.nn.api.Model model) {
            starts.put(trial, model.params().dup());
        }
    }

    private List<String> lines(String run, String arm) throws IOException {
        return Files.readAllLines(runs.resolve(run).resolve("curves.csv")).stream()
                .filter(line -> line.startsWith(arm + ",") && !line.contains(",seconds,"))
                .toList();
    }

    private String curves(String run) throws IOException {
        return Files.readAllLines(runs.resolve(run).resolve("curves.csv")).stream()
                .filter(line -> !line.contains(",seconds,"))
                .collect(Collectors.joining("\n"));
    }

    private static float[][] features() {
        Random random = new Random(5);
        float[][] features = new float[EXAMPLES][INPUTS];
        for (float[] row : features) {
            for (int column = 0; column < INPUTS; column++) {
                row[column] = (float) random.nextGaussian();
            }
        }
        return features;
    }

    private DataSetIterator data() {
        float[][] labels = new float[EXAMPLES][CLASSES];
        for (int i = 0; i < EXAMPLES; i++) {
            labels[i][features[i][0] > 0.4 ? 0 : features[i][1] > 0 ? 1 : 2] = 1;
        }
        return new ListDataSetIterator<>(
                new DataSet(Nd4j.createFromArray(features), Nd4j.createFromArray(labels)).asList(), 16);
    }

    private static MultiLayerConfiguration network(ILossFunction loss, IDropout dropout) {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .activation(Activation.TANH)
                .weightInit(WeightInit.XAVIER)
                .list()
                .layer(new DenseLayer.Builder().nOut(6).build())
                .layer(new OutputLayer.Builder(loss)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .dropOut(dropout)
                        .build())
                .setInputType(InputType.feedForward(INPUTS))
                .build();
    }
}
