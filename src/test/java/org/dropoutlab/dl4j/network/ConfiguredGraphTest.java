package org.dropoutlab.dl4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.OwnGraph;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.EveryRegularizer;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.Regularizer.OutsideNetwork;
import org.dropoutlab.regularization.Removal;
import org.dropoutlab.regularization.SpatialDropout;
import org.dropoutlab.regularization.WeightNoise;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Graphs of one input and one output that people bring. */
class ConfiguredGraphTest {
    private static final Optimizer AS_CONFIGURED = new Optimizer.AsConfigured();
    private static final int BATCHES = 3;
    private static final int EPOCHS = 2;
    private static final int EXAMPLES = 7;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    private static Architecture of(ComputationGraphConfiguration graph) {
        return Architectures.of(new NetworkSpec.Configured(graph.toJson()));
    }

    private static Network network(Architecture architecture, Regularizer... regularizers) {
        return architecture
                .configuration(List.of(regularizers), AS_CONFIGURED, 7)
                .network();
    }

    private static List<DataSet> images() {
        return batches(3, EXAMPLES, 1, 8, 8);
    }

    private static List<DataSet> rows() {
        return batches(2, EXAMPLES, 6);
    }

    private static List<DataSet> batches(int classes, long... shape) {
        Nd4j.getRandom().setSeed(11);
        return Stream.generate(() -> {
                    INDArray labels = Nd4j.zeros(DataType.FLOAT, EXAMPLES, classes);
                    for (int i = 0; i < EXAMPLES; i++) {
                        labels.putScalar(i, i % classes, 1);
                    }
                    return new DataSet(Nd4j.randn(DataType.FLOAT, shape), labels);
                })
                .limit(BATCHES)
                .toList();
    }

