package org.dropoutlab.dl4j;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.dropoutlab.dl4j.layer.CachingDense;
import org.dropoutlab.dl4j.layer.DilatedConvolution;
import org.dropoutlab.dl4j.layer.DropConnectConvolution;
import org.dropoutlab.dl4j.layer.DropConnectDense;
import org.dropoutlab.dl4j.layer.KlSparsityPenalty;
import org.dropoutlab.dl4j.recurrent.LstmTreatments;
import org.dropoutlab.dl4j.recurrent.RecurrentLayers;
import org.dropoutlab.dl4j.recurrent.SequenceDropout;
import org.dropoutlab.dl4j.update.IncomingNormConstraint;
import org.dropoutlab.regularization.ActivationNoise;
import org.dropoutlab.regularization.ActivationNoise.AlphaDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianNoise;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Recurrent;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.Regularizer.OutsideNetwork;
import org.dropoutlab.regularization.Regularizer.Placed;
import org.dropoutlab.regularization.SpatialDropout;
import org.dropoutlab.regularization.WeightDecay;
import org.dropoutlab.regularization.WeightMasking;
import org.dropoutlab.regularization.WeightMasks;
import org.dropoutlab.regularization.WeightMasks.Inference;
import org.dropoutlab.regularization.WeightNoise;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * A builder that adds a network's layers, one after another, and its regularizers: the one place where
 * {@link Regularizer}s become Deeplearning4j objects. Without regularizers the result is the plain network. Where the
 * layers go, into a stack or a graph, is a {@link LayerChain}'s matter.
 *
 * <p>Added layers draw no random numbers at initialization, so every regularized network starts from the plain
 * network's weights with the same seed. Only those of batch normalization have parameters.
 *
 * <p>A regularizer that cannot work as intended in this network is rejected with an {@link IllegalArgumentException}
 * that says why; none is left out silently.
 */
public final class RegularizedLayers {
    private static final Set<Class<? extends IActivation>> NON_NEGATIVE =
            Set.of(ActivationReLU.class, ActivationReLU6.class, ActivationSigmoid.class, ActivationSoftPlus.class);

    private static final boolean TIMES_LEARNING_RATE = true;

    private final LayerChain layers;
    private final IActivation activation;
    private final List<Regularizer> regularizers;
    private final Set<Place> places = EnumSet.of(Place.VISIBLE);
    private final IdentityHashMap<Layer, InputPreProcessor> preprocessors = new IdentityHashMap<>();

    /** Whether the network is one for sequences of steps. */
    private final boolean steps;

    /** Where hidden units end, with their noise. */
    private final Set<Object> hiddenUnits = new HashSet<>();

    /**
     * @param global seed, weight initialization, activation and updater of the network
     * @param input type of an example, a vector or an image
     * @param regularizers regularizers to add; noise in the same place acts in this order, and regularizers of data or
     *     training are ignored
     */
    public RegularizedLayers(NeuralNetConfiguration.Builder global, InputType input, List<Regularizer> regularizers) {
        this(
                new StackedLayers(global.list().setInputType(input)),
                global.getActivationFn(),
                input.getType(),
                regularizers);
    }

    /**
     * A builder for layers with known input sizes.
     *
     * @param global global settings, such as the seed and the updater of layers without one
     * @param input kind of the inputs: with channels, sequences of steps, or anything else
     * @param regularizers regularizers to add; noise in the same place acts in this order
     */
    public RegularizedLayers(
            NeuralNetConfiguration.Builder global, InputType.Type input, List<Regularizer> regularizers) {
        this(new StackedLayers(global.list()), global.getActivationFn(), input, regularizers);
    }

