package org.dropoutlab.dl4j.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.util.OutputLayerUtil;
import org.dropoutlab.dl4j.OwnTreatments;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.dropoutlab.dl4j.layer.DropConnectConvolution;
import org.dropoutlab.dl4j.update.Updaters;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;

/**
 * A network that somebody brings as Deeplearning4j's configuration. Dense layers are its hidden layers, convolutions its
 * convolutions, and the pooling, activation and normalization behind either belong to it: noise comes behind them. Layers
 * of other kinds are what they are, and no regularizer acts on them but those on all weights.
 *
 * <p>What the configuration sets stays: weights that start as it says, dropout and penalties that are in it, in every arm. Its
 * updaters and learning rates stay, too, with {@link Optimizer.AsConfigured}; another optimizer takes the place of all of
 * them. A treatment that the configuration has already is refused, because an arm could not be told from its
 * baseline by it. The seed is the trial's.
 */
final class ConfiguredNetwork implements Architecture {
    private static final Set<Class<?>> CONVOLUTIONS =
            Set.of(ConvolutionLayer.class, Convolution2D.class, DropConnectConvolution.class);
    private static final List<Class<? extends Layer>> BEHIND_CONVOLUTION = List.of(
            SubsamplingLayer.class,
            ActivationLayer.class,
            BatchNormalization.class,
            LocalResponseNormalization.class,
            ZeroPaddingLayer.class);
    private static final List<Class<? extends Layer>> BEHIND_DENSE =
            List.of(ActivationLayer.class, BatchNormalization.class);

    private final MultiLayerConfiguration plain;

    /**
     * @param json as {@link MultiLayerConfiguration#toJson} writes it
     * @throws IllegalArgumentException if it is none, or its last layer is not an {@link OutputLayer}, or one
     *     that Deeplearning4j refuses
     */
    ConfiguredNetwork(String json) {
        plain = SafeConfiguration.read(json);
        Layer last = plain.getConf(plain.getConfs().size() - 1).getLayer();
        if (last.getClass() != OutputLayer.class) {
            throw new IllegalArgumentException("the last layer of the configuration is %s, not an OutputLayer"
                    .formatted(last.getClass().getSimpleName()));
        }
        try {
            OutputLayerUtil.validateOutputLayer(last.getLayerName(), last);
        } catch (DL4JInvalidConfigException e) {
            throw new IllegalArgumentException(SafeConfiguration.firstLine(e.getMessage()), e);
        }
    }

    /** Whether images come as feature maps. */
    private boolean takesMaps() {
        return plain.getInputPreProcess(0) instanceof FeedForwardToCnnPreProcessor
                || (plain.getInputPreProcess(0) == null && firstIsOnMaps());
    }

    private boolean firstIsOnMaps() {
        Layer first = plain.getConf(0).getLayer();
        return first instanceof ConvolutionLayer
                || first instanceof SubsamplingLayer
                || first instanceof ZeroPaddingLayer;
    }

    /** Images as feature maps, standardized, if it begins with what takes them, else as vectors of pixels from 0 to 1. */
    @Override
    public Presentation presentation() {
        return takesMaps() ? Presentation.STANDARDIZED : Presentation.PIXELS;
    }

    @Override
    public MultiLayerConfiguration configure(List<Regularizer> regularizers, Optimizer optimizer, long seed) {
        OwnTreatments.requireNone(plain, regularizers);
        MultiLayerConfiguration own = plain.clone();
        List<Layer> all =
                own.getConfs().stream().map(NeuralNetConfiguration::getLayer).toList();
        for (int i = 0; i < all.size(); i++) {
            optimize(all.get(i), i, optimizer);
            unname(all.get(i));
        }
        RegularizedLayers layers = new RegularizedLayers(global(own, seed), takesMaps(), regularizers);
        for (int i = 0; i < all.size(); i++) {
            InputPreProcessor before = own.getInputPreProcess(i);
            if (before != null) {
                layers.preprocessed(all.get(i), before);
            }
        }
        int last = all.size() - 1;
        for (int i = 0; i < last; ) {
            Layer layer = all.get(i);
            List<Layer> behind = List.of();
            if (CONVOLUTIONS.contains(layer.getClass())) {
                behind = behind(all.subList(i + 1, last), BEHIND_CONVOLUTION);
                layers.convolution((ConvolutionLayer) layer, behind.toArray(Layer[]::new));
            } else if (layer instanceof DenseLayer dense) {
                behind = behind(all.subList(i + 1, last), BEHIND_DENSE);
                layers.hidden(dense, behind.toArray(Layer[]::new));
            } else {
                layers.other(layer);
            }
            i += 1 + behind.size();
        }
        return settings(own, layers.output((OutputLayer) all.get(last)));
    }

    private static List<Layer> behind(List<Layer> above, List<Class<? extends Layer>> kinds) {
        List<Layer> behind = new ArrayList<>();
        for (Layer layer : above) {
            if (kinds.stream().noneMatch(kind -> kind.isInstance(layer))) {
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
        // Layers without weights have an updater, too, and a learning curve shows the learning rate of the first layer.
        own.getConfs().stream()
                .map(NeuralNetConfiguration::getLayer)
                .filter(BaseLayer.class::isInstance)
                .map(layer -> ((BaseLayer) layer).getIUpdater())
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(global::updater);
        return global;
    }

    private static void optimize(Layer layer, int place, Optimizer optimizer) {
        if (optimizer instanceof Optimizer.AsConfigured || layer.initializer().numParams(layer) == 0) {
            return;
        }
        if (!(layer instanceof BaseLayer weights)) {
            throw new IllegalArgumentException(
                    "layer %d of the configuration, %s, keeps its optimizer to itself: leave it to the configuration"
                            .formatted(place + 1, layer.getClass().getSimpleName()));
        }
        weights.setIUpdater(Updaters.of(optimizer));
        weights.setBiasUpdater(null);
    }

    /** Names that Deeplearning4j gave by place would be those of other layers. */
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
