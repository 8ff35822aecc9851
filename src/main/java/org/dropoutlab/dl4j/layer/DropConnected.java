package org.dropoutlab.dl4j.layer;

import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.dropoutlab.regularization.WeightMasks;

/** The configuration of a layer with DropConnect. */
public sealed interface DropConnected permits DropConnectDense, DropConnectConvolution {
    /** How weights are dropped. */
    WeightMasks masks();

    /** A copy of the layer with other masks. */
    BaseLayer withMasks(WeightMasks other);

    /** The layer without masks, with the same parameters. */
    BaseLayer plain();
}
