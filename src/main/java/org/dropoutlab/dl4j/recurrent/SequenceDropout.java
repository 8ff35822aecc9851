package org.dropoutlab.dl4j.recurrent;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dropoutlab.dl4j.layer.LayerSettings;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@link DropoutLayer} for sequences, [example, feature, step], of which some steps may be masked: noise of its own at
 * every step. Deeplearning4j's multiplies features by the mask as if both were matrices, and fails, in training and at
 * inference. This one hands the mask on: the layers above ignore masked steps.
 */
public final class SequenceDropout extends DropoutLayer {
    private static final long serialVersionUID = 1L;

    /** For Deeplearning4j's JSON, which sets the noise. */
    SequenceDropout() {}

    /** A layer with this noise. */
    public SequenceDropout(IDropout noise) {
        super(noise);
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        return LayerSettings.startWithoutSizes(
                new Unmasked(conf, networkDataType), listeners, layerIndex, layerParamsView, initializeParams);
    }

    /** Deeplearning4j's layer without a mask. */
    private static final class Unmasked extends org.deeplearning4j.nn.layers.DropoutLayer {
        private static final long serialVersionUID = 1L;

        Unmasked(NeuralNetConfiguration conf, DataType dataType) {
            super(conf, dataType);
        }

        @Override
        public Pair<INDArray, MaskState> feedForwardMaskArray(
                INDArray mask, MaskState currentMaskState, int minibatchSize) {
            return new Pair<>(mask, currentMaskState);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SequenceDropout && super.equals(other);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof SequenceDropout;
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
