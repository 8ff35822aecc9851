package operators;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.dl4j.SingleLayer;
import org.dropoutlab.dl4j.layer.DropConnectDense;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.regularization.WeightMasks;
import org.dropoutlab.regularization.WeightMasks.Inference;
import org.dropoutlab.regularization.WeightMasks.MaskScope;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** DropConnect as published, compared with Deeplearning4j's weight noise of that name. */
public final class Operators02DropConnect {
    private Operators02DropConnect() {}

    public static void main(String[] args) {
        Notebook.run(Operators02DropConnect.class, args, Operators02DropConnect::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # DropConnect, wrong and right
        //
        // DropConnect (Wan et al. 2013) sets each *weight* of a layer to 0 with some probability, with a new mask for
        // every example. Deeplearning4j's weight noise of that name does something else. Here it is called
        // `weight-noise`, and DropConnect has its own layers. This page measures the difference.
        //
        // Both layers below have 1000 inputs and one unit, with all weights 1 and a rate of 0.5.
        // %%
        SingleLayer noise = SingleLayer.of(
                new DenseLayer.Builder()
                        .nOut(1)
                        .weightNoise(new DropConnect(0.5, true))
                        .build(),
                InputType.feedForward(1000));
        SingleLayer dropConnect = SingleLayer.of(
                new DropConnectDense(
                        new DenseLayer.Builder().nOut(1).build(),
                        WeightMasks.of(0.5).withBiases()),
                InputType.feedForward(1000));
        List<SingleLayer> both = List.of(noise, dropConnect);
        both.forEach(layer -> layer.parameter("W").assign(1));
        // %% [markdown]
        // **1. Scaling.** A unit's input should have the same mean in training and at inference. Weight noise does
        // not scale the remaining weights, so the unit's input is twice as large at inference as in training.
        // %%
        INDArray ones = Nd4j.ones(1, 1000);
        double[] inference = new double[2];
        double[] training = new double[2];
        for (int i = 0; i < 2; i++) {
            inference[i] = both.get(i).infer(ones).getDouble(0);
            for (int pass = 0; pass < 1000; pass++) {
                training[i] += both.get(i).train(ones, pass).getDouble(0) / 1000;
            }
        }
        notebook.print("%-52s %12s %12s".formatted("", "weight noise", "DropConnect"));
        notebook.print("%-52s %12.1f %12.1f".formatted("output at inference", inference[0], inference[1]));
        notebook.print(
                "%-52s %12.1f %12.1f".formatted("output in training, mean of 1000 passes", training[0], training[1]));
        // %% [markdown]
        // **2. The gradient.** A dropped weight has no effect on the output, so its gradient is 0. Weight noise
        // changes a copy of the weights but does not mask the gradient, so it updates all of them.
        // %%
        double[] changed = new double[2];
        for (int i = 0; i < 2; i++) {
            both.get(i).train(ones, 1);
            both.get(i).backward(Nd4j.ones(1, 1));
            changed[i] = both.get(i)
                    .gradient("W")
                    .neq(0)
                    .castTo(ones.dataType())
                    .sumNumber()
                    .doubleValue();
        }
        notebook.print("%-52s %12s %12s".formatted("", "weight noise", "DropConnect"));
        notebook.print("%-52s %12.0f %12.0f".formatted("weights with a gradient, of 1000", changed[0], changed[1]));
        // %% [markdown]
        // **3. Biases at inference.** Both layers are configured to drop biases, too. With a bias of 1 and inputs of
        // 0, the output at inference should always be 1; weight noise keeps dropping biases after training.
        // %%
        double[] bias = new double[2];
        for (int i = 0; i < 2; i++) {
            both.get(i).parameter("b").assign(1);
            for (int pass = 0; pass < 1000; pass++) {
                Nd4j.getRandom().setSeed(pass);
                bias[i] += both.get(i).infer(Nd4j.zeros(1, 1000)).getDouble(0) / 1000;
            }
        }
        notebook.print("%-52s %12s %12s".formatted("", "weight noise", "DropConnect"));
        notebook.print(
                "%-52s %12.3f %12.3f".formatted("bias of 1 at inference, mean of 1000 passes", bias[0], bias[1]));
        // %% [markdown]
        // **4. Masks.** The published method draws a mask for every example. Weight noise draws one for the whole
        // mini-batch. (So does `MaskScope.PER_MINI_BATCH`, for layers that would need too many masks.)
        // %%
        INDArray batch = Nd4j.ones(4, 1000);
        notebook.print("four equal inputs in one mini-batch, weight noise  "
                + noise.train(batch, 1).transpose());
        notebook.print("four equal inputs in one mini-batch, DropConnect   "
                + dropConnect.train(batch, 1).transpose());
        // %% [markdown]
        // ## In a network
        //
        // `DropConnectDense` and `DropConnectConvolution` take a plain layer and the `WeightMasks` for its weights.
        // They work in any `MultiLayerNetwork` and survive `toJson` and `ModelSerializer`.
        // %%
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .activation(Activation.RELU)
                .list()
                .layer(new DropConnectDense(
                        new DenseLayer.Builder().nIn(60).nOut(60).build(), WeightMasks.of(0.2)))
                .layer(new DropConnectDense(
                        new DenseLayer.Builder().nIn(60).nOut(30).build(),
                        WeightMasks.of(0.2).withScope(MaskScope.PER_MINI_BATCH).withBiases()))
                .layer(new OutputLayer.Builder(LossFunction.XENT)
                        .nIn(30)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        notebook.print(network.summary().strip());
        notebook.print("unchanged by toJson and fromJson: "
                + MultiLayerConfiguration.fromJson(configuration.toJson()).equals(configuration));
        // %% [markdown]
        // ## Inference
        //
        // Dropout's inference rule, using the mean weights, is exact for a linear unit. For a ReLU it is not: the
        // mean of max(u, 0) is larger than max(mean of u, 0). The paper therefore matches moments. Before the
        // activation, a unit's input is a sum of many independent terms: approximately normal, with known mean and
        // variance. S samples from this normal distribution are passed through the activation and averaged.
        //
        // For one unit with 60 inputs and a rate of 0.5, the output compares the mean weights, moment matching, and
        // the mean over very many masks, which both approximate.
        // %%
        DenseLayer unit = new DenseLayer.Builder()
                .nIn(60)
                .nOut(1)
                .activation(Activation.RELU)
                .build();
        Inference sampling = new Inference.MomentMatching(1000);
        SingleLayer mean = SingleLayer.of(new DropConnectDense(unit, WeightMasks.of(0.5)), InputType.feedForward(60));
        SingleLayer matching = SingleLayer.of(
                new DropConnectDense(unit, WeightMasks.of(0.5).withInference(sampling)), InputType.feedForward(60));
        Nd4j.getRandom().setSeed(1);
        INDArray weights = Nd4j.randn(60, 1);
        INDArray input = Nd4j.randn(1, 60);
        mean.parameter("W").assign(weights);
        matching.parameter("W").assign(weights);
        INDArray masked = mean.train(Nd4j.tile(input, 50_000, 1), 2);
        notebook.print(
                "mean weights               %.3f".formatted(mean.infer(input).getDouble(0)));
        notebook.print("moment matching, S = 1000  %.3f"
                .formatted(matching.infer(input).getDouble(0)));
        notebook.print("mean over 50,000 masks     %.3f ± %.3f"
                .formatted(masked.meanNumber().doubleValue(), masked.stdNumber().doubleValue() / Math.sqrt(50_000)));
        // %% [markdown]
        // What to look for: moment matching agrees with the mean over masks up to sampling error; the mean weights
        // are far off. Whether that matters for accuracy is a question for a study, not for one unit.
    }
}