    /**
     * A builder for a network of any shape.
     *
     * @param layers where layers are added; at first, at the network's input
     * @param activation activation of layers without one
     * @param input kind of the inputs: with channels, sequences of steps, or anything else
     * @param regularizers regularizers to add; noise in the same place acts in this order
     */
    public RegularizedLayers(
            LayerChain layers, IActivation activation, InputType.Type input, List<Regularizer> regularizers) {
        this.layers = layers;
        this.activation = activation;
        this.steps = input == InputType.Type.RNN;
        this.regularizers = regularizers.stream()
                .filter(regularizer -> !(regularizer instanceof OutsideNetwork))
                .toList();
        requireOneWayToShrink();
        requireNormalizable();
        for (Regularizer regularizer : regularizers) {
            if (input != InputType.Type.CNN
                    && regularizer instanceof SpatialDropout spatial
                    && spatial.place() == Place.VISIBLE) {
                throw new IllegalArgumentException(
                        "spatial dropout drops whole channels, but the inputs of this network"
                                + " are a flat vector without any: use dropout on the inputs");
            }
        }
        noise(Place.VISIBLE);
    }

    private void requireOneWayToShrink() {
        if (regularizers.stream().anyMatch(WeightDecay.class::isInstance)
                && regularizers.stream().anyMatch(L2.class::isInstance)) {
            throw new IllegalArgumentException("L2 and weight decay both shrink weights:"
                    + " their effects could not be separated, so choose one");
        }
    }

    /**
     * Adds a convolution, with batch normalization if requested, the layers that complete its feature maps, such as
     * pooling and an activation, and noise on the complete maps.
     */
    public RegularizedLayers convolution(ConvolutionLayer.Builder convolution, Layer... then) {
        return convolution(convolution.build(), then);
    }

    /** Adds an already built convolution, which is modified, the layers that complete its feature maps, and noise. */
    public RegularizedLayers convolution(ConvolutionLayer convolution, Layer... then) {
        normalized(
                Place.CONVOLUTION,
                penalized(convolution),
                plain -> dropping(Place.CONVOLUTION, plain, DropConnectConvolution::new));
        for (Layer layer : then) {
            other(layer);
        }
        return featureMaps();
    }

    private RegularizedLayers featureMaps() {
        places.add(Place.CONVOLUTION);
        noise(Place.CONVOLUTION);
        return this;
    }

    /**
     * Adds a hidden dense layer with any normalization, constraints and penalties, followed by noise, which does not
     * affect the penalty on its activations.
     */
    public RegularizedLayers hidden(DenseLayer.Builder layer) {
        return hidden(layer.build());
    }

    /**
     * Adds an already built hidden layer, which is modified, and the layers that complete it, such as an activation.
     */
    public RegularizedLayers hidden(DenseLayer layer, Layer... then) {
        if (layers.areFlattenedMaps()) {
            places.add(Place.FLATTENED);
            noise(Place.FLATTENED);
        }
        places.add(Place.HIDDEN);
        constrain(layer);
        normalized(
                Place.HIDDEN,
                penalized(layer),
                plain -> dropping(
                        Place.HIDDEN,
                        plain.getClass() == DenseLayer.class ? new CachingDense(plain) : plain,
                        DropConnectDense::new));
        for (Layer more : then) {
            other(more);
        }
        sparsity();
        noise(Place.HIDDEN);
        hiddenUnits.add(layers.end());
        return this;
    }

    private void constrain(DenseLayer layer) {
        for (Regularizer regularizer : regularizers) {
            if (regularizer instanceof MaxNorm maxNorm) {
                IncomingNormConstraint limit = new IncomingNormConstraint(maxNorm.limit());
                limit.setParams(Set.copyOf(layer.initializer().weightKeys(layer)));
                List<LayerConstraint> constraints =
                        new ArrayList<>(layer.getConstraints() == null ? List.of() : layer.getConstraints());
                constraints.add(limit);
                layer.setConstraints(constraints);
            }
        }
    }

    /**
     * Adds a layer of another kind. A recurrent one, which may be within a wrapper such as {@code LastTimeStep}, gets noise on its
     * inputs and treatments of its recurrence; all others are affected only by regularizers of all weights.
     */
    public RegularizedLayers other(Layer layer) {
        return RecurrentLayers.of(layer).isPresent()
                ? recurrent(layer)
                : add(RecurrentLayers.inside(layer, this::penalizedIfWeighted), layer);
    }

