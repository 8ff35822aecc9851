package org.dropoutlab.dl4j.layer;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The gradient of a network's loss in training, under the same masks every time: an oracle for double precision. */
public final class FiniteDifferences {
    public static final double STEP = 1e-5;

    private FiniteDifferences() {}

    /** The loss on the network's inputs and labels; its gradient is then the network's. */
    public static double loss(MultiLayerNetwork network) {
        Nd4j.getRandom().setSeed(11);
        INDArray input = network.getInput();
        INDArray labels = network.getLabels();
        network.computeGradientAndScore();
        network.setInput(input);
        network.setLabels(labels);
        return network.score();
    }

    /** By central differences, parameter by parameter. */
    public static double[] of(MultiLayerNetwork network) {
        double[] parameters = network.params().toDoubleVector();
        double[] gradient = new double[parameters.length];
        for (int i = 0; i < gradient.length; i++) {
            network.params().putScalar(i, parameters[i] + STEP);
            double above = loss(network);
            network.params().putScalar(i, parameters[i] - STEP);
            double below = loss(network);
            network.params().putScalar(i, parameters[i]);
            gradient[i] = (above - below) / (2 * STEP);
        }
        return gradient;
    }
}
