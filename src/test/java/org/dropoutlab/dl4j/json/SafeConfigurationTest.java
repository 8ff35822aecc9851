package org.dropoutlab.dl4j.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.optimization.Schedule;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.SpatialDropout;
import org.dropoutlab.regularization.WeightNoise;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What is read as a configuration, and that no class is loaded which none needs. */
class SafeConfigurationTest {
    private static final String TRAP = "org.dropoutlab.dl4j.json.SafeConfigurationTest$Trap";
    private static final AtomicBoolean SPRUNG = new AtomicBoolean();

    /** Code that runs if anything loads it by its name and initializes it, as Jackson does before it asks what it is. */
    static final class Trap {
        static {
            SPRUNG.set(true);
        }
    }

    @BeforeAll
    static void start() {
        Backend.start();
    }

    private static String json() {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(new WeightInitDistribution(new NormalDistribution(0, 1)))
                .dropOut(0.5)
                .list()
                .layer(new DenseLayer.Builder().nIn(3).nOut(2).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(2).nOut(3).build())
                .build()
                .toJson();
    }

    static List<MultiLayerConfiguration> ours() {
        List<List<Regularizer>> arms = List.of(
                List.of(Dropout.hidden(0.5), SpatialDropout.convolution(0.2), new MaxNorm(3)),
                List.of(DropConnect.hidden(0.5), DropConnect.convolution(0.2), new KlSparsity(0.1, 1)),
                List.of(WeightNoise.hidden(0.5), new L2(0.1), new L1(0.1)),
                List.of(BatchNormalization.hidden(), BatchNormalization.convolution()));
        Optimizer scheduled =
                new Optimizer.Momentum(0.1, 0.5, new Schedule.Cosine(0.1), new Schedule.Linear(0.9, 5)).over(10);
        return arms.stream()
                .map(arm -> Architectures.of(new NetworkSpec.ImageCnn(22, 22, 1, 3, List.of(2, 2, 2, 2)))
                        .configure(arm, scheduled, 1))
                .toList();
    }

    /** Kept models have the names that classes had when they were written. Oracle: version 0.1's model files. */
    @ParameterizedTest
    @MethodSource("ours")
    void classesAreReadUnderTheNamesTheyHadInEarlierVersions(MultiLayerConfiguration network) {
        String earlier = network.toJson()
                .replaceAll("org[.]dropoutlab[.]dl4j[.]layer[.](MaxPooling2x2)", "org.dropoutlab.network.$1")
                .replaceAll("org[.]dropoutlab[.]dl4j[.]layer[.](BinaryCrossEntropy)", "org.dropoutlab.optimization.$1")
                .replaceAll("org[.]dropoutlab[.]dl4j[.]layer[.]", "org.dropoutlab.regularization.")
                .replaceAll("org[.]dropoutlab[.]dl4j[.]update[.](Incoming)", "org.dropoutlab.regularization.$1")
                .replaceAll("org[.]dropoutlab[.]dl4j[.]update[.]", "org.dropoutlab.optimization.");

        assertThat(earlier).doesNotContain("org.dropoutlab.dl4j").contains("org.dropoutlab.optimization.HeavyBall");
        assertThat(SafeConfiguration.read(earlier)).isEqualTo(network);
    }

    /** Oracle: the configuration that was written. */
    @ParameterizedTest
    @MethodSource("ours")
    void readsWhatTheProjectWrites(MultiLayerConfiguration written) {
        SafeConfiguration.check(written.toJson());
        assertThat(SafeConfiguration.read(written.toJson())).isEqualTo(written);
    }

    @Test
    void readsWhatDeeplearning4jWrites() {
        assertThat(SafeConfiguration.read(json()).toJson()).isEqualTo(json());
    }

