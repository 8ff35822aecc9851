package org.dropoutlab.training;

import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Learns as Deeplearning4j does, layer by layer: any network. */
record LayeredLearner(MultiLayerNetwork network) implements Learner {

    @Override
    public void fit(MiniBatches epoch) {
        network.fit(epoch);
    }

    /** With one forward pass: losses by the output layer's own loss function. */
    @Override
    public Answers answer(Rows examples) {
        DataSet all = examples.batch(examples.all(), 0, examples.size());
        int lastHidden = network.getnLayers() - 2;
        INDArray hidden =
                network.feedForwardToLayer(lastHidden, all.getFeatures(), false).get(lastHidden + 1);
        LayerWorkspaceMgr heap = LayerWorkspaceMgr.noWorkspaces();
        IOutputLayer output = (IOutputLayer) network.getOutputLayer();
        output.setInput(hidden, heap);
        output.setLabels(all.getLabels());
        double[] losses = output.computeScoreForExamples(0, heap).toDoubleVector();
        float[][] outputs = output.activate(false, heap).toFloatMatrix();
        all.getFeatures().close();
        all.getLabels().close();
        return new Answers(losses, outputs);
    }

    /** Nothing to give back: the network belongs to whoever has made it. */
    @Override
    public void close() {}
}
