package operators;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.dl4j.RegularizedLayers;
import org.dropoutlab.dl4j.SingleLayer;
import org.dropoutlab.dl4j.layer.DropConnectDense;
import org.dropoutlab.montecarlo.MonteCarlo;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.WeightMasks;
import org.dropoutlab.regularization.WeightMasks.MaskScope;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The tensors printed in lectures: dropout, spatial dropout and DropConnect applied to numbers. */
public final class Operators01Lectures {
    private Operators01Lectures() {}

    public static void main(String[] args) {
        Notebook.run(Operators01Lectures.class, args, Operators01Lectures::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # What dropout does to a tensor
        //
        // Lectures often introduce dropout by applying it to a tensor of ones and printing the result (for example F.
        // Fleuret's deep-learning course, 6.3). Here are the same tensors, computed by Deeplearning4j when this page
        // was rendered. `./lab run operators` prints them in a terminal.
        //
        // ## Dropout
        //
        // Each entry is dropped with probability 0.75. The remaining entries are divided by 0.25, which keeps the
        // mean at 1. Deeplearning4j's `DropoutLayer` expects the probability of *retaining* a unit; `DropProbability`
        // is the only place that converts between the two.
        // %%
        SingleLayer dropout =
                SingleLayer.of(new DropoutLayer(new DropProbability(0.75).retain()), InputType.feedForward(5));
        INDArray ones = Nd4j.ones(3, 5);
        INDArray y = dropout.train(ones, 7);
        notebook.print(y.toString());
        // %% [markdown]
        // The lecture then takes the gradient of the sum of the row norms: v/|v| for each row v. On its way back
        // through the layer, the gradient is masked and scaled like the entries: 0 where a unit was dropped, 4/√k in
        // a row with k remaining units.
        // %%
        INDArray gradient = dropout.backward(y.divColumnVector(y.norm2(1)));
        notebook.print(gradient.toString());
        // %% [markdown]
        // At inference the layer is the identity. PyTorch switches modes with the module's training flag; in
        // Deeplearning4j the mode is an argument of the forward pass.
        // %%
        notebook.print(dropout.infer(ones).toString());
        // %% [markdown]
        // ## Channel dropout
        //
        // `SpatialDropout` (PyTorch's `Dropout2d`) draws once per example and channel. In a tensor of ones of shape
        // (2, 3, 2, 4), whole 2×4 maps are dropped or doubled. Neighbouring pixels carry nearly the same information,
        // so dropping single pixels removes little.
        // %%
        SingleLayer spatial = SingleLayer.of(
                new DropoutLayer(new SpatialDropout(new DropProbability(0.5).retain())),
                InputType.convolutional(2, 4, 3));
        notebook.print(spatial.train(Nd4j.ones(2, 3, 2, 4), 7).toString());
        // %% [markdown]
        // ## DropConnect
        //
        // Dropping one input of a dense layer removes all of that input's weights at once. With 5 inputs and 3 units,
        // the effective weight mask (inputs in rows, units in columns) therefore has identical columns.
        // %%
        SingleLayer inputs = SingleLayer.of(RegularizedLayers.layer(Dropout.visible(0.5)), InputType.feedForward(5));
        INDArray mask = inputs.train(Nd4j.ones(1, 5), 1);
        notebook.print(mask.transpose().mmul(Nd4j.ones(1, 3)).toString());
        // %% [markdown]
        // DropConnect drops each weight independently. It cannot be a layer between two others, because the weights
        // it changes are inside a layer; here it is its own dense layer. All its weights are set to 1, and one-hot
        // inputs read them row by row. (With `PER_EXAMPLE`, the published method, each row would have its own mask.)
        // %%
        SingleLayer dropConnect = SingleLayer.of(
                new DropConnectDense(
                        new DenseLayer.Builder().nIn(5).nOut(3).build(),
                        WeightMasks.of(0.5).withScope(MaskScope.PER_MINI_BATCH)),
                InputType.feedForward(5));
        dropConnect.parameter("W").assign(1);
        notebook.print(dropConnect.train(Nd4j.eye(5), 1).toString());
        // %% [markdown]
        // ## Networks
        //
        // The lecture's network has 10–100–50–2 units and dropout 0.5 after each hidden layer. Dropout has no
        // parameters: the network has 6,252 with or without it.
        // %%
        MultiLayerNetwork lecture = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(10).nOut(100).build())
                .layer(new DropoutLayer(0.5))
                .layer(new DenseLayer.Builder().nIn(100).nOut(50).build())
                .layer(new DropoutLayer(0.5))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(50)
                        .nOut(2)
                        .build())
                .build());
        lecture.init();
        notebook.print(lecture.summary().strip());
        // %% [markdown]
        // An introduction to `nn.Dropout` builds a 10–50–1 network with dropout 0.3. `RegularizedLayers` puts each
        // regularizer where it belongs; the studies here build their arms this way.
        // %%
        MultiLayerNetwork introduction = new MultiLayerNetwork(new RegularizedLayers(
                        new NeuralNetConfiguration.Builder().seed(1).activation(Activation.RELU),
                        InputType.feedForward(10),
                        List.of(Dropout.hidden(0.3)))
                .hidden(new DenseLayer.Builder().nOut(50))
                .output(new OutputLayer.Builder(LossFunction.MSE).nOut(1).activation(Activation.IDENTITY)));
        introduction.init();
        notebook.print(introduction.summary().strip());
        // %% [markdown]
        // Three passes of the same input, with the training flag on and off:
        // %%
        Nd4j.getRandom().setSeed(1);
        INDArray x = Nd4j.randn(1, 10);
        for (boolean training : new boolean[] {true, false}) {
            notebook.print("training %-5s  %.4f  %.4f  %.4f"
                    .formatted(
                            training,
                            introduction.output(x, training).getDouble(0),
                            introduction.output(x, training).getDouble(0),
                            introduction.output(x, training).getDouble(0)));
        }
        // %% [markdown]
        // ## Dropout in training mode, batch normalization in inference mode
        //
        // Predictions from many passes with dropout (Monte-Carlo dropout) need dropout in training mode and batch
        // normalization in inference mode. `output(x, true)` switches both to training mode, which makes an example's
        // prediction depend on its neighbours in the batch. `MonteCarlo` switches dropout only.
        //
        // Below, three copies of one input form a batch. With independent masks, each copy goes through a different
        // network; with sampled networks, each pass uses one network for the whole batch.
        // %%
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(10).nOut(50).build())
                .layer(new BatchNormalization.Builder().nOut(50).build())
                .layer(new DropoutLayer(0.7))
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(50)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        INDArray copies = Nd4j.tile(x, 3, 1);
        notebook.print("independent masks  "
                + MonteCarlo.ofIndependentMasks(network).pass(copies, 1).transpose());
        notebook.print("a sampled network  "
                + MonteCarlo.ofSampledNetworks(network).pass(copies, 1).transpose());
        notebook.print("another one        "
                + MonteCarlo.ofSampledNetworks(network).pass(copies, 2).transpose());
        notebook.print("dropout off        " + network.output(copies).transpose());
    }
}
