package org.dropoutlab.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.SpatialDropout;
import org.dropoutlab.regularization.WeightDecay;
import org.dropoutlab.regularization.WeightMasks;
import org.dropoutlab.regularization.WeightNoise;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConvolutionPlanTest {
    private static final Maps CIFAR = new Maps(3, 32, 32);

    @BeforeAll
    static void start() {
        Backend.start();
    }

    private static MultiLayerConfiguration network(NetworkSpec spec, List<Regularizer> regularizers) {
        return Architectures.of(spec).configure(regularizers, new Optimizer.Adam(1e-3), 1);
    }

    private static MultiLayerConfiguration cifar(Regularizer... regularizers) {
        return network(new NetworkSpec.Cifar10Cnn(), List.of(regularizers));
    }

    /** What does not change the forward pass of the convolutions, and the noise that stacks know. */
    static List<List<Regularizer>> supported() {
        return List.of(
                List.of(),
                List.of(Dropout.flattened(0.25), Dropout.hidden(0.25)),
                List.of(Dropout.convolution(0.25)),
                List.of(SpatialDropout.convolution(0.25)),
                List.of(Dropout.visible(0.1), SpatialDropout.convolution(0.1), Dropout.convolution(0.1)),
                List.of(new L2(1e-4)),
                List.of(new WeightDecay(1e-4)),
                List.of(new MaxNorm(3)),
                List.of(new DropConnect(Place.HIDDEN, WeightMasks.of(0.25))),
                List.of(WeightNoise.hidden(0.25)));
    }

    /** The oracle for sizes is Deeplearning4j, which computes them for itself. */
    @ParameterizedTest
    @MethodSource("supported")
    void standsForTheLayersBelowTheFirstDenseOne(List<Regularizer> regularizers) {
        MultiLayerConfiguration configuration = network(new NetworkSpec.Cifar10Cnn(), regularizers);
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();

        ConvolutionPlan plan = ConvolutionPlan.of(configuration, CIFAR).orElseThrow();

        assertThat(plan.stages()).hasSize(3);
        assertThat(Arrays.stream(network.getLayers())
                        .limit(plan.layers())
                        .mapToLong(layer -> layer.numParams())
                        .sum())
                .isEqualTo(plan.parameters());
        assertThat(network.getLayer(plan.layers()).getParam("W").size(0)).isEqualTo(plan.features());
    }

    @Test
    void emptyForWhatStacksDoNotKnow() {
        assertThat(List.of(
                        cifar(BatchNormalization.convolution()),
                        cifar(new DropConnect(Place.CONVOLUTION, WeightMasks.of(0.25))),
                        cifar(new WeightNoise(
                                Place.CONVOLUTION, WeightNoise.hidden(0.25).rate()))))
                .map(network -> ConvolutionPlan.of(network, CIFAR))
                .containsOnly(Optional.empty());
    }

    @Test
    void emptyForADenseNetworkAndForOtherImages() {
        assertThat(ConvolutionPlan.of(network(new NetworkSpec.SonarMlp(), List.of()), new Maps(60, 1, 1)))
                .isEmpty();
        assertThat(ConvolutionPlan.of(cifar(), new Maps(1, 32, 32))).isEmpty();
        assertThat(ConvolutionPlan.of(cifar(), new Maps(3, 40, 32))).isEmpty();
    }
}
