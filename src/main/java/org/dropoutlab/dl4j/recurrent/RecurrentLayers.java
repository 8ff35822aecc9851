package org.dropoutlab.dl4j.recurrent;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/** Recurrent layers in a network's list, alone or within wrappers. */
public final class RecurrentLayers {
    private RecurrentLayers() {}

    /**
     * The recurrent layer of a network's layer: itself, or the one that {@code LastTimeStep}, {@code MaskZeroLayer}, {@code Bidirectional}
     * and the like wrap. A frozen layer counts as none, because it is not trained.
     */
    public static Optional<BaseRecurrentLayer> of(Layer layer) {
        if (layer instanceof BaseRecurrentLayer recurrent) {
            return Optional.of(recurrent);
        }
        if (layer instanceof Bidirectional both) {
            return of(both.getFwd());
        }
        if (layer instanceof BaseWrapperLayer wrapper && !(layer instanceof FrozenLayerWithBackprop)) {
            return of(wrapper.getUnderlying());
        }
        return Optional.empty();
    }

    /**
     * A copy of a layer with treatments.
     *
     * @throws IllegalArgumentException if it is a recurrent layer that cannot have them; the one-line message names it
     */
    public static Layer treated(Layer layer, LstmTreatments treatments) {
        return inside(layer, within -> {
            if (within instanceof LSTM lstm) {
                return new DirectLstm(lstm, treatments);
            }
            if (within instanceof BaseRecurrentLayer) {
                throw new IllegalArgumentException(
                        "the recurrent layer %s is none that can be treated: only LSTM is".formatted(name(within)));
            }
            return within;
        });
    }

    private static String name(Layer layer) {
        String type = layer.getClass().getSimpleName();
        return layer.getLayerName() == null || layer.getLayerName().matches("layer[0-9]+")
                ? type
                : "'%s' (%s)".formatted(layer.getLayerName(), type);
    }

    /**
     * A copy of a layer in which {@code change} has replaced the layer itself or, in a wrapper, the copies of those that
     * it wraps. Frozen layers stay as they are. Deeplearning4j's own copies of wrappers share what they wrap.
     */
    public static Layer inside(Layer layer, UnaryOperator<Layer> change) {
        Layer copy = layer.clone();
        if (copy instanceof FrozenLayer || copy instanceof FrozenLayerWithBackprop) {
            return copy;
        }
        if (copy instanceof Bidirectional both) {
            both.setFwd(inside(both.getFwd(), change));
            both.setBwd(inside(both.getBwd(), change));
            both.setInitializer(null);
            return both;
        }
        if (copy instanceof BaseWrapperLayer wrapper) {
            wrapper.setUnderlying(inside(wrapper.getUnderlying(), change));
            return wrapper;
        }
        return change.apply(copy);
    }
}
