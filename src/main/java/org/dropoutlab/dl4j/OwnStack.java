package org.dropoutlab.dl4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.dropoutlab.dl4j.layer.DilatedConvolution;
import org.dropoutlab.dl4j.layer.DropConnectConvolution;
import org.dropoutlab.regularization.Place;

/** The treatments that a network of layers in a row has of its own, and their places. */
public final class OwnStack {
    private static final Set<Class<?>> CONVOLUTIONS =
            Set.of(ConvolutionLayer.class, Convolution2D.class, DilatedConvolution.class, DropConnectConvolution.class);
    private static final List<Class<? extends Layer>> BEHIND_CONVOLUTION = List.of(
            SubsamplingLayer.class,
            ActivationLayer.class,
            BatchNormalization.class,
            LocalResponseNormalization.class,
            ZeroPaddingLayer.class);
    private static final List<Class<? extends Layer>> BEHIND_DENSE =
            List.of(ActivationLayer.class, BatchNormalization.class);

    private OwnStack() {}

    /** Whether arms treat {@code layer} as a convolution. */
    public static boolean isConvolution(Layer layer) {
        return CONVOLUTIONS.contains(layer.getClass());
    }

    /** Whether {@code layer} completes the feature maps of a convolution below it. */
    public static boolean completesMaps(Layer layer) {
        return BEHIND_CONVOLUTION.stream().anyMatch(kind -> kind.isInstance(layer));
    }

    /** Whether {@code layer} completes the dense layer below it. */
    public static boolean completesDense(Layer layer) {
        return BEHIND_DENSE.stream().anyMatch(kind -> kind.isInstance(layer));
    }

    /** The treatments of all layers, from the input upwards. */
    public static List<OwnTreatment> treatments(MultiLayerConfiguration network) {
        List<Layer> layers = layers(network);
        List<LayerSpot> spots = spots(layers);
        return IntStream.range(0, layers.size())
                .boxed()
                .flatMap(i -> OwnTreatments.of(layers.get(i), spots.get(i)).stream())
                .toList();
    }

    /**
     * A copy of {@code network} without some of its treatments.
     *
     * @param takenOut which treatments are taken out
     */
    public static MultiLayerConfiguration without(MultiLayerConfiguration network, Predicate<OwnTreatment> takenOut) {
        MultiLayerConfiguration copy = network.clone();
        List<LayerSpot> spots = spots(layers(network));
        return remaining(copy, i -> OwnTreatments.without(copy.getConf(i).getLayer(), spots.get(i), takenOut));
    }

    /**
     * The network with other layers.
     *
     * @param copy changed and returned
     * @param layer layer at an index; empty if there is none any more
     */
    private static MultiLayerConfiguration remaining(MultiLayerConfiguration copy, IntFunction<Optional<Layer>> layer) {
        List<NeuralNetConfiguration> remaining = new ArrayList<>();
        Map<Integer, InputPreProcessor> preprocessors = new HashMap<>();
        List<InputPreProcessor> waiting = new ArrayList<>();
        for (int i = 0; i < copy.getConfs().size(); i++) {
            NeuralNetConfiguration one = copy.getConf(i);
            Optional.ofNullable(copy.getInputPreProcess(i)).ifPresent(waiting::add);
            Optional<Layer> stays = layer.apply(i);
            if (stays.isPresent()) {
                if (!waiting.isEmpty()) {
                    preprocessors.put(
                            remaining.size(),
                            waiting.size() == 1
                                    ? waiting.get(0)
                                    : new ComposableInputPreProcessor(waiting.toArray(InputPreProcessor[]::new)));
                    waiting.clear();
                }
                one.setLayer(stays.get());
                remaining.add(one);
            }
        }
        copy.setConfs(remaining);
        copy.setInputPreProcessors(preprocessors);
        return copy;
    }

