package org.dropoutlab.training;

import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dropoutlab.experiment.Score;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How a network does on a set of examples, with dropout and every other noise off.
 *
 * @param losses of each example, in nats
 * @param correct whether each example is classified rightly
 */
record Scores(double[] losses, boolean[] correct) {

    /**
     * Measures with one forward pass: loss by the output layer's own loss function, class by the largest output or, of a
     * single output, by 0.5.
     *
     * @param features [example, feature]
     * @param labels [example, output]
     */
    static Scores of(MultiLayerNetwork network, INDArray features, INDArray labels) {
        int lastHidden = network.getnLayers() - 2;
        INDArray hidden =
                network.feedForwardToLayer(lastHidden, features, false).get(lastHidden + 1);
        LayerWorkspaceMgr heap = LayerWorkspaceMgr.noWorkspaces();
        IOutputLayer output = (IOutputLayer) network.getOutputLayer();
        output.setInput(hidden, heap);
        output.setLabels(labels);
        INDArray losses = output.computeScoreForExamples(0, heap);
        INDArray predicted = output.activate(false, heap);
        int examples = Math.toIntExact(labels.size(0));
        boolean[] correct = new boolean[examples];
        for (int i = 0; i < examples; i++) {
            correct[i] = classOf(predicted, i) == classOf(labels, i);
        }
        return new Scores(losses.toDoubleVector(), correct);
    }

    /** The score on the examples from {@code from} to before {@code to}. */
    Score of(int from, int to) {
        double loss = 0;
        int right = 0;
        for (int i = from; i < to; i++) {
            loss += losses[i];
            right += correct[i] ? 1 : 0;
        }
        return new Score(loss / (to - from), (double) right / (to - from));
    }

    private static int classOf(INDArray outputs, int example) {
        int columns = Math.toIntExact(outputs.size(1));
        if (columns == 1) {
            return outputs.getDouble(example, 0) > 0.5 ? 1 : 0;
        }
        int best = 0;
        for (int column = 1; column < columns; column++) {
            if (outputs.getDouble(example, column) > outputs.getDouble(example, best)) {
                best = column;
            }
        }
        return best;
    }
}
