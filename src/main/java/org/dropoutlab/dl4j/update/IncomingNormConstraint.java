package org.dropoutlab.dl4j.update;

import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Max-norm: scales the incoming weights of a dense layer's units down to Euclidean norm {@code limit} if they exceed
 * it. A weight matrix is [inputs, units], so a unit's incoming weights are a column.
 *
 * <p>It replaces {@code MaxNormConstraint}, whose base class applies every constraint twice per step, with six
 * operations each, and which multiplies all weights by norm/(norm + 1e-6), within the limit or not.
 */
public final class IncomingNormConstraint implements LayerConstraint {
    private static final long serialVersionUID = 1L;
    private static final int INPUTS = 0;

    private final double limit;
    private Set<String> params = Set.of();

    /**
     * @param limit maximum norm, greater than 0
     */
    @JsonCreator
    public IncomingNormConstraint(@JsonProperty(value = "limit", required = true) double limit) {
        this.limit = limit;
    }

    /** The maximum norm of a unit's incoming weights. */
    @JsonProperty
    public double limit() {
        return limit;
    }

    @Override
    public void applyConstraint(Layer layer, int iteration, int epoch) {
        for (String name : params) {
            INDArray weights = layer.getParam(name);
            float[] scales = weights.norm2(INPUTS).toFloatVector();
            boolean exceeded = false;
            for (int unit = 0; unit < scales.length; unit++) {
                exceeded |= scales[unit] > limit;
                scales[unit] = scales[unit] > limit ? (float) (limit / scales[unit]) : 1;
            }
            if (exceeded) {
                weights.muliRowVector(Nd4j.createFromArray(scales));
            }
        }
    }

    @Override
    public Set<String> getParams() {
        return params;
    }

    @Override
    public void setParams(Set<String> names) {
        params = Set.copyOf(names);
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public IncomingNormConstraint clone() {
        IncomingNormConstraint copy = new IncomingNormConstraint(limit);
        copy.setParams(params);
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IncomingNormConstraint that && limit == that.limit && params.equals(that.params);
    }

    @Override
    public int hashCode() {
        return Objects.hash(limit, params);
    }
}
