package org.dropoutlab.dl4j.network;

import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/** What the first layers of a network take. */
final class FirstLayers {
    private static final List<Class<? extends Layer>> ON_MAPS = List.of(
            ConvolutionLayer.class,
            SubsamplingLayer.class,
            ZeroPaddingLayer.class,
            Cropping2D.class,
            Upsampling2D.class,
            SpaceToDepthLayer.class,
            SpaceToBatchLayer.class,
            LocalResponseNormalization.class,
            LocallyConnected2D.class,
            GlobalPoolingLayer.class,
            PrimaryCapsules.class);
    private static final List<Class<? extends Layer>> ON_STEPS =
            List.of(Convolution1DLayer.class, Subsampling1DLayer.class);
    private static final List<Class<? extends Layer>> ON_ANYTHING =
            List.of(DropoutLayer.class, ActivationLayer.class, BatchNormalization.class);

    private FirstLayers() {}

    /** Whether the network takes images as feature maps: as its first layer does that does not take anything. */
    static boolean takeMaps(MultiLayerConfiguration network) {
        for (int i = 0; i < network.getConfs().size(); i++) {
            InputPreProcessor before = network.getInputPreProcess(i);
            if (before != null) {
                return before instanceof FeedForwardToCnnPreProcessor
                        || (i > 0 && before instanceof CnnToFeedForwardPreProcessor);
            }
            Layer layer = inner(network.getConf(i).getLayer());
            if (!isOneOf(ON_ANYTHING, layer)) {
                return isOneOf(ON_MAPS, layer) && !isOneOf(ON_STEPS, layer);
            }
        }
        return false;
    }

    /** Whether a first layer, behind its preprocessor or none, takes images as feature maps. */
    static boolean takeMaps(InputPreProcessor before, Layer first) {
        Layer layer = inner(first);
        return before == null
                ? isOneOf(ON_MAPS, layer) && !isOneOf(ON_STEPS, layer)
                : before instanceof FeedForwardToCnnPreProcessor;
    }

    /** The kind of a network's inputs, as far as noise depends on it. */
    static InputType.Type kind(boolean maps, List<Layer> all) {
        if (maps) {
            return InputType.Type.CNN;
        }
        boolean steps = all.stream().map(FirstLayers::inner).anyMatch(FirstLayers::isOverSteps);
        return steps ? InputType.Type.RNN : InputType.Type.FF;
    }

    private static boolean isOverSteps(Layer layer) {
        return layer instanceof BaseRecurrentLayer
                || layer instanceof Bidirectional
                || layer instanceof RnnOutputLayer
                || layer instanceof RnnLossLayer
                || layer instanceof EmbeddingSequenceLayer
                || isOneOf(ON_STEPS, layer);
    }

    /** Whether a first layer takes whole numbers from 0, which it looks up. */
    static boolean takeIndices(Layer layer) {
        Layer first = inner(layer);
        return first instanceof EmbeddingLayer || first instanceof EmbeddingSequenceLayer;
    }

    private static Layer inner(Layer layer) {
        if (layer instanceof FrozenLayer frozen) {
            return inner(frozen.getLayer());
        }
        return layer instanceof BaseWrapperLayer wrapper ? inner(wrapper.getUnderlying()) : layer;
    }

    private static boolean isOneOf(List<Class<? extends Layer>> kinds, Layer layer) {
        return kinds.stream().anyMatch(kind -> kind.isInstance(layer));
    }
}
