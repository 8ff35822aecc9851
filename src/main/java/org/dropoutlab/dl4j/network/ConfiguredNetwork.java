package org.dropoutlab.dl4j.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.util.OutputLayerUtil;
import org.dropoutlab.dl4j.Head;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.OwnStack;
import org.dropoutlab.dl4j.OwnTreatment;
import org.dropoutlab.dl4j.OwnTreatments;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.dropoutlab.dl4j.update.Updaters;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;

/**
 * A user-supplied network as a Deeplearning4j configuration. Regularizers treat dense layers as hidden layers; pooling,
 * activation and normalization after a dense layer or convolution belong to it, and noise follows them. On layers of
 * other kinds, only regularizers of all weights act.
 *
 * <p>Every arm keeps the configuration's settings, such as weight initialization, dropout and penalties. Updaters and
 * learning rates also stay with {@link Optimizer.AsConfigured}; any other optimizer replaces all of them. A regularizer
 * replaces treatments of its kind that the configuration has in the same place ({@link OwnTreatments}). The seed is the
 * trial's.
 */
final class ConfiguredNetwork implements Architecture {
    private final MultiLayerConfiguration plain;

    /**
     * @param own its own copy of a configuration
     * @throws IllegalArgumentException if its last layer is not an {@link OutputLayer}, or Deeplearning4j rejects it
     */
    ConfiguredNetwork(NetworkConfiguration own) {
        plain = own.requireStack();
        for (int i = 0; i < plain.getConfs().size(); i++) {
            requireComplete(plain.getConf(i).getLayer(), String.valueOf(i + 1));
        }
        requireOutput(
                plain.getConf(plain.getConfs().size() - 1).getLayer(),
                String.valueOf(plain.getConfs().size()));
    }

