package org.dropoutlab.dl4j.layer;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Helpers for layer configurations that extend Deeplearning4j's. */
public final class LayerSettings {
    private LayerSettings() {}

    /**
     * Copies every setting of {@code type} and its superclasses. It uses reflection because {@code DenseLayer} has no
     * suitable constructor for subclasses, and an explicit list would miss the settings of later versions.
     */
    public static <C extends BaseLayer> void copy(C from, C to, Class<? extends C> type) {
        C source = type.cast(from.clone());
        try {
            for (Class<?> owner = type; owner != Object.class; owner = owner.getSuperclass()) {
                for (Field field : owner.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        field.setAccessible(true);
                        field.set(to, field.get(source));
                    }
                }
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError("a field was made accessible", e);
        }
    }

    static void requireNoWeightNoise(BaseLayer layer) {
        if (layer.getWeightNoise() != null) {
            throw new IllegalArgumentException(
                    "a layer has either DropConnect or Deeplearning4j's weight noise, not both");
        }
    }

    /**
     * Checks the sizes of a new layer and sets its parameters and listeners, as every {@code instantiate} does.
     */
    public static Layer start(
            Layer layer, Collection<TrainingListener> listeners, int index, INDArray paramsView, boolean initialize) {
        if (layer.conf().getLayer() instanceof FeedForwardLayer sized) {
            LayerValidation.assertNInNOutSet(
                    sized.getClass().getSimpleName(), sized.getLayerName(), index, sized.getNIn(), sized.getNOut());
        }
        return startWithoutSizes(layer, listeners, index, paramsView, initialize);
    }

    /** The same for a layer that takes inputs of any size. */
    public static Layer startWithoutSizes(
            Layer layer, Collection<TrainingListener> listeners, int index, INDArray paramsView, boolean initialize) {
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(paramsView);
        layer.setParamTable(layer.conf().getLayer().initializer().init(layer.conf(), paramsView, initialize));
        return layer;
    }
}
