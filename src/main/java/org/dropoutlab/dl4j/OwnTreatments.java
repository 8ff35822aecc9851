package org.dropoutlab.dl4j;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.dropoutlab.dl4j.LayerTreatments.Found;
import org.dropoutlab.dl4j.OwnTreatment.Part;
import org.dropoutlab.regularization.ActivationNoise;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Recurrent;
import org.dropoutlab.regularization.Recurrent.RecurrentDropConnect;
import org.dropoutlab.regularization.Recurrent.VariationalDropout;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.Regularizer.OnData.BalancedClasses;
import org.dropoutlab.regularization.Removal;
import org.dropoutlab.regularization.Removal.Kind;
import org.dropoutlab.regularization.WeightDecay;
import org.dropoutlab.regularization.WeightMasking;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;

/**
 * Treatments that a user's network has of its own, layer by layer: dropout and other noise, weight noise, penalties,
 * constraints, KL sparsity, batch normalization and class weights, in wrapped layers too. A regularizer of an arm
 * {@linkplain #replaces replaces} those of its kind in its places; the others stay.
 */
public final class OwnTreatments {
    private OwnTreatments() {}

    /** The treatments of {@code layer}, including those that do not act where they are. */
    public static List<OwnTreatment> of(Layer layer, LayerSpot spot) {
        return new LayerTreatments(layer, spot)
                .found().stream().map(Found::treatment).distinct().toList();
    }

    /**
     * A copy of {@code layer} without some of its treatments, with the same parameters; empty if nothing else was in it,
     * as in a layer of dropout alone, which then passes on its input.
     *
     * @param layer left unchanged
     * @param takenOut which treatments are taken out
     */
    public static Optional<Layer> without(Layer layer, LayerSpot spot, Predicate<OwnTreatment> takenOut) {
        LayerTreatments treatments = new LayerTreatments(layer, spot);
        List<Found> out = treatments.found().stream()
                .filter(found -> takenOut.test(found.treatment()))
                .toList();
        if (out.isEmpty()) {
            return Optional.of(layer.clone());
        }
        out.forEach(found -> found.takeOut().run());
        return treatments.remaining();
    }

    /**
     * Checks that regularizers can act beside what stays in a network.
     *
     * @param layers the network's layers, from the input upwards
     * @param stays treatments that its arm keeps
     * @throws IllegalArgumentException if one cannot; the message is one line
     */
    public static void requireRoom(List<Layer> layers, List<OwnTreatment> stays, List<Regularizer> regularizers) {
        for (Regularizer regularizer : regularizers) {
            if (regularizer instanceof MaxNorm) {
                refuseBeside(
                        Kind.NORMALIZATION,
                        stays,
                        regularizer,
                        "batch normalization, which cancels the length of weights");
            } else if (regularizer instanceof BatchNormalization) {
                refuseBeside(Kind.NORMALIZATION, stays, regularizer, "batch normalization");
            } else if (regularizer instanceof BalancedClasses) {
                refuseBeside(Kind.CLASS_WEIGHTS, stays, regularizer, "class weights");
            } else if (regularizer instanceof ActivationNoise noise && !noise.isZero() && isOfIndices(layers.get(0))) {
                refuseOnIndices(noise);
            }
        }
    }

    private static void refuseBeside(Kind kind, List<OwnTreatment> stays, Regularizer regularizer, String what) {
        stays.stream().filter(own -> own.kind() == kind).findFirst().ifPresent(own -> {
            throw new IllegalArgumentException(
                    "%s of the configuration already has %s: remove it there, or leave out %s"
                            .formatted(own.layer(), what, regularizer.describe()));
        });
    }

    private static boolean isOfIndices(Layer first) {
        return first instanceof EmbeddingLayer || first instanceof EmbeddingSequenceLayer;
    }

    private static void refuseOnIndices(ActivationNoise noise) {
        if (noise.place() == Place.VISIBLE) {
            throw new IllegalArgumentException(
                    "the configuration starts with an embedding, whose inputs are indices: %s would corrupt them"
                            .formatted(noise.describe()));
        }
    }

    /** Whether an arm with {@code regularizers} loses a treatment of the network's own. */
    public static Predicate<OwnTreatment> replacedBy(List<Regularizer> regularizers) {
        return own -> regularizers.stream().anyMatch(regularizer -> replaces(regularizer, own));
    }

    /**
     * Whether {@code regularizer} stands in the place of {@code own}: noise on activations replaces noise in its place (on hidden units, on inputs of recurrent layers as well),
     * dropped weights replace weight noise of the same layers, L2 and weight decay each other, L1 itself, max-norm the
     * constraints on weights of hidden layers. Penalties and constraints on biases stay, and so do all other treatments.
     */
    public static boolean replaces(Regularizer regularizer, OwnTreatment own) {
        if (regularizer instanceof Removal removal) {
            return removal.takesOut(own.kind());
        }
        if (regularizer instanceof ActivationNoise noise) {
            return own.kind() == Kind.NOISE
                    && (own.places().contains(noise.place())
                            || (noise.place() == Place.HIDDEN && own.places().contains(Place.RECURRENT)));
        }
        if (regularizer instanceof Recurrent && own.part() == Part.RECURRENCE) {
            return true;
        }
        if (regularizer instanceof VariationalDropout) {
            return own.kind() == Kind.NOISE && own.places().contains(Place.RECURRENT);
        }
        if (regularizer instanceof WeightMasking masking) {
            return own.kind() == Kind.WEIGHT_NOISE && own.places().contains(masking.place());
        }
        if (regularizer instanceof RecurrentDropConnect) {
            return own.kind() == Kind.WEIGHT_NOISE && own.places().contains(Place.RECURRENT);
        }
        boolean onWeights = own.part() == Part.WEIGHTS;
        if (regularizer instanceof L2 || regularizer instanceof WeightDecay) {
            return onWeights && own.kind() == Kind.L2;
        }
        if (regularizer instanceof L1) {
            return onWeights && own.kind() == Kind.L1;
        }
        if (regularizer instanceof MaxNorm maxNorm) {
            return onWeights && own.kind() == Kind.CONSTRAINT && own.places().contains(maxNorm.place());
        }
        return regularizer instanceof KlSparsity && own.kind() == Kind.SPARSITY;
    }

    /** Whether {@code layer} is recurrent, in a wrapper too. */
    static boolean isRecurrent(Layer layer) {
        if (layer instanceof Bidirectional both) {
            return isRecurrent(both.getFwd());
        }
        if (layer instanceof BaseWrapperLayer wrapper) {
            return isRecurrent(wrapper.getUnderlying());
        }
        return layer instanceof BaseRecurrentLayer;
    }
}
