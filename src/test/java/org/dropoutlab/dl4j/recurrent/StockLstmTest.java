package org.dropoutlab.dl4j.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.dropoutlab.dl4j.json.StockConfiguration;
import org.dropoutlab.regularization.Recurrent;
import org.dropoutlab.regularization.Recurrent.RecurrentDropConnect;
import org.dropoutlab.regularization.Recurrent.RecurrentDropout;
import org.dropoutlab.regularization.Recurrent.VariationalDropout;
import org.dropoutlab.regularization.Recurrent.Zoneout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Networks with {@link DirectLstm} and without treatments against the same ones with Deeplearning4j's LSTM. Both round in single
 * precision, in other orders: after ten steps of gradient descent with learning rate 0.5, weights of about 1 differ by some ten
 * roundings of 6·10⁻⁸ in each step.
 */
class StockLstmTest {
    private static final int EXAMPLES = 5;
    private static final int INPUTS = 3;
    private static final int UNITS = 4;
    private static final int STEPS = 7;
    private static final double ROUNDING = 1e-5;

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    static Stream<Arguments> networks() {
        return Stream.of(
                network("one output for each step", list -> {}, lstm -> lstm, perStep()),
                network("the last step", list -> {}, LastTimeStep::new, perSequence()),
                network("both directions", list -> {}, Bidirectional::new, perStep()),
                network(
                        "truncated back-propagation in one part",
                        list -> list.backpropType(BackpropType.TruncatedBPTT)
                                .tBPTTForwardLength(STEPS)
                                .tBPTTBackwardLength(STEPS),
                        lstm -> lstm,
                        perStep()));
    }

    private interface Wrapping {
        Layer of(LSTM lstm);
    }

    private static Arguments network(
            String name, Consumer<ListBuilder> settings, Wrapping wrapping, BaseOutputLayer output) {
        return Arguments.of(org.junit.jupiter.api.Named.of(name, settings), wrapping, output);
    }

    private static BaseOutputLayer perStep() {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static BaseOutputLayer perSequence() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void atLevelZeroTheWeightsAreTheStockLayers(
            Consumer<ListBuilder> settings, Wrapping wrapping, BaseOutputLayer output) {
        DataSet data = data(output instanceof OutputLayer);
        if (wrapping.of(new LSTM()) instanceof Bidirectional) {
            // Deeplearning4j's layer of the backward direction would begin with the padding.
            data.setFeaturesMaskArray(null);
        }
        for (Activation activation : List.of(Activation.TANH, Activation.SIGMOID)) {
            MultiLayerNetwork stock = built(settings, wrapping, output, lstm -> lstm, activation);
            MultiLayerNetwork direct =
                    built(settings, wrapping, output, lstm -> new DirectLstm(lstm, LstmTreatments.NONE), activation);
            assertThat(direct.params()).isEqualTo(stock.params());
            INDArray first = stock.params().dup();

            for (int step = 0; step < 10; step++) {
                stock.fit(data.copy());
                direct.fit(data.copy());
            }

            assertThat(first.sub(stock.params()).amaxNumber().doubleValue()).isGreaterThan(0.05);
            assertThat(direct.params().equalsWithEps(stock.params(), ROUNDING)).isTrue();
            assertThat(direct.score()).isCloseTo(stock.score(), org.assertj.core.api.Assertions.within(ROUNDING));
        }
    }

    private interface Making {
        LSTM of(LSTM plain);
    }

    private static MultiLayerNetwork built(
            Consumer<ListBuilder> settings,
            Wrapping wrapping,
            BaseOutputLayer output,
            Making making,
            Activation activation) {
        ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(4)
                .updater(new Sgd(0.5))
                .l2(0.01)
                .activation(activation)
                .list()
                .setInputType(InputType.recurrent(INPUTS));
        settings.accept(list);
        LSTM.Builder first =
                new LSTM.Builder().nOut(UNITS).activation(activation).forgetGateBiasInit(1);
        LSTM.Builder second = new LSTM.Builder().nOut(UNITS).activation(activation);
        MultiLayerNetwork network = new MultiLayerNetwork(list.layer(making.of(first.build()))
                .layer(wrapping.of(making.of(second.build())))
                .layer(output.clone())
                .build());
        network.init();
        return network;
    }

    /** Sequences with padding at the end. */
    private static DataSet data(boolean perSequence) {
        Nd4j.getRandom().setSeed(3);
        INDArray inputs = Nd4j.randn(EXAMPLES, INPUTS, STEPS);
        INDArray mask = Nd4j.zeros(EXAMPLES, STEPS);
        INDArray labels = perSequence ? Nd4j.zeros(EXAMPLES, 2) : Nd4j.zeros(EXAMPLES, 2, STEPS);
        for (int example = 0; example < EXAMPLES; example++) {
            for (int step = 0; step < STEPS - example; step++) {
                mask.putScalar(example, step, 1);
                if (!perSequence) {
                    labels.putScalar(new int[] {example, (example + step) % 2, step}, 1);
                }
            }
            if (perSequence) {
                labels.putScalar(example, example % 2, 1);
            }
        }
        return new DataSet(inputs, labels, mask, perSequence ? null : mask.dup());
    }

    @Test
    void stepByStepOutputsAreThoseOfTheSequence() {
        for (List<Recurrent> treatments : List.of(List.<Recurrent>of(), List.<Recurrent>of(Zoneout.of(0.3, 0.2)))) {
            MultiLayerNetwork network = built(
                    list -> {},
                    lstm -> lstm,
                    perStep(),
                    lstm -> new DirectLstm(lstm, LstmTreatments.of(treatments)),
                    Activation.TANH);
            INDArray inputs = Nd4j.randn(EXAMPLES, INPUTS, STEPS);
            INDArray whole = network.output(inputs);

            for (int step = 0; step < STEPS; step++) {
                INDArray one = network.rnnTimeStep(inputs.get(
                        org.nd4j.linalg.indexing.NDArrayIndex.all(),
                        org.nd4j.linalg.indexing.NDArrayIndex.all(),
                        org.nd4j.linalg.indexing.NDArrayIndex.interval(step, step + 1)));
                for (int example = 0; example < EXAMPLES; example++) {
                    assertThat(one.getDouble(example, 0, 0))
                            .isCloseTo(whole.getDouble(example, 0, step), org.assertj.core.api.Assertions.within(1e-6));
                }
            }
            network.rnnClearPreviousState();
            assertThat(network.rnnTimeStep(inputs).equalsWithEps(whole, 1e-6)).isTrue();
        }
    }

    @Test
    void takesStepsBeforeFeatures() {
        INDArray inputs = Nd4j.randn(EXAMPLES, INPUTS, STEPS);
        MultiLayerNetwork[] networks = Stream.of(RNNFormat.NCW, RNNFormat.NWC)
                .map(format -> {
                    MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                            .seed(4)
                            .list()
                            .setInputType(InputType.recurrent(INPUTS, format))
                            .layer(new DirectLstm(
                                    new LSTM.Builder()
                                            .nOut(UNITS)
                                            .activation(Activation.TANH)
                                            .dataFormat(format)
                                            .build(),
                                    LstmTreatments.NONE))
                            .build());
                    network.init();
                    return network;
                })
                .toArray(MultiLayerNetwork[]::new);

        assertThat(networks[1].output(inputs.permute(0, 2, 1)).permute(0, 2, 1).dup('c'))
                .isEqualTo(networks[0].output(inputs).dup('c'));
    }