    /** Rejects layers without a setting that Deeplearning4j needs for their weights. */
    static void requireComplete(Layer layer, String name) {
        try {
            layer.initializer().numParams(layer);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    layer instanceof PReLULayer
                            ? "layer %s (PReLULayer) has no input shape: set it with inputShape".formatted(name)
                            : "layer %s (%s) is incomplete: %s"
                                    .formatted(
                                            name,
                                            layer.getClass().getSimpleName(),
                                            SafeConfiguration.firstLine(String.valueOf(e.getMessage()))),
                    e);
        }
    }

    /** Rejects last layers that do not compare outputs with labels, or whose activation does not fit their loss. */
    static void requireOutput(Layer last, String name) {
        if (Head.loss(last).isEmpty() || last instanceof CnnLossLayer || last instanceof OCNNOutputLayer) {
            throw new IllegalArgumentException(
                    "layer %s (%s), the last one, does not compare outputs with classes or numbers: end with an OutputLayer, a LossLayer or a CenterLossOutputLayer"
                            .formatted(name, last.getClass().getSimpleName()));
        }
        try {
            OutputLayerUtil.validateOutputLayer(last.getLayerName(), last);
        } catch (DL4JInvalidConfigException e) {
            throw new IllegalArgumentException(SafeConfiguration.firstLine(e.getMessage()), e);
        }
    }

    /** With the configuration's own optimizer: layers that keep it to themselves take no other. */
    @Override
    public NetworkConfiguration plain() {
        return configuration(List.of(), new Optimizer.AsConfigured(), 1);
    }

    @Override
    public List<OwnTreatment> treatments() {
        return OwnStack.treatments(plain);
    }

    /**
     * Indices for an embedding, standardized feature maps if the first layers take them, and otherwise vectors of pixels from 0 to 1.
     */
    @Override
    public Presentation presentation() {
        return FirstLayers.takeIndices(plain.getConf(0).getLayer())
                ? Presentation.INDICES
                : FirstLayers.takeMaps(plain) ? Presentation.STANDARDIZED : Presentation.PIXELS;
    }

    @Override
    public NetworkConfiguration configuration(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        MultiLayerConfiguration own = OwnStack.without(plain, OwnTreatments.replacedBy(regularizers));
        List<Layer> all =
                own.getConfs().stream().map(NeuralNetConfiguration::getLayer).toList();
        OwnTreatments.requireRoom(all, OwnStack.treatments(own), regularizers);
        for (int i = 0; i < all.size(); i++) {
            optimize(all.get(i), String.valueOf(i + 1), optimizer);
            unname(all.get(i));
        }
        RegularizedLayers layers = new RegularizedLayers(
                global(own, seed), FirstLayers.kind(FirstLayers.takeMaps(plain), all), regularizers);
        for (int i = 0; i < all.size(); i++) {
            InputPreProcessor before = own.getInputPreProcess(i);
            if (before != null) {
                layers.preprocessed(all.get(i), before);
            }
        }
        List<Layer> end =
                new ArrayList<>(Head.of(new NetworkConfiguration.Stack(own)).layers());
        Collections.reverse(end);
        int last = all.size() - end.size();
        for (int i = 0; i < last; ) {
            Layer layer = all.get(i);
            List<Layer> behind = List.of();
            if (OwnStack.isConvolution(layer)) {
                behind = behind(all.subList(i + 1, last), OwnStack::completesMaps);
                layers.convolution((ConvolutionLayer) layer, behind.toArray(Layer[]::new));
            } else if (layer instanceof DenseLayer dense) {
                behind = behind(all.subList(i + 1, last), OwnStack::completesDense);
                layers.hidden(dense, behind.toArray(Layer[]::new));
            } else {
                layers.other(layer);
            }
            i += 1 + behind.size();
        }
        return new NetworkConfiguration.Stack(settings(own, layers.output(end)));
    }

    private static List<Layer> behind(List<Layer> above, Predicate<Layer> completes) {
        List<Layer> behind = new ArrayList<>();
        for (Layer layer : above) {
            if (!completes.test(layer)) {
                break;
            }
            behind.add(layer);
        }
        return behind;
    }

    private static NeuralNetConfiguration.Builder global(MultiLayerConfiguration own, long seed) {
        NeuralNetConfiguration.Builder global = new NeuralNetConfiguration.Builder(own.getConf(0))
                .seed(seed)
                .cacheMode(own.getCacheMode() == null ? own.getConf(0).getCacheMode() : own.getCacheMode())
                .dataType(own.getDataType());
        // Layers without weights also have an updater, and learning curves show the first layer's learning rate.
        own.getConfs().stream()
                .map(NeuralNetConfiguration::getLayer)
                .filter(BaseLayer.class::isInstance)
                .map(layer -> ((BaseLayer) layer).getIUpdater())
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(global::updater);
        return global;
    }

    /** Replaces a layer's updater, unless it stays as configured. */
    static void optimize(Layer layer, String name, Optimizer optimizer) {
        if (optimizer instanceof Optimizer.AsConfigured || layer.initializer().numParams(layer) == 0) {
            return;
        }
        if (layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop) {
            return;
        }
        if (layer instanceof BaseWrapperLayer wrapper) {
            optimize(wrapper.getUnderlying(), name, optimizer);
        } else if (layer instanceof Bidirectional both) {
            optimize(both.getFwd(), name, optimizer);
            optimize(both.getBwd(), name, optimizer);
        } else if (layer instanceof AbstractSameDiffLayer weights) {
            weights.setUpdater(Updaters.of(optimizer));
            weights.setBiasUpdater(null);
        } else if (layer instanceof BaseLayer weights) {
            weights.setIUpdater(Updaters.of(optimizer));
            weights.setBiasUpdater(null);
        } else {
            throw new IllegalArgumentException(
                    "layer %s (%s) does not accept another optimizer: leave out --optimizer, so that each layer keeps the configuration's own"
                            .formatted(name, layer.getClass().getSimpleName()));
        }
    }

    /** Removes names that Deeplearning4j derived from positions, which would now belong to other layers. */
    private static void unname(Layer layer) {
        if (layer.getLayerName() != null && layer.getLayerName().matches("layer[0-9]+")) {
            layer.setLayerName(null);
        }
    }

    private static MultiLayerConfiguration settings(MultiLayerConfiguration from, MultiLayerConfiguration to) {
        to.setBackpropType(from.getBackpropType());
        to.setTbpttFwdLength(from.getTbpttFwdLength());
        to.setTbpttBackLength(from.getTbpttBackLength());
        to.setTrainingWorkspaceMode(from.getTrainingWorkspaceMode());
        if (to.getInferenceWorkspaceMode() != WorkspaceMode.NONE) {
            to.setInferenceWorkspaceMode(from.getInferenceWorkspaceMode());
        }
        to.setCacheMode(from.getCacheMode());
        to.setValidateOutputLayerConfig(from.isValidateOutputLayerConfig());
        return to;
    }
}
