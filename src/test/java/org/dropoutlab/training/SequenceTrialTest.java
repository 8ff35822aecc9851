package org.dropoutlab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.PaddedSequences;
import org.dropoutlab.data.Features;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.dl4j.network.SequenceForms;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Judgement;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.scaling.TableScaling;
import org.dropoutlab.scoring.Outputs;
import org.dropoutlab.study.ArmText;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Trials on sequences, with networks of all kinds that take them. */
class SequenceTrialTest {
    private static final int FEATURES = 2;

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    /** A network of the user's own. */
    private record Named(String name, ListBuilder layers, InputType input) {
        private String json() {
            return layers.setInputType(input).build().toJson();
        }

        private Network network() {
            return new NetworkConfiguration.Stack(layers.setInputType(input).build()).network();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Named named(String name, UnaryOperator<ListBuilder> layers) {
        ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(5)
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.TANH)
                .updater(new Adam(0.02))
                .list();
        return new Named(name, layers.apply(list), InputType.recurrent(FEATURES));
    }

    private static OutputLayer classes() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static GlobalPoolingLayer pooled() {
        return new GlobalPoolingLayer.Builder(PoolingType.AVG).build();
    }

    private static RnnOutputLayer stepClasses() {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static LSTM lstm() {
        return new LSTM.Builder().nOut(6).build();
    }

    @SuppressWarnings("deprecation")
    static Stream<Named> ofEachSequence() {
        return Stream.of(
                named("LSTM, last step", net -> net.layer(new LastTimeStep(lstm()))
                        .layer(classes())),
                named(
                        "two LSTMs, label at the last step",
                        net -> net.layer(lstm()).layer(lstm()).layer(stepClasses())),
                named("Graves LSTM", net -> net.layer(
                                new GravesLSTM.Builder().nOut(6).build())
                        .layer(pooled())
                        .layer(classes())),
                named("simple", net -> net.layer(
                                new LastTimeStep(new SimpleRnn.Builder().nOut(6).build()))
                        .layer(classes())),
                named("bidirectional", net -> net.layer(new Bidirectional(Bidirectional.Mode.CONCAT, lstm()))
                        .layer(pooled())
                        .layer(classes())),
                named("bidirectional, last step", net -> net.layer(
                                new LastTimeStep(new Bidirectional(Bidirectional.Mode.ADD, lstm())))
                        .layer(classes())),
                named("convolution, causal", net -> net.layer(new Convolution1DLayer.Builder(3)
                                .nOut(6)
                                .convolutionMode(ConvolutionMode.Causal)
                                .build())
                        .layer(new LastTimeStep(lstm()))
                        .layer(classes())),
                named("convolution and pooling", net -> net.layer(new Convolution1DLayer.Builder(3)
                                .nOut(6)
                                .convolutionMode(ConvolutionMode.Same)
                                .build())
                        .layer(new Subsampling1DLayer.Builder(Subsampling1DLayer.PoolingType.MAX)
                                .kernelSize(2)
                                .stride(1)
                                .convolutionMode(ConvolutionMode.Same)
                                .build())
                        .layer(pooled())
                        .layer(classes())),
                named("self-attention", net -> net.layer(lstm())
                        .layer(new SelfAttentionLayer.Builder()
                                .nOut(6)
                                .nHeads(2)
                                .projectInput(true)
                                .build())
                        .layer(pooled())
                        .layer(classes())),
                named("dense after the last step", net -> net.layer(new LastTimeStep(lstm()))
                        .layer(new DenseLayer.Builder().nOut(5).build())
                        .layer(classes())),
                named("one sigmoid", net -> net.layer(new LastTimeStep(lstm()))
                        .layer(new OutputLayer.Builder(LossFunction.XENT)
                                .nOut(1)
                                .activation(Activation.SIGMOID)
                                .build())),
                named("truncated", net -> {
                    net.backpropType(BackpropType.TruncatedBPTT).tBPTTLength(4);
                    return net.layer(lstm()).layer(stepClasses());
                }));
    }

    /** Sequences of 3 to 12 steps; class 1 drifts upwards. */
    static Sequences drifts(int count) {
        Random random = new Random(3);
        double[][][] sequences = new double[count][][];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 2;
            sequences[i] = new double[3 + random.nextInt(10)][FEATURES];
            double level = random.nextGaussian();
            for (double[] step : sequences[i]) {
                level += labels[i] == 0 ? -0.7 : 0.7;
                step[0] = 100 + 20 * (level + random.nextGaussian() / 4);
                step[1] = random.nextGaussian();
            }
        }
        return Sequences.ofClasses(sequences, labels, List.of("down", "up"));
    }

    private static PaddedSequences padded(Sequences sequences, Network network) {
        int[] all = IntStream.range(0, sequences.size()).toArray();
        return PaddedSequences.of(
                sequences, TableScaling.of(sequences, all), SequenceForms.of(network.configuration()));
    }

