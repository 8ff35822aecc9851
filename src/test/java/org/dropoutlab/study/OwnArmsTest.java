package org.dropoutlab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Arms on networks that are regularized already. */
class OwnArmsTest {
    private static final Optimizer AS_CONFIGURED = new Optimizer.AsConfigured();

    @BeforeAll
    static void start() {
        Backend.start();
    }

    private static NetworkSpec network(double l2, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .l2(l2)
                .activation(Activation.RELU)
                .list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerConfiguration network = list.layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nIn(4)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();
        return new NetworkSpec.Configured(network.toJson());
    }

    private static NetworkSpec regularized() {
        return network(
                1e-3,
                new DenseLayer.Builder().nIn(6).nOut(8).build(),
                new DenseLayer.Builder().nIn(8).nOut(4).dropOut(0.8).build());
    }

    private static Study study(NetworkSpec network, String arms) {
        List<Arm> all = ArmText.arms(arms, AS_CONFIGURED);
        return OwnArms.named(Study.of(
                "compare",
                "Title",
                "Question?",
                "data",
                network,
                all,
                Contrast.withFirst(all),
                new TrainingPlan(2, 8),
                Resampling.of(2, 1)));
    }

    @Test
    void plainIsDescribedAsTheNetworkWithItsOwnTreatments() {
        Study study = study(regularized(), "plain,dropout=0,l2=0.1,bare");

        assertThat(study.treatments())
                .containsSubsequence(
                        "layer 1 (DenseLayer): l2(0.001), on the weights",
                        "layer 2 (DenseLayer): dropOut(0.8), which retains 0.8 of the layer's input (drop probability 0.2)");
        assertThat(study.arms().stream().map(Arm::describe))
                .containsExactly(
                        "the network as it is, with l2(0.001) in layers 1–3, dropOut(0.8) in layer 2; optimizer as configured",
                        "no dropout; keeps l2(0.001) in layers 1–3; optimizer as configured",
                        "L2 0.1 on all weights; keeps dropOut(0.8) in layer 2; optimizer as configured",
                        "no dropout, noise, penalty or constraint; optimizer as configured");
        assertThat(study.arm("dropout=0").changesFrom(study.arm("plain"))).containsExactly("dropout");
        assertThat(study.arm("l2=0.1").changesFrom(study.arm("plain"))).containsExactly("L2");
        assertThat(study.arm("bare").changesFrom(study.arm("plain"))).containsExactly("L2", "dropout");
        assertThat(study.notes()).isEmpty();
    }

    @Test
    void armsThatComeOutAsTheSameNetworkAreNamed() {
        NetworkSpec never = network(
                0,
                new DenseLayer.Builder().nIn(6).nOut(8).build(),
                new DenseLayer.Builder().nIn(8).nOut(4).build());

        assertThat(study(never, "plain,dropout=0,as-is,l2=0,early-stopping=3").notes())
                .containsExactly(
                        "dropout=0 trains the same network as plain: there is nothing to take out.",
                        "as-is trains the same network as plain.",
                        "l2=0 trains the same network as plain: there is nothing to take out.");
        assertThat(study(never, "plain").arms().get(0).describe()).startsWith("no regularizer");
        assertThat(study(
                                network(
                                        0,
                                        new DenseLayer.Builder().nIn(6).nOut(4).build(),
                                        new DenseLayer.Builder()
                                                .nIn(4)
                                                .nOut(4)
                                                .dropOut(0.8)
                                                .build()),
                                "plain,output-dropout=0.5,bare+l2=0.1")
                        .notes())
                .isEmpty();
    }

    @Test
    void aNetworkWithTreatmentsHasDefaultArmsOfItsOwn() {
        OwnArms.Defaults defaults = OwnArms.defaults(regularized(), ArmText.forTables(), AS_CONFIGURED, arm -> {});

        assertThat(defaults.arms().stream().map(Arm::name))
                .containsExactly("as-is", "bare", "dropout=0.1", "dropout=0.2", "dropout=0.5");
        assertThat(defaults.leftOut()).isEmpty();
    }

    @Test
    void defaultArmsThatDoNotFitAreLeftOutInOneLine() {
        OwnArms.Defaults defaults = OwnArms.defaults(
                network(
                        0,
                        new DenseLayer.Builder().nIn(6).nOut(4).build(),
                        new BatchNormalization.Builder().nIn(4).nOut(4).build()),
                ArmText.forTables(),
                AS_CONFIGURED,
                arm -> {});

        assertThat(defaults.arms().stream().map(Arm::name))
                .contains("plain", "dropout=0.5")
                .doesNotContain("dropout=0.5+max-norm=3");
        assertThat(defaults.leftOut().orElseThrow())
                .startsWith(
                        "Default arms left out because they do not fit: dropout=0.5+max-norm=3 (layer 2 (BatchNormalization)")
                .doesNotContain("\n");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> OwnArms.defaults(regularized(), ArmText.forTables(), AS_CONFIGURED, arm -> {
                    throw new IllegalArgumentException("not for these data");
                }))
                .withMessageContaining("fewer than two default arms fit")
                .withMessageNotContaining("\n");
    }
}
