package org.dropoutlab.regularization;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The masks that the examples of one mini-batch share, by the name of the parameter, from forward to backward pass. */
final class SharedMasks {
    private final Map<String, INDArray> masks = new HashMap<>();

    /** A copy of {@code parameter} with a new mask upon it. */
    INDArray drop(String name, INDArray parameter, DropProbability rate, LayerWorkspaceMgr workspaces) {
        INDArray mask = Masks.like(parameter, rate, workspaces);
        masks.put(name, mask);
        INDArray dropped = workspaces.createUninitialized(
                ArrayType.INPUT, parameter.dataType(), parameter.shape(), parameter.ordering());
        return parameter.mul(mask, dropped);
    }

    /** Turns the gradient with respect to the dropped parameters into that with respect to the parameters, in place. */
    void backpropagate(Gradient gradient) {
        masks.forEach((name, mask) -> gradient.getGradientFor(name).muli(mask));
        masks.clear();
    }
}