    /**
     * Adds an already built recurrent layer, alone or within wrappers, which are copied: dropout of hidden units acts on
     * its inputs, anew at every step, unless it has acted there as the layer below is a hidden one.
     */
    private RegularizedLayers recurrent(Layer layer) {
        if (!hiddenUnits.contains(layers.end())) {
            noise(Place.HIDDEN);
        }
        noise(Place.RECURRENT);
        places.add(Place.RECURRENT);
        Layer penalized = RecurrentLayers.inside(layer, this::penalizedIfWeighted);
        LstmTreatments treatments = LstmTreatments.of(regularizers.stream()
                .filter(Recurrent.class::isInstance)
                .map(Recurrent.class::cast)
                .toList());
        return add(treatments.isNone() ? penalized : RecurrentLayers.treated(penalized, treatments), layer);
    }

    private Layer penalizedIfWeighted(Layer layer) {
        return layer instanceof BaseLayer weights && layer.initializer().numParams(layer) > 0
                ? penalized(weights)
                : layer;
    }

    /** Sets the preprocessor between {@code layer}, which is added later, and the layer below it. */
    public RegularizedLayers preprocessed(Layer layer, InputPreProcessor preprocessor) {
        preprocessors.put(layer, preprocessor);
        return this;
    }

    private RegularizedLayers add(Layer layer, Layer original) {
        layers.add(DilatedConvolution.insteadOf(layer), Optional.ofNullable(preprocessors.get(original)));
        return this;
    }

    private RegularizedLayers add(Layer layer) {
        return add(layer, layer);
    }

    /** Adds the output layer, affected only by weight penalties, and finishes the network. */
    public MultiLayerConfiguration output(OutputLayer.Builder layer) {
        return output(List.of(layer.build()));
    }

    /** Adds an already built output layer, which is modified, and finishes the network, whose layers follow each other. */
    public MultiLayerConfiguration output(List<Layer> end) {
        return finish(end).requireStack();
    }

    /**
     * Adds the already built layers that make the outputs, from the lowest upwards, which are modified, and finishes the network: an
     * output layer, or a loss layer with the layer whose outputs it takes.
     */
    public NetworkConfiguration finish(List<Layer> end) {
        places.add(Place.OUTPUT);
        for (Regularizer regularizer : regularizers) {
            if (regularizer instanceof Placed placed && !hasPlaceOf(placed)) {
                throw new IllegalArgumentException("%s: this network has no %s"
                        .formatted(regularizer.describe(), placed.place().needs()));
            }
        }
        noise(Place.OUTPUT);
        end.forEach(this::other);
        NetworkConfiguration network = layers.build();
        requireSelu(network);
        requireNonNegative(network);
        return network;
    }

    /** Whether a regularizer can act: noise on hidden units can in recurrent layers, too. */
    private boolean hasPlaceOf(Placed regularizer) {
        return places.contains(regularizer.place())
                || (regularizer instanceof ActivationNoise
                        && regularizer.place() == Place.HIDDEN
                        && places.contains(Place.RECURRENT));
    }

    /** The layer with weight penalties and decay, in addition to its own. */
    private <L extends BaseLayer> L penalized(L layer) {
        List<Regularization> penalties =
                new ArrayList<>(layer.getRegularization() == null ? List.of() : layer.getRegularization());
        for (Regularizer regularizer : regularizers) {
            if (regularizer instanceof L2 penalty) {
                penalties.add(new L2Regularization(penalty.coefficient()));
            } else if (regularizer instanceof L1 penalty) {
                penalties.add(new L1Regularization(penalty.coefficient()));
            } else if (regularizer instanceof WeightDecay decay) {
                penalties.add(new org.nd4j.linalg.learning.regularization.WeightDecay(
                        decay.coefficient(), TIMES_LEARNING_RATE));
            }
        }
        layer.setRegularization(penalties);
        return layer;
    }

