package org.dropoutlab.training;

import java.util.Optional;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.batches.Rows;
import org.dropoutlab.dl4j.layer.ClassWeightedLoss;
import org.dropoutlab.scoring.ClassWeights;
import org.dropoutlab.scoring.Outputs;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** A learner with Deeplearning4j's own steps, layer by layer, for any network. */
record LayeredLearner(MultiLayerNetwork network, Optional<ClassWeights> weights) implements Learner {
    private static final int MAPS_AT_ONCE = 250;
    /** More than in most tables, which have always been predicted in one pass; but a pass keeps all activations. */
    private static final int ROWS_AT_ONCE = 1 << 16;

    LayeredLearner(MultiLayerNetwork network) {
        this(network, Optional.empty());
    }

    @Override
    public void fit(MiniBatches epoch) {
        if (weights.isPresent()) {
            ClassWeightedLoss.during(network, weights.get(), weighted -> weighted.fit(epoch));
        } else {
            network.fit(epoch);
        }
    }

    @Override
    public int atOnce(Rows rows) {
        return rows.form().isEmpty() ? ROWS_AT_ONCE : MAPS_AT_ONCE;
    }

    /** Losses come from the output layer's loss function. */
    @Override
    public Outputs predict(Rows rows, int[] examples) {
        double[] losses = new double[examples.length];
        float[] outputs = new float[examples.length * rows.outputs()];
        for (int from = 0; from < examples.length; from += atOnce(rows)) {
            int to = Math.min(from + atOnce(rows), examples.length);
            Outputs some = predict(rows.batch(examples, from, to));
            System.arraycopy(some.losses(), 0, losses, from, to - from);
            System.arraycopy(some.numbers(), 0, outputs, from * rows.outputs(), some.numbers().length);
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
        float[] outputs = output.activate(false, heap).dup('c').data().asFloat();
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
