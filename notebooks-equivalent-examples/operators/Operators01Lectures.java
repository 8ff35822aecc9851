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

/** The tensors that the lectures print: what dropout, spatial dropout and DropConnect do to numbers. */
public final class Operators01Lectures {
    private Operators01Lectures() {}

    public static void main(String[] args) {
        Notebook.run(Operators01Lectures.class, args, Operators01Lectures::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # What dropout does to a tensor
        //
        // Lectures introduce dropout by printing what it makes of a tensor of ones (F. Fleuret's deep-learning course,
        // 6.3, among them). Here are the same tensors, computed by Deeplearning4j when this page was rendered.
        // `./lab run operators` prints them in a terminal.
        //
        // ## Dropout
        //
        // Each entry is dropped with probability 0.75, and the entries that stay are divided by 0.25, so that the mean
        // stays 1. Deeplearning4j's `DropoutLayer` wants the probability of *retaining*; `DropProbability` is the one
        // place where the two are converted.
        // %%
        SingleLayer dropout =
                SingleLayer.of(new DropoutLayer(new DropProbability(0.75).retain()), InputType.feedForward(5));
        INDArray ones = Nd4j.ones(3, 5);
        INDArray y = dropout.train(ones, 7);
        notebook.print(y.toString());
        // %% [markdown]
        // The lecture then takes the gradient of the sum of the rows' lengths, v/|v| for each row v. On its way back
        // through the layer it is masked and scaled by the same entries: 0 where a unit was dropped, 4/√k in a row of
        // which k are left.
        // %%
        INDArray gradient = dropout.backward(y.divColumnVector(y.norm2(1)));
        notebook.print(gradient.toString());
        // %% [markdown]
        // At inference the layer is the identity. In PyTorch a module's training flag switches it; in Deeplearning4j
        // it is an argument of the forward pass.
        // %%
        notebook.print(dropout.infer(ones).toString());
        // %% [markdown]
        // ## Channel dropout
        //
        // `SpatialDropout` (PyTorch's `Dropout2d`) makes one draw for each example and channel: of ones of shape
        // (2, 3, 2, 4), whole maps of 2×4 are dropped or doubled. Neighbouring pixels say nearly the same, so that
        // dropping single ones removes little.
        // %%
        SingleLayer spatial = SingleLayer.of(
                new DropoutLayer(new SpatialDropout(new DropProbability(0.5).retain())),
                InputType.convolutional(2, 4, 3));
        notebook.print(spatial.train(Nd4j.ones(2, 3, 2, 4), 7).toString());
        // %% [markdown]
        // ## DropConnect
        //
        // Dropout of 5 inputs removes, from the weights of a layer of 3 units behind it, all the weights of an input
        // or none: its effective mask, inputs down, units across, consists of equal columns.
        // %%
        SingleLayer inputs = SingleLayer.of(RegularizedLayers.layer(Dropout.visible(0.5)), InputType.feedForward(5));
        INDArray mask = inputs.train(Nd4j.ones(1, 5), 1);
        notebook.print(mask.transpose().mmul(Nd4j.ones(1, 3)).toString());
        // %% [markdown]
        // DropConnect drops each weight by itself. It cannot be written as a layer between two others, because what it
        // changes lies inside a layer; here it is a dense layer of its own. All its weights are set to 1, and one-hot
        // inputs read them row by row. (With `PER_EXAMPLE`, the published way, each row would have a mask of its own.)
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
        // The lecture's network, 10–100–50–2 with dropout 0.5 after each hidden layer. Dropout has no parameters:
        // 6,252 with it and without.
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
        // An introduction to `nn.Dropout` builds 10–50–1 with dropout 0.3. `RegularizedLayers` puts the regularizers of
        // a list where they belong, which is how the studies here build the arms that they compare.
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
        // The same input three times, with the training flag on and off:
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
        // ## Dropout as in training, batch normalization as at inference
        //
        // Predictions from many passes with dropout (Monte-Carlo dropout) want dropout as in training and batch
        // normalization as at inference. `output(x, true)` switches both: with it an example's prediction depends on
        // its neighbours in the batch. `MonteCarlo` switches dropout alone.
        //
        // Below, one and the same input fills a batch of three. With independent masks, each copy meets a network of
        // its own; with sampled networks, a pass is one network for all of them.
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