    /**
     * Adds a layer; in normalized places, followed by normalization and a separate activation.
     *
     * @param finished conversion of the layer before it is added
     */
    private <L extends BaseLayer> void normalized(Place place, L layer, Function<L, BaseLayer> finished) {
        if (!isNormalized(place)) {
            add(finished.apply(layer), layer);
            return;
        }
        IActivation own = layer.getActivationFn() == null ? activation : layer.getActivationFn();
        layer.setActivationFn(new ActivationIdentity());
        add(finished.apply(layer), layer);
        add(normalization((FeedForwardLayer) layer));
        if (!(own instanceof ActivationIdentity)) {
            add(new ActivationLayer(own));
        }
    }

    private static Layer normalization(FeedForwardLayer of) {
        var builder = new org.deeplearning4j.nn.conf.layers.BatchNormalization.Builder()
                .nIn(of.getNOut())
                .nOut(of.getNOut())
                .activation(new ActivationIdentity())
                // The running logarithm of a variance that stays 0 would end as log 0.
                .useLogStd(false);
        if (of instanceof ConvolutionLayer convolution) {
            builder.dataFormat(convolution.getCnn2dDataFormat());
        }
        if (of.getIUpdater() != null) {
            builder.updater(of.getIUpdater().clone());
        }
        return builder.build();
    }

    private boolean isNormalized(Place place) {
        List<Regularizer> all = regularizers.stream()
                .filter(regularizer -> regularizer instanceof BatchNormalization of && of.place() == place)
                .toList();
        if (all.size() > 1) {
            throw new IllegalArgumentException(
                    "%s is listed twice".formatted(all.get(0).describe()));
        }
        return !all.isEmpty();
    }

    private void requireNormalizable() {
        for (Regularizer regularizer : regularizers) {
            if (regularizer instanceof MaxNorm maxNorm && isNormalized(maxNorm.place())) {
                throw new IllegalArgumentException(
                        "batch normalization cancels the length of a unit's incoming weights,"
                                + " so max-norm would have no effect: choose one");
            }
            if (regularizer instanceof DropConnect dropConnect
                    && dropConnect.masks().inference() instanceof Inference.MomentMatching
                    && isNormalized(dropConnect.place())) {
                throw new IllegalArgumentException("moment matching averages activations of sampled products, but batch"
                        + " normalization comes between them: use DropConnect with inference by the mean");
            }
        }
    }

    private void sparsity() {
        for (Regularizer regularizer : regularizers) {
            if (regularizer instanceof KlSparsity sparsity) {
                add(new KlSparsityPenalty(sparsity));
            }
        }
    }

    /** The layer itself or, if weights are dropped, its replacement. */
    private <L extends BaseLayer> BaseLayer dropping(
            Place place, L plain, BiFunction<L, WeightMasks, BaseLayer> withDropConnect) {
        return masking(place)
                .map(masking -> masking instanceof DropConnect dropConnect
                        ? withDropConnect.apply(plain, dropConnect.masks())
                        : noisy(plain, (WeightNoise) masking))
                .orElse(plain);
    }

    private static BaseLayer noisy(BaseLayer plain, WeightNoise noise) {
        plain.setWeightNoise(new org.deeplearning4j.nn.conf.weightnoise.DropConnect(
                noise.rate().retain()));
        return plain;
    }

    /** The regularizer that drops weights in a place, if any. */
    private Optional<WeightMasking> masking(Place place) {
        List<WeightMasking> all = new ArrayList<>();
        for (Regularizer regularizer : regularizers) {
            if (regularizer instanceof WeightMasking masking && masking.place() == place) {
                all.add(masking);
            }
        }
        if (all.size() > 1) {
            throw new IllegalArgumentException("%s and %s both drop the same weights: choose one"
                    .formatted(all.get(0).describe(), all.get(1).describe()));
        }
        return all.stream().filter(masking -> !masking.rate().isZero()).findFirst();
    }