    /**
     * A copy of {@code network} in which dropout is a setting of the layer above wherever it can be, in place of a layer of
     * its own. Networks that train alike are then equal.
     */
    public static MultiLayerConfiguration inputNoise(MultiLayerConfiguration network) {
        MultiLayerConfiguration copy = network.clone();
        List<Layer> layers = layers(copy);
        Set<Integer> moved = new HashSet<>();
        for (int i = 0; i < layers.size() - 1; i++) {
            Layer above = layers.get(i + 1);
            if (layers.get(i) instanceof DropoutLayer alone
                    && alone.getIDropout() != null
                    && above.getIDropout() == null
                    && !(above instanceof DropoutLayer)
                    && LayerTreatments.appliesNoise(above)
                    && copy.getInputPreProcess(i + 1) == null) {
                above.setIDropout(alone.getIDropout());
                alone.setIDropout(null);
                moved.add(i);
            }
        }
        return remaining(copy, i -> moved.contains(i) ? Optional.empty() : Optional.of(layers.get(i)));
    }

    private static List<Layer> layers(MultiLayerConfiguration network) {
        return network.getConfs().stream().map(NeuralNetConfiguration::getLayer).toList();
    }

    /** Where each of {@code layers} stands. */
    @SuppressWarnings("ReferenceEquality")
    public static List<LayerSpot> spots(List<Layer> layers) {
        Block block = Block.INPUTS;
        boolean unflattened = false;
        List<Layer> end = end(layers);
        List<LayerSpot> spots = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            boolean alone = layer instanceof DropoutLayer;
            Layer next = above(layers, i);
            Set<Place> inputs = EnumSet.noneOf(Place.class);
            block.place().ifPresent(inputs::add);
            if (unflattened && next instanceof DenseLayer) {
                inputs.add(Place.FLATTENED);
                if (!alone) {
                    inputs.remove(Place.CONVOLUTION);
                }
            }
            if (OwnTreatments.isRecurrent(next)) {
                inputs.add(Place.RECURRENT);
                inputs.add(Place.HIDDEN);
            }
            if (next == lowest(end)) {
                inputs.add(Place.OUTPUT);
            }
            spots.add(new LayerSpot(name(i, layer), inputs));
            if (!alone) {
                unflattened = isConvolution(layer) || (unflattened && !(layer instanceof DenseLayer));
                block = end.stream().anyMatch(one -> one == layer) ? Block.OTHER : block.after(layer);
            }
        }
        return spots;
    }

    /** The layers that make the outputs, from the top: the last one, or more if that is a loss layer. */
    private static List<Layer> end(List<Layer> layers) {
        List<Layer> down = new ArrayList<>(layers);
        Collections.reverse(down);
        return new Head(down.get(0), down.subList(1, down.size())).layers();
    }

    private static Layer lowest(List<Layer> down) {
        return down.get(down.size() - 1);
    }

    /** The layer whose input is that of layer {@code i}, but for dropout. */
    private static Layer above(List<Layer> layers, int i) {
        int next = i;
        while (next < layers.size() - 1 && layers.get(next) instanceof DropoutLayer) {
            next++;
        }
        return layers.get(next);
    }

    private static String name(int index, Layer layer) {
        String own = layer.getLayerName();
        return own == null || own.isBlank() || own.matches("layer[0-9]+")
                ? "layer " + (index + 1)
                : "layer %d '%s'".formatted(index + 1, own);
    }

    /** What a place in a network is behind. */
    enum Block {
        INPUTS,
        CONVOLUTION,
        DENSE,
        OTHER;

        Optional<Place> place() {
            return switch (this) {
                case INPUTS -> Optional.of(Place.VISIBLE);
                case CONVOLUTION -> Optional.of(Place.CONVOLUTION);
                case DENSE -> Optional.of(Place.HIDDEN);
                case OTHER -> Optional.empty();
            };
        }

        Block after(Layer layer) {
            if (isConvolution(layer)) {
                return CONVOLUTION;
            }
            if (layer instanceof DenseLayer) {
                return DENSE;
            }
            boolean completes =
                    (this == CONVOLUTION && completesMaps(layer)) || (this == DENSE && completesDense(layer));
            return completes ? this : OTHER;
        }
    }
}