    /** With enough rows for more than one part, and a long sequence beside short ones. */
    @Test
    void inferenceInPartsIsTheSame() {
        MultiLayerNetwork network = built(
                list -> {},
                lstm -> lstm,
                perStep(),
                lstm -> new DirectLstm(lstm, LstmTreatments.NONE),
                Activation.TANH);
        INDArray inputs = Nd4j.randn(900, INPUTS, 30);

        INDArray all = network.output(inputs);

        for (int example : new int[] {0, 450, 899}) {
            assertThat(network.output(
                                    inputs.slice(example).reshape(1, INPUTS, 30).dup())
                            .slice(0)
                            .equalsWithEps(all.slice(example), 1e-6))
                    .isTrue();
        }
    }

    @Test
    void configurationsSurviveJsonAndArePlainWhereInferenceIs() {
        for (Recurrent treatment : List.of(
                VariationalDropout.of(0.25, 0.5),
                RecurrentDropout.of(0.5, RecurrentDropout.Target.STATE),
                RecurrentDropout.of(0.5, RecurrentDropout.Target.CANDIDATE),
                RecurrentDropConnect.of(0.5),
                Zoneout.of(0.1, 0.2))) {
            MultiLayerNetwork network = built(
                    list -> {},
                    LastTimeStep::new,
                    perSequence(),
                    lstm -> new DirectLstm(lstm, LstmTreatments.of(List.of(treatment))),
                    Activation.TANH);
            MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
            INDArray inputs = data(true).getFeatures();
            INDArray mask = data(true).getFeaturesMaskArray();
            INDArray expected = network.output(inputs, false, mask, null);

            assertThat(SafeConfiguration.read(configuration.toJson())).isEqualTo(configuration);
            String stock = StockConfiguration.json(configuration);
            boolean needsOurs = treatment instanceof Zoneout;
            assertThat(stock.contains("dropoutlab")).isEqualTo(needsOurs);
            MultiLayerNetwork plain = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(stock));
            plain.init(network.params().dup(), false);
            assertThat(plain.output(inputs, false, mask, null).equalsWithEps(expected, 1e-6))
                    .isTrue();
        }
    }

    @Test
    @SuppressWarnings("deprecation")
    void refusesWhatItDoesNotCompute() {
        LSTM relu = new LSTM.Builder().nOut(2).activation(Activation.RELU).build();
        LSTM hard = new LSTM.Builder()
                .nOut(2)
                .gateActivationFunction(Activation.HARDSIGMOID)
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DirectLstm(relu, LstmTreatments.NONE))
                .withMessage("an LSTM with treatments has the activation tanh or sigmoid, not relu");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DirectLstm(hard, LstmTreatments.NONE))
                .withMessage("gates of an LSTM with treatments have the activation sigmoid, not hardsigmoid");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecurrentLayers.treated(
                        new LastTimeStep(new SimpleRnn.Builder().nOut(2).build()), LstmTreatments.NONE))
                .withMessage("the recurrent layer SimpleRnn is none that can be treated: only LSTM is");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecurrentLayers.treated(
                        new GravesLSTM.Builder().name("memory").nOut(2).build(), LstmTreatments.NONE))
                .withMessage("the recurrent layer 'memory' (GravesLSTM) is none that can be treated: only LSTM is");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LstmTreatments.of(
                        List.of(VariationalDropout.of(0.1), RecurrentDropout.of(0.2, RecurrentDropout.Target.STATE))))
                .withMessage("variational and recurrent dropout both drop the recurrent state: choose one");
        NeuralNetConfiguration.Builder doubles = new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE);
        MultiLayerNetwork network = new MultiLayerNetwork(doubles.list()
                .setInputType(InputType.recurrent(2))
                .layer(new DirectLstm(
                        new LSTM.Builder().nOut(2).activation(Activation.TANH).build(), LstmTreatments.NONE))
                .build());
        assertThatIllegalArgumentException()
                .isThrownBy(network::init)
                .withMessage("an LSTM with treatments computes in single precision, not in DOUBLE");
    }
}