    /** Without layers in which Deeplearning4j's masks do not keep padding out, which {@code compare} says. */
    static Stream<Named> ofMasked() {
        return ofEachSequence()
                .filter(own -> !own.name().contains("pooling") && !own.name().contains("bidirectional"));
    }

    /** Oracle: each sequence alone, without padding and masks. The tolerance is some roundings of floats near 1. */
    @ParameterizedTest
    @MethodSource("ofMasked")
    void paddingHasNoInfluenceOnPredictions(Named own) {
        Network network = own.network();
        PaddedSequences source = padded(drifts(9), network);
        LayeredLearner learner = new LayeredLearner(network);
        int[] all = IntStream.range(0, 9).toArray();

        Outputs together = learner.predict(source, all);

        for (int i : all) {
            Outputs alone = learner.predict(source, new int[] {i});
            assertThat(together.losses()[i]).as(own.name()).isCloseTo(alone.losses()[0], within(2e-5));
            for (int output = 0; output < alone.width(); output++) {
                assertThat(together.numbers()[i * alone.width() + output])
                        .isCloseTo(alone.numbers()[output], within(1e-5f));
            }
        }
    }

    /** Oracle: the gradient of mini-batches of one sequence each, added up. */
    @ParameterizedTest
    @MethodSource("ofMasked")
    void paddingHasNoInfluenceOnGradients(Named own) {
        Network network = own.network();
        PaddedSequences source = padded(drifts(4), network);
        int[] all = {0, 1, 2, 3};
        INDArray sum = null;
        for (int i : all) {
            INDArray one = gradient(network, source, i);
            sum = sum == null ? one : sum.addi(one);
        }

        INDArray together = gradient(network, source, all);

        assertThat(together.sub(sum).norm2Number().doubleValue())
                .isLessThan(1e-4 * Math.max(0.01, together.norm2Number().doubleValue()));
    }

    private static INDArray gradient(Network network, PaddedSequences source, int... examples) {
        var model = ((Network.Stack) network).model();
        var batch = source.batch(examples, 0, examples.length);
        model.rnnClearPreviousState();
        model.setInput(batch.getFeatures());
        model.setLabels(batch.getLabels());
        model.setLayerMaskArrays(batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
        model.computeGradientAndScore();
        INDArray gradient = model.getFlattenedGradients().dup();
        model.clearLayerMaskArrays();
        return gradient;
    }

    @ParameterizedTest
    @MethodSource("ofEachSequence")
    void isLearnt(Named own) {
        Sequences sequences = drifts(60);

        TrialResult result = trial(own.json(), sequences, 6);

        assertThat(result.completed()).as(own.name()).isTrue();
        assertThat(result.curve().last().train().loss())
                .isLessThan(result.curve().points().get(0).train().loss());
        assertThat(result.curve().last().train().accuracy()).isGreaterThan(0.6);
    }

    private static TrialResult trial(String json, Sequences sequences, int epochs) {
        Optimizer optimizer = new Optimizer.AsConfigured();
        Study study = Study.of(
                        "mine",
                        "Mine",
                        "?",
                        "drifts",
                        new NetworkSpec.Configured(json),
                        ArmText.arms("plain", optimizer),
                        List.of(),
                        new TrainingPlan(epochs, 8),
                        Resampling.of(3, 1).withValidation(0.2))
                .withJudgement(Judgement.keeping());
        return new TrialRunner(sequences).run(study.trials().get(0));
    }

    /** Each step's class is whether its first feature is above the sequence's second one; a third of the steps have none. */
    @Test
    void scoresOfStepsAreMeansOverTheStepsThatHaveALabel() {
        Sequences drifts = drifts(40);
        int steps = drifts.steps().examples();
        int[] classes = IntStream.range(0, steps)
                .map(step -> step % 3 == 2
                        ? Sequences.StepClasses.NONE
                        : drifts.steps().cell(step, 1) > 0 ? 1 : 0)
                .toArray();
        Sequences sequences = Sequences.of(
                drifts.steps(), drifts.starts(), new Sequences.StepClasses(classes), List.of("low", "high"));
        Named own = named("steps", net -> net.layer(lstm()).layer(stepClasses()));
        Network network = own.network();
        int[] train = IntStream.range(0, 30).toArray();
        int[] test = IntStream.range(30, 40).toArray();
        SequenceData data = SequenceData.of(
                sequences, new Fold(train, new int[0], test), SequenceForms.of(network.configuration()));

        TrainingData.Measurement measured = data.measure(Committee.of(new LayeredLearner(network)));
        TestOutputs.Classes outputs = (TestOutputs.Classes) data.outputs(Committee.of(new LayeredLearner(network)))
                .orElseThrow()
                .test();

        double loss = 0;
        int right = 0;
        List<Integer> labels = new ArrayList<>();
        for (int example : test) {
            var batch = data.source().batch(new int[] {example}, 0, 1);
            INDArray output = network.output(batch.getFeatures(), java.util.Optional.empty(), false);
            for (int step = 0; step < sequences.length(example); step++) {
                int label = classes[sequences.starts()[example] + step];
                if (label != Sequences.StepClasses.NONE) {
                    labels.add(label);
                    loss -= Math.log(output.getDouble(0, label, step));
                    right += output.getDouble(0, label, step) > 0.5 ? 1 : 0;
                }
            }
        }
        assertThat(outputs.labels())
                .containsExactly(labels.stream().mapToInt(Integer::intValue).toArray());
        assertThat(measured.test().loss()).isCloseTo(loss / labels.size(), within(1e-6));
        assertThat(measured.test().accuracy()).isEqualTo((double) right / labels.size());
        assertThat(outputs.accuracy()).isEqualTo(measured.test().accuracy());
    }

    /** Oracle: R² of always predicting the mean is 0; of a network that has learnt a running mean, nearly 1. */
    @Test
    void numbersOfStepsAreLearnt() {
        Sequences drifts = drifts(60);
        double[] targets = IntStream.range(0, drifts.steps().examples())
                .mapToDouble(step -> 3 * drifts.steps().cell(step, 0) - 7)
                .toArray();
        Sequences sequences =
                Sequences.of(drifts.steps(), drifts.starts(), new Sequences.StepNumbers(targets), List.of());
        Named own = named("numbers", net -> net.layer(lstm())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build()));

        TrialResult result = trial(own.json(), sequences, 20);

        assertThat(result.curve().last().test().accuracy()).isGreaterThan(0.8);
        TestOutputs.Numbers outputs = (TestOutputs.Numbers) result.outputs().orElseThrow();
        assertThat(Arrays.stream(outputs.targets()).average().orElseThrow()).isCloseTo(300, within(60.0));
    }