    private static INDArray trained(Network network, List<DataSet> batches) {
        Nd4j.getRandom().setSeed(13);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            network.fit(new ListDataSetIterator<>(
                    batches.stream().map(DataSet::copy).toList(), 1));
        }
        return network.params();
    }

    /**
     * Every regularizer that changes a network, and none. In stacks, M2.1 keeps a convolution's noisy weights for the next step, which
     * graphs do not.
     */
    static Stream<List<Regularizer>> treatments() {
        return Stream.concat(
                Stream.of(List.<Regularizer>of()),
                EveryRegularizer.samples().stream()
                        .filter(regularizer -> !(regularizer instanceof OutsideNetwork))
                        .filter(regularizer ->
                                !(regularizer instanceof WeightNoise noise) || noise.place() != Place.CONVOLUTION)
                        .map(List::of));
    }

    @ParameterizedTest
    @MethodSource("treatments")
    void trainsAStackOfImagesAndTheSameGraphToTheSameBits(List<Regularizer> regularizers) {
        requireSame(Graphs.imageStack(), images(), regularizers);
    }

    @ParameterizedTest
    @MethodSource("treatments")
    void trainsAStackOfRowsAndTheSameGraphToTheSameBits(List<Regularizer> regularizers) {
        requireSame(Graphs.rowStack(), rows(), regularizers);
    }

    /** The oracle is the stack, or its refusal. */
    private static void requireSame(MultiLayerConfiguration stack, List<DataSet> batches, List<Regularizer> of) {
        Architecture asStack = Architectures.of(new NetworkSpec.Configured(stack.toJson()));
        Architecture asGraph = of(Graphs.asGraph(stack));
        Regularizer[] regularizers = of.toArray(Regularizer[]::new);
        Network oracle;
        try {
            oracle = network(asStack, regularizers);
        } catch (IllegalArgumentException e) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network(asGraph, regularizers))
                    .withMessage(e.getMessage());
            return;
        }
        Network graph = network(asGraph, regularizers);
        assertThat(graph).isInstanceOf(Network.Graph.class);
        assertThat(graph.params()).isEqualTo(oracle.params());
        assertThat(trained(graph, batches)).isEqualTo(trained(oracle, batches));
        assertThat(graph.learningRate()).isEqualTo(oracle.learningRate());
        assertThat(graph.layers()).hasSameSizeAs(oracle.layers());
        DataSet some = batches.get(0);
        assertThat(graph.output(some.getFeatures(), Optional.empty(), false))
                .isEqualTo(oracle.output(some.getFeatures(), Optional.empty(), false));
        assertThat(graph.predict(some).losses())
                .containsExactly(oracle.predict(some).losses());
        assertThat(graph.activations(some.getFeatures())).isEqualTo(oracle.activations(some.getFeatures()));
    }

    static Stream<ComputationGraphConfiguration> graphs() {
        return Stream.of(
                Graphs.residualImages(),
                Graphs.residualRows(),
                Graphs.residualRows(6, Graphs.global().l2(0.01).dropOut(0.8)));
    }

    private static List<DataSet> batchesFor(ComputationGraphConfiguration graph) {
        return graph.getVertices().containsKey("conv1") ? images() : rows();
    }

    /** The oracle is Deeplearning4j's own training, with the updater, schedule, clipping, penalties and noise that are configured. */
    @ParameterizedTest
    @MethodSource("graphs")
    void trainsAsDeeplearning4jDoes(ComputationGraphConfiguration graph) {
        Network network = network(of(graph));
        ComputationGraphConfiguration seeded = ComputationGraphConfiguration.fromJson(graph.toJson());
        seeded.getDefaultConfiguration().setSeed(7);
        useLogarithms(seeded);
        ComputationGraph oracle = new ComputationGraph(seeded);
        oracle.init();
        assertThat(network.params()).isEqualTo(oracle.params());
        INDArray before = network.params().dup();
        assertThat(trained(network, batchesFor(graph)))
                .isEqualTo(trained(new Network.Graph(oracle), batchesFor(graph)))
                .isNotEqualTo(before);
    }

    /** Deeplearning4j reads the setting of batch normalization from the names of parameters, which only trained networks have. */
    private static void useLogarithms(ComputationGraphConfiguration graph) {
        graph.getVertices().values().stream()
                .filter(LayerVertex.class::isInstance)
                .map(vertex -> ((LayerVertex) vertex).getLayerConf().getLayer())
                .filter(org.deeplearning4j.nn.conf.layers.BatchNormalization.class::isInstance)
                .forEach(layer -> ((org.deeplearning4j.nn.conf.layers.BatchNormalization) layer).setUseLogStd(false));
    }

    /** The oracle is Deeplearning4j's scoreExamples and output. */
    @ParameterizedTest
    @MethodSource("graphs")
    void predictsLossesAndOutputsInOnePass(ComputationGraphConfiguration graph) {
        Network network = network(
                of(graph),
                new Dropout(
                        org.dropoutlab.regularization.Place.HIDDEN,
                        new org.dropoutlab.regularization.DropProbability(0.5)));
        trained(network, batchesFor(graph));
        DataSet batch = batchesFor(graph).get(1);
        ComputationGraph oracle = ((Network.Graph) network).model();
        Network.Prediction prediction = network.predict(batch);
        assertThat(prediction.losses())
                .containsExactly(oracle.scoreExamples(batch, false).toDoubleVector());
        assertThat(prediction.outputs()).isEqualTo(oracle.outputSingle(batch.getFeatures()));
    }

    private static Map<String, List<String>> inputs(ComputationGraphConfiguration graph, Regularizer... regularizers) {
        return configuration(graph, regularizers).getVertexInputs();
    }

    private static ComputationGraphConfiguration configuration(
            ComputationGraphConfiguration graph, Regularizer... regularizers) {
        return ((NetworkConfiguration.Graph) of(graph).configuration(List.of(regularizers), AS_CONFIGURED, 7))
                .configuration();
    }

    @Test
    void putsNoiseOnTheBranchOfAResidualBlockBeforeTheSum() {
        Map<String, List<String>> inputs = inputs(Graphs.residualImages(), SpatialDropout.convolution(0.3));
        assertThat(inputs.get("sum")).containsExactly("bn2-DropoutLayer", "stem-DropoutLayer");
        assertThat(inputs.get("bn2-DropoutLayer")).containsExactly("bn2");
        assertThat(inputs.get("bn1")).containsExactly("conv1");
        assertThat(inputs.get("conv2")).containsExactly("relu1-DropoutLayer");
        assertThat(inputs.get("conv1")).containsExactly("stem-DropoutLayer");
        assertThat(inputs.get("dense")).containsExactly("relu2");
    }

    @Test
    void putsNoiseOfInputsBeforeAllThatTakeThem() {
        Map<String, List<String>> inputs = inputs(Graphs.residualRows(), Dropout.visible(0.2));
        assertThat(inputs.get("in-DropoutLayer")).containsExactly("in");
        assertThat(inputs.get("first")).containsExactly("in-DropoutLayer");
        assertThat(inputs.get("right")).containsExactly("in-DropoutLayer");
    }

    @Test
    void putsNoiseOfHiddenLayersBehindEach() {
        Map<String, List<String>> inputs = inputs(Graphs.residualRows(), Dropout.hidden(0.5));
        assertThat(inputs.get("sum")).containsExactly("first-DropoutLayer", "second-DropoutLayer");
        assertThat(inputs.get("second")).containsExactly("first-DropoutLayer");
        assertThat(inputs.get("both")).containsExactly("left-DropoutLayer", "right-DropoutLayer");
        assertThat(inputs.get("out")).containsExactly("both");
    }

    @Test
    void dropsFlattenedFeaturesBeforeTheFirstDenseLayerBehindConvolutions() {
        ComputationGraphConfiguration graph = configuration(Graphs.residualImages(), Dropout.flattened(0.3));
        assertThat(graph.getVertexInputs().get("dense")).containsExactly("dense-DropoutLayer");
        assertThat(graph.getVertexInputs().get("dense-DropoutLayer")).containsExactly("relu2");
        assertThat(((LayerVertex) graph.getVertices().get("dense")).getPreProcessor())
                .isNotNull();
    }

    @Test
    void putsBatchNormalizationBetweenALayerAndItsActivation() {
        Map<String, List<String>> inputs = inputs(Graphs.residualRows(), BatchNormalization.hidden());
        assertThat(inputs.get("first-BatchNormalization")).containsExactly("first");
        assertThat(inputs.get("first-ActivationLayer")).containsExactly("first-BatchNormalization");
        assertThat(inputs.get("sum")).containsExactly("first-ActivationLayer", "second-ActivationLayer");
    }

    /** Arms differ in their treatments alone. */
    @ParameterizedTest
    @MethodSource("treatments")
    void startsFromThePlainGraphsWeights(List<Regularizer> regularizers) {
        for (ComputationGraphConfiguration graph : List.of(Graphs.residualImages(), Graphs.residualRows())) {
            Network treated;
            try {
                treated = network(of(graph), regularizers.toArray(Regularizer[]::new));
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).doesNotContain("\n");
                continue;
            }
            ComputationGraph plain = ((Network.Graph) network(of(graph))).model();
            plain.paramTable()
                    .forEach((name, weights) ->
                            assertThat(treated.model().paramTable()).containsEntry(name, weights));
        }
    }

    @Test
    void replacesItsOwnTreatmentsOrTakesThemOut() {
        ComputationGraphConfiguration own = Graphs.global()
                .l2(0.01)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(6))
                .addLayer("first", new DenseLayer.Builder().nOut(8).build(), "in")
                .addLayer("drop", new DropoutLayer(0.8), "first")
                .addLayer(
                        "second", new DenseLayer.Builder().nOut(8).dropOut(0.7).build(), "drop")
                .addLayer("out", output(), "second")
                .setOutputs("out")
                .build();
        assertThat(OwnGraph.treatments(own)).hasSize(5);
        assertThat(OwnGraph.treatments(configuration(own, new Removal.Bare()))).isEmpty();
        Map<String, List<String>> bare = inputs(own, new Removal.Bare());
        assertThat(bare).containsOnlyKeys("first", "second", "out").containsEntry("second", List.of("first"));
        Map<String, List<String>> dropout = inputs(own, Dropout.hidden(0.5));
        assertThat(dropout)
                .doesNotContainKey("drop")
                .containsEntry("second", List.of("first-DropoutLayer"))
                .containsEntry("out", List.of("second-DropoutLayer"));
        assertThat(configuration(own, Dropout.hidden(0.5)).getVertices().values().stream()
                        .map(vertex -> ((LayerVertex) vertex).getLayerConf().getLayer())
                        .filter(layer -> layer.getIDropout() != null))
                .hasSize(2);
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build();
    }

    @Test
    void replacesEveryUpdaterIfTheArmHasAnother() {
        assertThat(((DenseLayer) ((LayerVertex) ((NetworkConfiguration.Graph) of(Graphs.residualRows())
                                                .configuration(List.of(), new Optimizer.Adam(0.5), 7))
                                        .configuration()
                                        .getVertices()
                                        .get("left"))
                                .getLayerConf()
                                .getLayer())
                        .getIUpdater()
                        .getLearningRate(0, 0))
                .isEqualTo(0.5);
    }

    @Test
    void refusesWhatCannotAct() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network(of(Graphs.residualRows()), SpatialDropout.convolution(0.3)))
                .withMessageContaining("this network has no convolutional layer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network(of(Graphs.residualImages()), BatchNormalization.convolution()))
                .withMessageContaining("already has batch normalization");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network(
                        of(Graphs.residualRows(6, Graphs.global().activation(Activation.TANH))),
                        new KlSparsity(0.1, 1)))
                .withMessageContaining("can be negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network(of(Graphs.residualRows()), DropConnect.hidden(0.3), DropConnect.hidden(0.2)))
                .withMessageContaining("both drop the same weights");
        assertThat(network(of(Graphs.residualRows()), new L2(0.1)).params()).isNotNull();
    }

    @Test
    void refusesSeveralInputsOrOutputs() {
        ComputationGraphConfiguration two = Graphs.global()
                .graphBuilder()
                .addInputs("left", "right")
                .setInputTypes(InputType.feedForward(3), InputType.feedForward(3))
                .addLayer("hidden", new DenseLayer.Builder().nOut(4).build(), "left", "right")
                .addLayer("a", output(), "hidden")
                .addLayer("b", output(), "hidden")
                .setOutputs("a", "b")
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(two))
                .withMessage(
                        "the graph has 2 inputs (left, right): only graphs with one input and one output can be compared");
    }
}
