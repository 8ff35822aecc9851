package org.dropoutlab.dl4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.OwnStack;
import org.dropoutlab.dl4j.OwnTreatment;
import org.dropoutlab.dl4j.update.HeavyBall;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.ActivationNoise.GaussianNoise;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.EarlyStopping;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.LabelSmoothing;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.Removal;
import org.dropoutlab.regularization.Removal.Kind;
import org.dropoutlab.regularization.SpatialDropout;
import org.dropoutlab.regularization.WeightDecay;
import org.dropoutlab.regularization.WeightNoise;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.dropoutlab.study.ArmText;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Networks that people bring as Deeplearning4j's own configurations. */
class ConfiguredNetworkTest {
    private static final Optimizer AS_CONFIGURED = new Optimizer.AsConfigured();

    @BeforeAll
    static void start() {
        Backend.start();
    }

    private static NeuralNetConfiguration.Builder global() {
        return new NeuralNetConfiguration.Builder()
                .seed(5)
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.TANH)
                .updater(new Nesterovs(0.05, 0.8));
    }

    private static MultiLayerConfiguration dense() {
        return global().list()
                .layer(new DenseLayer.Builder().nIn(6).nOut(8).build())
                .layer(new DenseLayer.Builder()
                        .nOut(4)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.feedForward(6))
                .build();
    }

    /** As much as a configuration can set, layer by layer. */
    private static MultiLayerConfiguration particular() {
        return global().optimizationAlgo(OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT)
                .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                .gradientNormalizationThreshold(0.5)
                .biasUpdater(new Sgd(0.3))
                .l2(1e-2)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(6)
                        .nOut(8)
                        .name("first")
                        .dropOut(0.8)
                        .weightInit(new NormalDistribution(0, 0.1))
                        .updater(new Adam(new ExponentialSchedule(ScheduleType.EPOCH, 0.01, 0.9)))
                        .biasInit(0.1)
                        .build())
                .layer(new DropoutLayer(0.5))
                .layer(new DenseLayer.Builder()
                        .nIn(8)
                        .nOut(4)
                        .l1(1e-3)
                        .hasLayerNorm(true)
                        .constrainWeights(new MaxNormConstraint(2, 0))
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .updater(new HeavyBall(0.1, 0.5, null, null))
                        .build())
                .build();
    }

    private static MultiLayerConfiguration image(InputType input) {
        return global().cacheMode(CacheMode.DEVICE)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(4)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new BatchNormalization.Builder().useLogStd(false).build())
                .layer(new ActivationLayer(Activation.RELU))
                .layer(new SubsamplingLayer.Builder(PoolingType.MAX)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(5).build())
                .layer(new DenseLayer.Builder().nOut(6).build())
                .layer(new ActivationLayer(Activation.RELU))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(input)
                .build();
    }

    private static MultiLayerConfiguration pooled() {
        return global().list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(new GlobalPoolingLayer(PoolingType.AVG))
                .layer(new DenseLayer.Builder().nOut(6).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(8, 9, 2))
                .build();
    }

    private static MultiLayerConfiguration embedding() {
        return global().list()
                .layer(new EmbeddingLayer.Builder().nIn(7).nOut(4).build())
                .layer(new DenseLayer.Builder().nOut(3).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(7))
                .build();
    }

    static Stream<Arguments> configurations() {
        INDArray rows = Nd4j.rand(11, new long[] {5, 6});
        INDArray images = Nd4j.rand(12, new long[] {5, 2, 8, 9});
        return Stream.of(
                Arguments.of("dense", dense(), rows, labels(1)),
                Arguments.of("particular", particular(), rows, labels(3)),
                Arguments.of("image", image(InputType.convolutional(8, 9, 2)), images, labels(3)),
                Arguments.of(
                        "flat image", image(InputType.convolutionalFlat(8, 9, 2)), images.reshape(5, 144), labels(3)),
                Arguments.of("pooled", pooled(), images, labels(3)),
                Arguments.of(
                        "embedding", embedding(), Nd4j.create(new float[][] {{0}, {1}, {2}, {3}, {6}}), labels(2)));
    }

    private static INDArray labels(int outputs) {
        INDArray labels = Nd4j.zeros(5, outputs);
        for (int i = 0; i < 5; i++) {
            labels.putScalar(i, i % outputs, outputs == 1 ? i % 2 : 1);
        }
        return labels;
    }

    /** Oracle: {@code new MultiLayerNetwork(conf)}, trained with the same data and the same random numbers, to the bit. */
    @ParameterizedTest(name = "{0}", autoCloseArguments = false)
    @MethodSource("configurations")
    void withoutRegularizersItIsTheNetworkOfTheConfiguration(
            String name, MultiLayerConfiguration own, INDArray features, INDArray labels) {
        MultiLayerConfiguration ours = configure(own, AS_CONFIGURED);

        assertThat(ours.toJson()
                        .replace(
                                "org.dropoutlab.dl4j.layer.CachingDense",
                                "org.deeplearning4j.nn.conf.layers.DenseLayer"))
                .isEqualTo(own.toJson());
        MultiLayerNetwork theirs = network(own);
        MultiLayerNetwork network = network(ours);
        assertThat(network.params()).isEqualTo(theirs.params());
        train(theirs, features, labels);
        train(network, features, labels);
        assertThat(network.params()).as("after 5 epochs").isEqualTo(theirs.params());
        assertThat(network.params().sumNumber().doubleValue()).isFinite();
    }

    private static void train(MultiLayerNetwork network, INDArray features, INDArray labels) {
        Nd4j.getRandom().setSeed(9);
        for (int epoch = 0; epoch < 5; epoch++) {
            network.fit(new DataSet(features.dup(), labels.dup()));
            network.incrementEpochCount();
        }
    }

    @Test
    void theSeedIsTheTrials() {
        assertThat(params(Architectures.of(spec(dense())).configure(List.of(), AS_CONFIGURED, 5)))
                .isEqualTo(params(dense()));
        assertThat(params(Architectures.of(spec(dense())).configure(List.of(), AS_CONFIGURED, 6)))
                .isNotEqualTo(params(dense()));
    }

    /** Every arm starts from the weights of the plain network and, but for batch normalization, is it at inference. */
    @Test
    void everyArmStartsFromTheWeightsOfThePlainOne() {
        INDArray images = Nd4j.rand(12, new long[] {5, 2, 8, 9});
        MultiLayerConfiguration own = image(InputType.convolutional(8, 9, 2));
        MultiLayerNetwork plain = network(configure(own, AS_CONFIGURED));

        for (Regularizer regularizer : List.of(
                Dropout.visible(0.2),
                Dropout.hidden(0.5),
                Dropout.convolution(0.5),
                Dropout.flattened(0.5),
                SpatialDropout.convolution(0.5),
                new SpatialDropout(Place.VISIBLE, new DropProbability(0.5)),
                DropConnect.hidden(0.3),
                DropConnect.convolution(0.3),
                WeightNoise.hidden(0.3),
                new GaussianNoise(Place.VISIBLE, 0.1),
                new L2(0.1),
                new L1(0.1),
                new WeightDecay(0.1),
                new KlSparsity(0.1, 1),
                new LabelSmoothing(0.1),
                new EarlyStopping(3))) {
            MultiLayerNetwork network = network(configure(own, AS_CONFIGURED, regularizer));
            assertThat(network.params()).as(regularizer.describe()).isEqualTo(plain.params());
            assertThat(network.output(images)).as(regularizer.describe()).isEqualTo(plain.output(images));
            network.fit(new DataSet(images.dup(), labels(3)));
            assertThat(network.params()).as(regularizer.describe()).isNotEqualTo(plain.params());
        }
    }

    /** Noise stands behind what makes a layer complete, and preprocessors stay with their layers. */
    @Test
    void putsRegularizersWhereTheyAreInOurOwnNetworks() {
        assertThat(layers(configure(
                        image(InputType.convolutional(8, 9, 2)),
                        AS_CONFIGURED,
                        Dropout.visible(0.1),
                        SpatialDropout.convolution(0.2),
                        Dropout.flattened(0.3),
                        Dropout.hidden(0.4),
                        new KlSparsity(0.1, 1))))
                .containsExactly(
                        "Dropout",
                        "ConvolutionLayer",
                        "BatchNormalization",
                        "ActivationLayer",
                        "SubsamplingLayer",
                        "SpatialDropout",
                        "ConvolutionLayer",
                        "SpatialDropout",
                        "Dropout",
                        "CachingDense",
                        "ActivationLayer",
                        "KlSparsityPenalty",
                        "Dropout",
                        "OutputLayer");
        assertThat(configure(
                                image(InputType.convolutional(8, 9, 2)),
                                AS_CONFIGURED,
                                Dropout.visible(0.1),
                                SpatialDropout.convolution(0.2))
                        .getInputPreProcessors())
                .containsOnlyKeys(8);
        assertThat(layers(configure(dense(), AS_CONFIGURED, DropConnect.hidden(0.3), new MaxNorm(2))))
                .containsExactly("DropConnectDense", "DropConnectDense", "OutputLayer");
        assertThat(layers(configure(pooled(), AS_CONFIGURED, Dropout.convolution(0.3), Dropout.flattened(0.3))))
                .containsExactly(
                        "ConvolutionLayer", "Dropout", "GlobalPoolingLayer", "Dropout", "CachingDense", "OutputLayer");
    }

    /** Oracle: the project's own network with the same arm, which trains to the same bits. */
    @Test
    void anArmOfAConfigurationIsThatOfTheNetworkItCameFrom() {
        Optimizer optimizer = new Optimizer.Momentum(0.1, 0.9);
        String json = Architectures.of(new NetworkSpec.SonarMlp())
                .configure(List.of(), optimizer, 7)
                .toJson();
        for (List<Regularizer> arm : List.<List<Regularizer>>of(
                List.of(),
                List.of(Dropout.visible(0.2), Dropout.hidden(0.5), new MaxNorm(0.4)),
                List.of(org.dropoutlab.regularization.BatchNormalization.hidden()),
                List.of(new WeightDecay(0.1), new KlSparsity(0.1, 1)),
                List.of(DropConnect.hidden(0.3), new L2(0.1), new L1(0.2)))) {
            MultiLayerConfiguration expected =
                    Architectures.of(new NetworkSpec.SonarMlp()).configure(arm, optimizer, 7);
            for (Optimizer setting : List.of(AS_CONFIGURED, optimizer)) {
                requireSame(
                        Architectures.of(new NetworkSpec.Configured(json)).configure(arm, setting, 7),
                        expected,
                        Nd4j.rand(3, new long[] {5, 60}),
                        labels(1));
            }
        }
    }

    @Test
    void anImageNetworksArmIsThatOfTheNetworkItCameFrom() {
        Optimizer optimizer = new Optimizer.Adam(1e-3);
        Architecture original = Architectures.of(new NetworkSpec.ImageCnn(22, 28, 2, 3, List.of(4, 5, 6, 7)));
        String json = original.configure(List.of(), optimizer, 7).toJson();
        List<Regularizer> arm = List.of(
                org.dropoutlab.regularization.BatchNormalization.convolution(),
                Dropout.visible(0.1),
                SpatialDropout.convolution(0.2),
                Dropout.flattened(0.3),
                new L2(0.01));

        requireSame(
                Architectures.of(new NetworkSpec.Configured(json)).configure(arm, AS_CONFIGURED, 7),
                original.configure(arm, optimizer, 7),
                Nd4j.rand(3, new long[] {5, 2, 22, 28}),
                labels(3));
    }

    private static void requireSame(
            MultiLayerConfiguration actual, MultiLayerConfiguration expected, INDArray features, INDArray labels) {
        MultiLayerNetwork one = network(actual);
        MultiLayerNetwork other = network(expected);
        train(one, features, labels);
        train(other, features, labels);

        assertThat(layers(actual)).isEqualTo(layers(expected));
        assertThat(one.params()).isEqualTo(other.params());
        assertThat(one.getLearningRate(0)).isEqualTo(other.getLearningRate(0));
    }

    @Test
    void anotherOptimizerTakesThePlaceOfAll() {
        MultiLayerConfiguration changed = configure(particular(), new Optimizer.Adam(0.5));

        for (int i : new int[] {0, 2, 3}) {
            var layer = (org.deeplearning4j.nn.conf.layers.BaseLayer)
                    changed.getConf(i).getLayer();
            assertThat(layer.getIUpdater()).isEqualTo(new Adam(0.5));
            assertThat(layer.getBiasUpdater()).isNull();
        }
    }

    @Test
    void batchNormalizationTrainsAsItsLayerDoes() {
        MultiLayerConfiguration normalized =
                configure(dense(), AS_CONFIGURED, org.dropoutlab.regularization.BatchNormalization.hidden());

        BatchNormalization layer = (BatchNormalization) normalized.getConf(1).getLayer();
        assertThat(layer.getIUpdater()).isEqualTo(new Nesterovs(0.05, 0.8));
        assertThat(layer.getNIn()).isEqualTo(8);
    }

    /** Layers with {@code .dropOut(0.8)} and l2: without dropout, l2 stays, and other weights are learned. */
    @Test
    void dropoutAtLevelZeroTakesOutTheNetworksOwn() {
        MultiLayerConfiguration own = global().l2(1e-3)
                .list()
                .layer(new DenseLayer.Builder().nIn(6).nOut(8).dropOut(0.8).build())
                .layer(new DenseLayer.Builder().nOut(4).dropOut(0.8).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(6))
                .build();
        MultiLayerConfiguration plain = configure(own, AS_CONFIGURED);
        MultiLayerConfiguration without =
                configure(own, AS_CONFIGURED, ArmText.parse("dropout=0").toArray(Regularizer[]::new));

        assertThat(kinds(plain)).containsExactly(Kind.NOISE, Kind.L2, Kind.NOISE, Kind.L2, Kind.L2);
        assertThat(kinds(without)).containsExactly(Kind.L2, Kind.L2, Kind.L2);
        MultiLayerNetwork one = network(plain);
        MultiLayerNetwork other = network(without);
        assertThat(one.params()).isEqualTo(other.params());
        INDArray rows = Nd4j.rand(11, new long[] {5, 6});
        train(one, rows, labels(3));
        train(other, rows, labels(3));
        assertThat(one.params()).isNotEqualTo(other.params());
    }

    private static List<Kind> kinds(MultiLayerConfiguration network) {
        return OwnStack.treatments(network).stream().map(OwnTreatment::kind).toList();
    }

    private static List<String> settings(MultiLayerConfiguration network) {
        return OwnStack.treatments(network).stream()
                .map(own -> own.layer().replaceAll("layer (\\d+).*", "$1 ") + own.setting())
                .toList();
    }

    /** What stands in the same place is replaced, and the rest stays. */
    @Test
    void aRegularizerReplacesWhatTheConfigurationHasOfItsKind() {
        assertThat(settings(particular()))
                .containsExactly(
                        "1 dropOut(0.8)",
                        "1 l2(0.01)",
                        "2 DropoutLayer(0.5)",
                        "3 l1(0.001)",
                        "3 l2(0.01)",
                        "3 MaxNormConstraint(2)",
                        "4 l2(0.01)");
        assertThat(settings(configure(particular(), AS_CONFIGURED, Dropout.hidden(0.3))))
                .containsExactly(
                        "1 dropOut(0.8)",
                        "1 l2(0.01)",
                        "2 DropoutLayer(0.7)",
                        "3 l1(0.001)",
                        "3 l2(0.01)",
                        "3 MaxNormConstraint(2)",
                        "4 DropoutLayer(0.7)",
                        "5 l2(0.01)");
        assertThat(settings(configure(particular(), AS_CONFIGURED, Dropout.visible(0.1))))
                .startsWith("1 DropoutLayer(0.9)", "2 l2(0.01)", "3 DropoutLayer(0.5)");
        assertThat(settings(configure(particular(), AS_CONFIGURED, Dropout.visible(0))))
                .startsWith("1 l2(0.01)", "2 DropoutLayer(0.5)");
        assertThat(settings(configure(particular(), AS_CONFIGURED, new L2(0.5))))
                .contains("1 l2(0.5)", "3 l1(0.001)", "3 l2(0.5)", "4 l2(0.5)")
                .doesNotContain("1 l2(0.01)", "3 l2(0.01)");
        assertThat(settings(configure(particular(), AS_CONFIGURED, new WeightDecay(0.5))))
                .contains("1 weightDecay(0.5)", "3 l1(0.001)")
                .doesNotContain("1 l2(0.01)", "3 l2(0.01)", "4 l2(0.01)");
        assertThat(settings(configure(particular(), AS_CONFIGURED, new L1(0.5))))
                .contains("3 l1(0.5)", "3 l2(0.01)")
                .doesNotContain("3 l1(0.001)");
        assertThat(settings(configure(particular(), AS_CONFIGURED, new MaxNorm(3))))
                .doesNotContain("3 MaxNormConstraint(2)");
        assertThat(settings(configure(particular(), AS_CONFIGURED, new Removal.Without(Kind.L2))))
                .containsExactly("1 dropOut(0.8)", "2 DropoutLayer(0.5)", "3 l1(0.001)", "3 MaxNormConstraint(2)");
        assertThat(settings(configure(
                        configure(dense(), AS_CONFIGURED, DropConnect.hidden(0.3)),
                        AS_CONFIGURED,
                        WeightNoise.hidden(0.3))))
                .containsExactly("1 weightNoise(DropConnect)(0.7)", "2 weightNoise(DropConnect)(0.7)");
    }

    /** Oracle: the configuration without its treatments, to the bit after training. */
    @Test
    void bareIsTheConfigurationWithoutItsTreatments() {
        MultiLayerConfiguration bare = configure(particular(), AS_CONFIGURED, new Removal.Bare());
        MultiLayerConfiguration never = global().optimizationAlgo(OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT)
                .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                .gradientNormalizationThreshold(0.5)
                .biasUpdater(new Sgd(0.3))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(6)
                        .nOut(8)
                        .name("first")
                        .weightInit(new NormalDistribution(0, 0.1))
                        .updater(new Adam(new ExponentialSchedule(ScheduleType.EPOCH, 0.01, 0.9)))
                        .biasInit(0.1)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nIn(8)
                        .nOut(4)
                        .hasLayerNorm(true)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .updater(new HeavyBall(0.1, 0.5, null, null))
                        .build())
                .build();

        assertThat(OwnStack.treatments(bare)).isEmpty();
        requireSame(bare, configure(never, AS_CONFIGURED), Nd4j.rand(11, new long[] {5, 6}), labels(3));
    }

    /** Dropout as a layer of its own and as a setting of the layer above train the same weights, which makes their arms the same. */
    @Test
    void dropoutOfTheLayerAboveIsALayerOfDropout() {
        MultiLayerConfiguration alone = configure(dense(), AS_CONFIGURED, Dropout.hidden(0.2), Dropout.visible(0.1));
        MultiLayerConfiguration above = OwnStack.inputNoise(alone);

        assertThat(layers(above)).containsExactly("CachingDense", "CachingDense", "OutputLayer");
        MultiLayerNetwork one = network(alone);
        MultiLayerNetwork other = network(above);
        train(one, Nd4j.rand(11, new long[] {5, 6}), labels(1));
        train(other, Nd4j.rand(11, new long[] {5, 6}), labels(1));
        assertThat(one.params()).isEqualTo(other.params());
    }

    @Test
    void refusesWhatCannotActBesideTheConfigurationsOwn() {
        refuses(
                image(InputType.convolutional(8, 9, 2)),
                org.dropoutlab.regularization.BatchNormalization.hidden(),
                "layer 2 (BatchNormalization) of the configuration already has batch normalization");
        refuses(image(InputType.convolutional(8, 9, 2)), new MaxNorm(3), "cancels the length of weights");
        refuses(embedding(), Dropout.visible(0.1), "whose inputs are indices");
    }

    @Test
    void refusesPlacesThatTheNetworkLacks() {
        refuses(dense(), SpatialDropout.convolution(0.3), "this network has no convolutional layer");
        refuses(dense(), new SpatialDropout(Place.VISIBLE, new DropProbability(0.3)), "a flat vector without any");
        refuses(dense(), new KlSparsity(0.1, 1), "can be negative");
    }

    private static void refuses(MultiLayerConfiguration own, Regularizer regularizer, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configure(own, AS_CONFIGURED, regularizer))
                .withMessageContaining(message);
    }

    @Test
    void theLastLayerIsAnOutputLayer() {
        MultiLayerConfiguration hidden = global().list()
                .layer(new DenseLayer.Builder().nIn(6).nOut(8).build())
                .build();
        MultiLayerConfiguration sequences = global().list()
                .layer(new LSTM.Builder().nIn(6).nOut(8).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(8)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Architectures.of(spec(hidden)))
                .withMessageStartingWith(
                        "layer 1 (DenseLayer), the last one, does not compare outputs with classes or numbers");
        doesNotFit(sequences, 2, "layer 1 (LSTM) does not take examples of 6 numbers", 6);
    }

    @Test
    void refusesOutputsThatLearnNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Architectures.of(
                        new NetworkSpec.Configured(dense().toJson().replace("ActivationSigmoid", "ActivationSoftmax"))))
                .withMessageContaining("Softmax + nOut=1")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void saysWhatItIs() {
        assertThat(new NetworkSpec.Configured(dense().toJson()).describe())
                .isEqualTo("your configuration: 3 layers (dense 8, dense 4, output 1)");
        assertThat(new NetworkSpec.Configured(
                                image(InputType.convolutional(8, 9, 2)).toJson())
                        .describe())
                .isEqualTo("your configuration: 8 layers (convolution 4, batch normalization, activation, subsampling,"
                        + " convolution 5, dense 6, activation, output 3)");
    }

    @Test
    void fitsTheDataOrSaysWhyNot() {
        check(dense(), 2, 6);
        check(image(InputType.convolutional(8, 9, 2)), 3, 2, 8, 9);
        check(image(InputType.convolutionalFlat(8, 9, 2)), 3, 2, 8, 9);
        check(image(InputType.convolutionalFlat(8, 9, 2)), 3, 2 * 8 * 9);
        check(particular(), 3, 1, 2, 3);

        doesNotFit(dense(), 2, "takes 6 inputs, but these examples have 7", 7);
        doesNotFit(particular(), 2, "(OutputLayer) has 3 outputs, but these data have 2 classes", 6);
        doesNotFit(
                image(InputType.convolutional(8, 9, 2)),
                3,
                "CnnToFeedForwardPreProcessor before layer 6 (DenseLayer) does not take",
                2,
                20,
                20);
        doesNotFit(
                image(InputType.convolutionalFlat(8, 9, 2)),
                3,
                "FeedForwardToCnnPreProcessor before layer 1 (ConvolutionLayer) does not take examples of 100 numbers",
                100);
    }

    private static void check(MultiLayerConfiguration own, int classes, long... example) {
        new DataFit(Architectures.of(spec(own)), example).requireClasses(classes);
    }

    private static void doesNotFit(MultiLayerConfiguration own, int labels, String message, long... example) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(own, labels, example))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void imagesComeAsItsFirstLayerWantsThem() {
        assertThat(Architectures.of(spec(dense())).presentation()).isEqualTo(Presentation.PIXELS);
        assertThat(Architectures.of(spec(image(InputType.convolutional(8, 9, 2))))
                        .presentation())
                .isEqualTo(Presentation.STANDARDIZED);
        assertThat(Architectures.of(spec(image(InputType.convolutionalFlat(8, 9, 2))))
                        .presentation())
                .isEqualTo(Presentation.STANDARDIZED);
    }

    private static MultiLayerConfiguration configure(
            MultiLayerConfiguration own, Optimizer optimizer, Regularizer... regularizers) {
        return Architectures.of(spec(own)).configure(List.of(regularizers), optimizer, 5);
    }

    private static NetworkSpec spec(MultiLayerConfiguration own) {
        return new NetworkSpec.Configured(own.toJson());
    }

    private static INDArray params(MultiLayerConfiguration configuration) {
        return network(configuration).params();
    }

    private static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    private static List<String> layers(MultiLayerConfiguration network) {
        return network.getConfs().stream()
                .map(NeuralNetConfiguration::getLayer)
                .map(layer -> layer instanceof DropoutLayer
                        ? layer.getIDropout().getClass().getSimpleName()
                        : layer.getClass().getSimpleName())
                .toList();
    }
}
