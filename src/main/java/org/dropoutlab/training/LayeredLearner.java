package org.dropoutlab.training;

import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.batches.Rows;
import org.dropoutlab.scoring.Outputs;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** A learner with Deeplearning4j's own steps, layer by layer, for any network. */
record LayeredLearner(MultiLayerNetwork network) implements Learner {
    private static final int MAPS_AT_ONCE = 250;

    @Override
    public void fit(MiniBatches epoch) {
        network.fit(epoch);
    }

    /** One forward pass, or several for feature maps; losses come from the output layer's loss function. */
    @Override
    public Outputs predict(Rows examples) {
        int atOnce = examples.form().isEmpty() ? examples.size() : MAPS_AT_ONCE;
        double[] losses = new double[examples.size()];
        float[][] outputs = new float[examples.size()][];
        for (int from = 0; from < examples.size(); from += atOnce) {
            int to = Math.min(from + atOnce, examples.size());
            Outputs some = predict(examples.batch(examples.all(), from, to));
            System.arraycopy(some.losses(), 0, losses, from, to - from);
            System.arraycopy(some.outputs(), 0, outputs, from, to - from);
        }
        return new Outputs(losses, outputs);
    }

    private Outputs predict(DataSet batch) {
        int last = network.getnLayers() - 1;
        INDArray below = last == 0
                ? batch.getFeatures()
                : network.feedForwardToLayer(last - 1, batch.getFeatures(), false)
                        .get(last);
        LayerWorkspaceMgr heap = LayerWorkspaceMgr.noWorkspaces();
        InputPreProcessor before = network.getLayerWiseConfigurations().getInputPreProcess(last);
        IOutputLayer output = (IOutputLayer) network.getOutputLayer();
        output.setInput(before == null ? below : before.preProcess(below, batch.numExamples(), heap), heap);
        output.setLabels(batch.getLabels());
        double[] losses = output.computeScoreForExamples(0, heap).toDoubleVector();
        float[][] outputs = output.activate(false, heap).toFloatMatrix();
        batch.getFeatures().close();
        batch.getLabels().close();
        return new Outputs(losses, outputs);
    }

    @Override
    public float[][] predictions(PresentedImages images, int[] examples) {
        return images.predictions(network, examples);
    }

    /** Does nothing: the network belongs to the caller. */
    @Override
    public void close() {}
}
