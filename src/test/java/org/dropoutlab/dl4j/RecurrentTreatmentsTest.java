package org.dropoutlab.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.dl4j.recurrent.DirectLstm;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.EveryRegularizer;
import org.dropoutlab.regularization.Recurrent;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.study.ArmText;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** How arms treat recurrent layers: where a treatment goes, what it leaves alone, and what it is refused by. */
class RecurrentTreatmentsTest {
    private static final NetworkSpec TWO_LSTMS = new NetworkSpec.LstmClassifier(3, List.of(5, 4), 2);

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    @ParameterizedTest
    @MethodSource("org.dropoutlab.regularization.EveryRegularizer#recurrent")
    void changesWhatALearnsFromTheSameStart(Regularizer regularizer) {
        MultiLayerNetwork plain = network(List.of());
        MultiLayerNetwork treated = network(List.of(regularizer));
        assertThat(treated.params()).isEqualTo(plain.params());

        for (MultiLayerNetwork network : List.of(plain, treated)) {
            Nd4j.getRandom().setSeed(5);
            network.fit(data());
        }

        assertThat(treated.params()).isNotEqualTo(plain.params());
    }

    @Test
    void treatsEveryLstmAlsoWithinAWrapper() {
        for (Regularizer regularizer : EveryRegularizer.recurrent()) {
            if (regularizer instanceof Recurrent) {
                MultiLayerConfiguration network = configuration(List.of(regularizer));
                assertThat(network.getConfs().stream()
                                .map(NeuralNetConfiguration::getLayer)
                                .map(layer -> layer instanceof LastTimeStep last ? last.getUnderlying() : layer)
                                .filter(layer -> layer instanceof DirectLstm lstm
                                        && !lstm.treatments().isNone()))
                        .hasSize(2);
            }
        }
    }

    /** An arm's words, and the layers that they make of two LSTMs and an output layer. */
    @ParameterizedTest
    @CsvSource({
        "plain, lstm last output",
        "dropout=0.5, noise lstm noise last output",
        "input-dropout=0.5, noise lstm last output",
        "output-dropout=0.5, lstm last noise output",
        "dropout=0.5+output-dropout=0.5, noise lstm noise last noise output",
        "variational=0.25:0.5, lstm last output",
        "zoneout=0, lstm last output"
    })
    void dropoutActsWhereItsWordSays(String arm, String layers) {
        assertThat(configuration(ArmText.parse(arm)).getConfs().stream()
                        .map(NeuralNetConfiguration::getLayer)
                        .map(RecurrentTreatmentsTest::kind)
                        .reduce((left, right) -> left + " " + right))
                .hasValue(layers);
    }

    private static String kind(Layer layer) {
        if (layer instanceof LSTM) {
            return "lstm";
        }
        return layer instanceof LastTimeStep ? "last" : layer instanceof OutputLayer ? "output" : "noise";
    }

    /** Penalties reach the weights within wrappers, and leave the layers that were brought alone. */
    @Test
    void penaltiesReachWrappedLayers() {
        LSTM lstm =
                new LSTM.Builder().nIn(3).nOut(4).activation(Activation.TANH).build();
        MultiLayerConfiguration network = brought(new LastTimeStep(new Bidirectional(lstm)), ArmText.parse("l2=0.1"));

        Bidirectional both = (Bidirectional) ((LastTimeStep) network.getConf(0).getLayer()).getUnderlying();
        assertThat(((BaseLayer) both.getFwd()).getRegularization()).hasSize(1);
        assertThat(((BaseLayer) both.getBwd()).getRegularization()).hasSize(1);
        assertThat(lstm.getRegularization()).isNullOrEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"variational=0.5", "recurrent-dropout=0.5", "recurrent-dropconnect=0.5", "zoneout=0.5"})
    void isRefusedWhereThereIsNothingToTreat(String arm) {
        List<Regularizer> regularizers = ArmText.parse(arm);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Architectures.of(new NetworkSpec.TableMlp(3, List.of(4), 2))
                        .configuration(regularizers, new Optimizer.Adam(1e-3), 1))
                .withMessage(regularizers.get(0).describe() + ": this network has no recurrent layer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> brought(
                        new LastTimeStep(new SimpleRnn.Builder().nIn(3).nOut(4).build()), regularizers))
                .withMessage("the recurrent layer SimpleRnn is none that can be treated: only LSTM is");
    }

    private static MultiLayerConfiguration brought(Layer recurrent, List<Regularizer> regularizers) {
        return new RegularizedLayers(
                        new NeuralNetConfiguration.Builder(),
                        org.deeplearning4j.nn.conf.inputs.InputType.Type.RNN,
                        regularizers)
                .other(recurrent)
                .output(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.SOFTMAX));
    }

    private static MultiLayerConfiguration configuration(List<Regularizer> regularizers) {
        return Architectures.of(TWO_LSTMS)
                .configuration(regularizers, new Optimizer.Adam(1e-2), 3)
                .requireStack();
    }

    private static MultiLayerNetwork network(List<Regularizer> regularizers) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(regularizers));
        network.init();
        return network;
    }

    private static DataSet data() {
        INDArray mask = Nd4j.createFromArray(new float[][] {{1, 1, 1, 1}, {1, 1, 0, 0}});
        return new DataSet(Nd4j.ones(2, 3, 4), Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}}), mask, null);
    }
}
