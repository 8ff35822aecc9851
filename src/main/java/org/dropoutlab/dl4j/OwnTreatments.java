package org.dropoutlab.dl4j;

import java.util.List;
import java.util.function.Predicate;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.dropoutlab.dl4j.layer.DropConnected;
import org.dropoutlab.dl4j.layer.KlSparsityPenalty;
import org.dropoutlab.regularization.ActivationNoise;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.Regularizer.OutsideNetwork;
import org.dropoutlab.regularization.WeightDecay;
import org.dropoutlab.regularization.WeightMasking;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/** Treatments already in a user's configuration, which an arm therefore cannot add. */
public final class OwnTreatments {
    private OwnTreatments() {}

    /**
     * Checks that {@code network} does not already contain any of {@code regularizers} or anything incompatible.
     *
     * @throws IllegalArgumentException if it does
     */
    public static void requireNone(MultiLayerConfiguration network, List<Regularizer> regularizers) {
        for (Regularizer regularizer : regularizers) {
            if (regularizer instanceof OutsideNetwork
                    || (regularizer instanceof ActivationNoise none && none.isZero())) {
                continue;
            }
            if (regularizer instanceof ActivationNoise noise) {
                refuse(network, regularizer, "noise such as dropout", layer -> layer.getIDropout() != null);
                refuseNoiseOnIndices(network, noise);
            } else if (regularizer instanceof WeightMasking) {
                refuse(network, regularizer, "weight noise or DropConnect", OwnTreatments::masksWeights);
            } else if (regularizer instanceof MaxNorm) {
                refuse(network, regularizer, "constraints", OwnTreatments::isConstrained);
                refuse(
                        network,
                        regularizer,
                        "batch normalization, which cancels the length of weights",
                        BatchNormalization.class::isInstance);
            } else if (regularizer instanceof org.dropoutlab.regularization.BatchNormalization) {
                refuse(network, regularizer, "batch normalization", BatchNormalization.class::isInstance);
            } else if (regularizer instanceof KlSparsity) {
                refuse(network, regularizer, "KL sparsity", KlSparsityPenalty.class::isInstance);
            } else if (regularizer instanceof L1) {
                refuse(network, regularizer, "L1", layer -> has(layer, L1Regularization.class));
            } else if (regularizer instanceof L2 || regularizer instanceof WeightDecay) {
                refuse(
                        network,
                        regularizer,
                        "L2 or weight decay",
                        layer -> has(layer, L2Regularization.class)
                                || has(layer, org.nd4j.linalg.learning.regularization.WeightDecay.class));
            } else {
                throw new AssertionError("no check for " + regularizer + " in a configuration");
            }
        }
    }

    private static void refuse(
            MultiLayerConfiguration network, Regularizer regularizer, String what, Predicate<Layer> has) {
        for (int i = 0; i < network.getConfs().size(); i++) {
            if (has.test(network.getConf(i).getLayer())) {
                throw new IllegalArgumentException(
                        "layer %d of the configuration already has %s: remove it there, or leave out %s"
                                .formatted(i + 1, what, regularizer.describe()));
            }
        }
    }

    private static void refuseNoiseOnIndices(MultiLayerConfiguration network, ActivationNoise noise) {
        Layer first = network.getConf(0).getLayer();
        if (noise.place() == Place.VISIBLE
                && (first instanceof EmbeddingLayer || first instanceof EmbeddingSequenceLayer)) {
            throw new IllegalArgumentException(
                    "the configuration starts with an embedding, whose inputs are indices: %s would corrupt them"
                            .formatted(noise.describe()));
        }
    }

    private static boolean masksWeights(Layer layer) {
        return layer instanceof DropConnected
                || (layer instanceof BaseLayer weights && weights.getWeightNoise() != null);
    }

    private static boolean isConstrained(Layer layer) {
        return layer.getConstraints() != null && !layer.getConstraints().isEmpty();
    }

    private static boolean has(Layer layer, Class<? extends Regularization> kind) {
        return layer instanceof BaseLayer weights
                && weights.getRegularization() != null
                && weights.getRegularization().stream().anyMatch(kind::isInstance);
    }
}