    private void noise(Place place) {
        for (Regularizer regularizer : regularizers) {
            if (regularizer instanceof ActivationNoise noise && noise.place() == place && !noise.isZero()) {
                add(steps ? new SequenceDropout(operator(noise)) : layer(noise));
            }
        }
    }

    /** The Deeplearning4j layer of {@code noise}, in any place. */
    public static DropoutLayer layer(ActivationNoise noise) {
        return new DropoutLayer(operator(noise));
    }

    private static IDropout operator(ActivationNoise noise) {
        if (noise instanceof Dropout dropout) {
            return new org.deeplearning4j.nn.conf.dropout.Dropout(dropout.rate().retain());
        }
        if (noise instanceof SpatialDropout spatial) {
            return new org.deeplearning4j.nn.conf.dropout.SpatialDropout(
                    spatial.rate().retain());
        }
        if (noise instanceof AlphaDropout alpha) {
            return new org.deeplearning4j.nn.conf.dropout.AlphaDropout(
                    alpha.rate().retain());
        }
        if (noise instanceof GaussianDropout gaussian) {
            // Unlike the others, this one takes the probability of dropping.
            return new org.deeplearning4j.nn.conf.dropout.GaussianDropout(
                    gaussian.rate().value());
        }
        if (noise instanceof GaussianNoise gaussian) {
            return new org.deeplearning4j.nn.conf.dropout.GaussianNoise(gaussian.sd());
        }
        throw new AssertionError("RegularizedLayers has no layer for " + noise);
    }

    /** Rejects alpha dropout without SELU: it sets units to SELU's lower limit, which other activations never take. */
    private static void requireSelu(NetworkConfiguration network) {
        for (Layer layer : network.layers()) {
            if (layer.getIDropout() instanceof org.deeplearning4j.nn.conf.dropout.AlphaDropout) {
                activationBelow(network, layer)
                        .filter(activation -> !(activation instanceof ActivationSELU))
                        .ifPresent(RegularizedLayers::refuseAlpha);
            }
        }
    }

    private static void refuseAlpha(IActivation activation) {
        throw new IllegalArgumentException(
                "alpha dropout sets units to the lower limit of SELU, a value that %s".formatted(activation)
                        + " does not take: use it after SELU, or use dropout");
    }

    private static Optional<IActivation> activationBelow(NetworkConfiguration network, Layer layer) {
        Optional<Layer> below = network.below(layer);
        while (below.isPresent()) {
            Optional<IActivation> activation = activation(below.get());
            if (activation.isPresent()) {
                return activation;
            }
            below = network.below(below.get());
        }
        return Optional.empty();
    }

    /** Rejects KL sparsity of activations that can be negative, because their mean is not a rate. */
    private static void requireNonNegative(NetworkConfiguration network) {
        for (Layer layer : network.layers()) {
            if (layer instanceof KlSparsityPenalty) {
                network.below(layer)
                        .flatMap(RegularizedLayers::activation)
                        .ifPresent(RegularizedLayers::requireNonNegative);
            }
        }
    }

    private static void requireNonNegative(IActivation activation) {
        if (!NON_NEGATIVE.contains(activation.getClass())) {
            throw new IllegalArgumentException(
                    "KL sparsity compares mean activations with a rate, but %s can be negative: use it after ReLU"
                            .formatted(activation));
        }
    }

    /** The activation of a layer; empty for layers without one. */
    private static Optional<IActivation> activation(Layer layer) {
        if (layer instanceof KlSparsityPenalty || layer instanceof DropoutLayer) {
            return Optional.empty();
        }
        if (layer instanceof ActivationLayer alone) {
            return Optional.of(alone.getActivationFn());
        }
        return layer instanceof BaseLayer base ? Optional.of(base.getActivationFn()) : Optional.empty();
    }
}
