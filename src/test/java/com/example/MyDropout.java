package com.example;

import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Someone's own dropout, as Deeplearning4j's documentation has them write it: with a mask as a field, and for JSON. */
public class MyDropout implements IDropout {
    private static final long serialVersionUID = 1L;

    @JsonProperty
    private final double retained;

    private transient INDArray mask;

    @JsonCreator
    public MyDropout(@JsonProperty("retained") double retained) {
        this.retained = retained;
    }

    @Override
    public INDArray applyDropout(INDArray in, INDArray out, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
        mask = Nd4j.rand(in.dataType(), in.shape())
                .lt(retained)
                .castTo(in.dataType())
                .divi(retained);
        return in.muli(mask, out);
    }

    @Override
    public INDArray backprop(INDArray above, INDArray below, int iteration, int epoch) {
        return above.muli(mask, below);
    }

    @Override
    public void clear() {
        mask = null;
    }

    @Override
    public MyDropout clone() {
        return new MyDropout(retained);
    }
}
