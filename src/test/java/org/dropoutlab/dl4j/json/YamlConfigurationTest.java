package org.dropoutlab.dl4j.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.dropoutlab.backend.Backend;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** What is read as YAML, and that no class is loaded that none needs. */
class YamlConfigurationTest {
    private static final String TRAP = "org.dropoutlab.dl4j.json.YamlConfigurationTest$Trap";
    private static final AtomicBoolean SPRUNG = new AtomicBoolean();

    /** Runs if anything loads it by its name and initializes it. */
    static final class Trap {
        static {
            SPRUNG.set(true);
        }
    }

    @BeforeAll
    static void start() {
        Backend.start();
    }

    static List<MultiLayerConfiguration> stacks() {
        return List.of(
                new NeuralNetConfiguration.Builder()
                        .seed(-3)
                        .updater(new Adam(new StepSchedule(ScheduleType.EPOCH, 1e-2, 0.5, 3)))
                        .l2(0.1)
                        .weightInit(new NormalDistribution(0, 1e-7))
                        .weightNoise(new DropConnect(0.9))
                        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                        .list()
                        .layer(new DenseLayer.Builder()
                                .nIn(3)
                                .nOut(2)
                                .dropOut(new GaussianDropout(0.25))
                                .build())
                        .layer(new BatchNormalization.Builder().useLogStd(false).build())
                        .layer(new OutputLayer.Builder(LossFunction.MSE).nOut(3).build())
                        .setInputType(InputType.feedForward(3))
                        .build(),
                new NeuralNetConfiguration.Builder()
                        .updater(new Nesterovs(0.1, 0.9))
                        .convolutionMode(ConvolutionMode.Same)
                        .list()
                        .layer(new ConvolutionLayer.Builder(3, 3)
                                .nOut(4)
                                .activation(Activation.RELU)
                                .build())
                        .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).build())
                        .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(3)
                                .build())
                        .setInputType(InputType.convolutional(8, 8, 1))
                        .build(),
                new NeuralNetConfiguration.Builder()
                        .list()
                        .layer(new LastTimeStep(new Bidirectional(
                                new LSTM.Builder().nIn(3).nOut(4).build())))
                        .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(8)
                                .nOut(2)
                                .build())
                        .build());
    }

    /** Oracle: the configuration that was written. */
    @ParameterizedTest
    @MethodSource("stacks")
    void readsWhatDeeplearning4jWrites(MultiLayerConfiguration written) {
        assertThat(SafeConfiguration.read(YamlConfiguration.toJson(written.toYaml())))
                .isEqualTo(written);
    }

    /** Oracle: the configuration that was written. */
    @Test
    void readsGraphs() {
        ComputationGraphConfiguration written = graph();

        assertThat(SafeConfiguration.readGraph(YamlConfiguration.toJson(written.toYaml())))
                .isEqualTo(SafeConfiguration.readGraph(written.toJson()))
                .isEqualTo(written);
    }

    static ComputationGraphConfiguration graph() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(1e-2))
                .graphBuilder()
                .addInputs("in.put")
                .addLayer("block.1", new DenseLayer.Builder().nOut(4).build(), "in.put")
                .addLayer(
                        "norm",
                        new BatchNormalization.Builder().useLogStd(false).build(),
                        "block.1")
                .addLayer("block.2", new DenseLayer.Builder().nOut(4).build(), "norm")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "norm", "block.2")
                .addLayer(
                        "out", new OutputLayer.Builder(LossFunction.MSE).nOut(3).build(), "sum")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(5))
                .build();
    }

    /** Jackson takes tags for names of classes, and would load them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "confs:\n- layer: !<TRAP>\n    nin: 1\n",
                "confs:\n- layer: !!TRAP\n    nin: 1\n",
                "confs:\n- layer: !TRAP {nin: 1}\n",
                "confs: !<TRAP>\n- layer: 7\n",
                "confs:\n- layer: !<TRAP> text\n",
                "!<TRAP>\nconfs: []\n",
                "confs:\n- layer:\n    '@class': TRAP\n",
                "confs:\n- layer: !<org.deeplearning4j.nn.conf.layers.DenseLayer>\n    iupdater: !<TRAP> {}\n",
                "confs:\n- layer: !<javax.script.ScriptEngineManager> [!<java.net.URLClassLoader> []]\n"
            })
    void loadsNoClassThatNoConfigurationNeeds(String text) {
        String yaml = text.replace("TRAP", TRAP);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafeConfiguration.read(YamlConfiguration.toJson(yaml)))
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1))
                .withMessageContaining("is not loaded");
        assertThat(SPRUNG).as("the trap").isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'confs: [1, &a 2, *a]' | anchors and aliases",
                "'a: &a [1,1]|b: &b [*a,*a]|c: [*b,*b]' | anchors and aliases",
                "'a: 1|a: 2' | Duplicate field",
                "'- a' | must be a mapping",
                "'a: [1' | not valid YAML: line",
                "'a: 1|---|b: 2' | another follows it",
                "'<<: {a: 1}|a: %digits%' | a number can have at most 100 characters"
            })
    void saysInOneLineWhatIsWrong(String text, String message) {
        String yaml = text.replace("|", "\n").replace("%digits%", "9".repeat(1000));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> YamlConfiguration.toJson(yaml))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void refusesWhatIsTooLargeOrTooDeep() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> YamlConfiguration.toJson("a: " + "[".repeat(5000) + "]".repeat(5000)))
                .withMessage("a configuration can be nested at most 100 levels deep");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> YamlConfiguration.toJson("a: " + "x".repeat(10_000_000)))
                .withMessage("a configuration can have at most 10,000,000 bytes");
    }
}