    @Test
    void embeddingsTakeTheNumbersOfCategories() {
        Random random = new Random(1);
        int count = 60;
        int[] lengths =
                IntStream.range(0, count).map(i -> 3 + random.nextInt(5)).toArray();
        int[] starts = Sequences.starts(lengths);
        int[] symbols = random.ints(starts[count], 0, 4).toArray();
        int[] labels = IntStream.range(0, count)
                .map(i -> symbols[starts[i + 1] - 1] > 1 ? 1 : 0)
                .toArray();
        Sequences sequences = Sequences.of(
                Features.of(new int[] {4}, starts[count], (step, column) -> symbols[step]),
                starts,
                new Sequences.Classes(labels),
                List.of("low", "high"));
        ListBuilder net = new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.05))
                .list()
                .layer(new EmbeddingSequenceLayer.Builder().nIn(4).nOut(3).build())
                .layer(new LastTimeStep(lstm()))
                .layer(classes());
        String json = net.setInputType(InputType.recurrent(4)).build().toJson();

        TrialResult result = trial(json, sequences, 15);

        assertThat(result.curve().last().train().accuracy()).isGreaterThan(0.9);
    }

    /** The weights after an epoch are those of Deeplearning4j's own fit on the same mini-batches, to the bit. */
    @Test
    void trainingIsDeeplearning4js() {
        Sequences sequences = drifts(20);
        Named own = named("plain", net -> net.layer(new LastTimeStep(lstm())).layer(classes()));
        Network ours = own.network();
        Network theirs = own.network();
        PaddedSequences source = padded(sequences, ours);
        int[] all = IntStream.range(0, 20).toArray();

        new LayeredLearner(ours).fit(new MiniBatches(source, all, 8).shuffled(4));
        MiniBatches batches = new MiniBatches(source, all, 8).shuffled(4);
        while (batches.hasNext()) {
            ((Network.Stack) theirs).model().fit(batches.next());
        }

        assertThat(ours.params()).isEqualTo(theirs.params());
    }

    /** The study's own network. */
    @Test
    void theLstmClassifierTrains() {
        Sequences sequences = drifts(40);
        Network network = Architectures.of(new NetworkSpec.LstmClassifier(FEATURES, List.of(8), 2))
                .configuration(List.of(), new Optimizer.Adam(0.01), 1)
                .network();
        PaddedSequences source = padded(sequences, network);
        LayeredLearner learner = new LayeredLearner(network);
        int[] all = IntStream.range(0, 40).toArray();
        double before = Arrays.stream(learner.predict(source, all).losses()).sum();

        learner.fit(new MiniBatches(source, all, 8).shuffled(1));

        assertThat(Arrays.stream(learner.predict(source, all).losses()).sum()).isLessThan(before);
    }
}