    /** Everywhere that Jackson takes a class's name from; {@code Class.forName} would spring the trap. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'confs':[{'layer':{'@class':'TRAP'}}]}",
                "{'confs':[{'layer':{'nin':1,'@class':'TRAP'}}]}",
                "{'confs':[{'layer':{'@class':'DENSE','@class':'TRAP'}}]}",
                "{'confs':[{'layer':{'@class':'TRAP','@class':'DENSE'}}]}",
                "{'confs':[{'layer':{'\\u0040class':'TRAP'}}]}",
                "{'confs':[{'layer':{'@class':'DENSE','iupdater':{'@class':'TRAP'}}}]}",
                "{'confs':[{'layer':{'@class':'DENSE','iupdater':['TRAP',{}]}}]}",
                "{'confs':[{'layer':{'@class':'DENSE','idropout':['TRAP',1]}}]}",
                "{'confs':[{'layer':['TRAP',{}]}]}",
                "{'confs':[['TRAP',{}]]}",
                "{'confs':[{'layer':{'@class':'DENSE','dist':{'type':'TRAP'}}}]}",
                "{'confs':[{'layer':{'@class':'DENSE','weightInitFn':{'@class':'org.deeplearning4j.nn.weights.WeightInitDistribution','distribution':{'type':'TRAP'}}}}]}",
                "{'confs':[{'layer':{'@class':'DENSE<TRAP>'}}]}",
                "{'confs':[{'layer':{'@class':'java.util.ArrayList<TRAP>'}}]}",
                "{'confs':[{'layer':{'@class':'[LTRAP;'}}]}",
                "{'inputPreProcessors':{'0':{'@class':'TRAP'}},'confs':[{'layer':{'@class':'DENSE'}}]}",
                "{'confs':[{'layer':{'@class':'DENSE','unknown':{'deep':[{'@class':'TRAP'}]}}}]}",
                "{'confs':[{'layer':{'@class':'org.deeplearning4j.nn.confTRAP'}}]}",
                "{'confs':[{'layer':{'@class':'org.dropoutlab.dl4j.network.SonarMlp'}}]}",
                "{'confs':[{'layer':{'@class':{'@class':'TRAP'}}}]}",
                "{'confs':[{'layer':{'@class':['TRAP']}}]}",
                "{'confs':[{'layer':{'@class':7}}]}"
            })
    void loadsNoClassThatNoConfigurationNeeds(String text) {
        String json = text.replace('\'', '"')
                .replace("TRAP", TRAP)
                .replace("DENSE", "org.deeplearning4j.nn.conf.layers.DenseLayer");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafeConfiguration.check(json))
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
        assertThatIllegalArgumentException().isThrownBy(() -> SafeConfiguration.read(json));
        assertThat(SPRUNG).as("the trap").isFalse();
    }

    @Test
    void namesTheClassThatItRefuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafeConfiguration.read(
                        json().replace("org.nd4j.linalg.learning.config.Sgd", "com.example.Sgd")))
                .withMessageContaining("class com.example.Sgd is not loaded");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | a configuration must be a JSON object",
                "[] | a configuration must be a JSON object",
                "7 | a configuration must be a JSON object",
                "{ | line 1",
                "{} | has no list \"confs\"",
                "{\"confs\":7} | has no list \"confs\"",
                "{\"confs\":[]} | has no layers",
                "{\"confs\":[7]} | layer 1 of the configuration has no \"@class\"",
                "{\"confs\":[{\"layer\":{\"dense\":{\"nin\":1},\"x\":{}}}]} | layer 1 of the configuration has no \"@class\"",
                "{\"confs\":[{\"layer\":{\"@class\":\"org.deeplearning4j.nn.conf.layers.Nothing\"}}]} | Deeplearning4j cannot read this configuration",
                "{\"confs\":[{\"layer\":{\"@class\":\"org.deeplearning4j.nn.conf.dropout.Dropout\"}}]} | Deeplearning4j cannot read this configuration",
                "{\"confs\":[{\"layer\":{\"@class\":\"org.deeplearning4j.nn.conf.layers.DenseLayer\",\"nin\":\"x\"}}]} | Deeplearning4j cannot read this configuration",
                "{\"confs\":[]} {} | more text follows it",
                "{\"confs\":[],\"confs\":[]} | Duplicate field"
            })
    void saysInOneLineWhatIsWrong(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafeConfiguration.read(json))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void refusesGraphs() {
        ComputationGraphConfiguration graph = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MSE).nIn(2).nOut(3).build(),
                        "in")
                .setOutputs("out")
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafeConfiguration.read(graph.toJson()))
                .withMessageContaining("configures a ComputationGraph");
    }

    @Test
    void refusesWhatIsTooLargeOrTooDeep() {
        String deep = "{\"confs\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        String large = "{\"confs\":[],\"comment\":\"" + "x".repeat(10_000_000) + "\"}";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafeConfiguration.check(deep))
                .withMessage("a configuration can be nested at most 100 levels deep");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafeConfiguration.check(large))
                .withMessage("a configuration can have at most 10,000,000 bytes");
    }
}
