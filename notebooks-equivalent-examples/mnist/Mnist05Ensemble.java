package mnist;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.montecarlo.EnsemblePrediction;
import org.dropoutlab.montecarlo.ExactEnsemble;
import org.dropoutlab.montecarlo.MonteCarlo;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A network with dropout as the ensemble of all its masked networks. */
public final class Mnist05Ensemble {
    private Mnist05Ensemble() {}

    public static void main(String[] args) {
        Notebook.run(Mnist05Ensemble.class, args, Mnist05Ensemble::cells);
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Dropout as an ensemble, enumerated
        //
        // Dropout on N units makes 2ᴺ networks that share their weights (Srivastava et al. 2014, §1); Fleuret's
        // lecture 6.3 calls it "an ensemble of 2ᴺ models with heavy weight sharing". Nobody can average 2ᴺ networks
        // if N is a thousand. If N is small, you can, and see what weight scaling and Monte-Carlo passes approximate.
        //
        // ## Sixteen networks
        //
        // The network has four inputs with a dropout rate of 0.2, a softmax over three classes, and weights set by
        // hand.
        // %%
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DropoutLayer(new DropProbability(0.2).retain()))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        network.setParam("1_W", Nd4j.createFromArray(new float[][] {{2, -1, 0}, {-1, 2, 0}, {0, -1, 1}, {1, 1, -2}}));
        INDArray x = Nd4j.ones(1, 4);
        // %% [markdown]
        // Each of the 2⁴ masks is a network. As in training, its retained units are divided by 0.8. The probability
        // of a mask is the product of 0.8 for each retained unit and 0.2 for each dropped one.
        // %%
        double[] arithmetic = new double[3];
        double[] logarithms = new double[3];
        for (int mask = 0; mask < 16; mask++) {
            float[] kept = new float[4];
            double probability = 1;
            for (int unit = 0; unit < 4; unit++) {
                kept[unit] = mask >> unit & 1;
                probability *= kept[unit] == 1 ? 0.8 : 0.2;
            }
            INDArray masked = x.mulRowVector(Nd4j.createFromArray(kept)).div(0.8);
            double[] prediction = network.output(masked).toDoubleVector();
            for (int c = 0; c < 3; c++) {
                arithmetic[c] += probability * prediction[c];
                logarithms[c] += probability * Math.log(prediction[c]);
            }
            notebook.print("units %s  with probability %.4f  predict %.4f  %.4f  %.4f"
                    .formatted(
                            Arrays.toString(kept).replace(".0", ""),
                            probability,
                            prediction[0],
                            prediction[1],
                            prediction[2]));
        }
        double[] geometric = Arrays.stream(logarithms).map(Math::exp).toArray();
        double sum = Arrays.stream(geometric).sum();
        notebook.print("their arithmetic mean                          %.6f  %.6f  %.6f"
                .formatted(arithmetic[0], arithmetic[1], arithmetic[2]));
        notebook.print("their geometric mean, divided by its sum       %.6f  %.6f  %.6f"
                .formatted(geometric[0] / sum, geometric[1] / sum, geometric[2] / sum));
        // %% [markdown]
        // ## The same from the library
        //
        // `ExactEnsemble` evaluates all masked networks of a trained network, for up to 20 dropped units.
        // %%
        EnsemblePrediction exact = ExactEnsemble.of(network).predict(x);
        for (var row : List.of(
                Map.entry("arithmetic mean", exact.arithmeticMean()[0]),
                Map.entry("geometric mean", exact.geometricMean()[0]),
                Map.entry("weight scaling", exact.weightScaling()[0]))) {
            double[] p = row.getValue();
            notebook.print("%-15s  %.6f  %.6f  %.6f".formatted(row.getKey(), p[0], p[1], p[2]));
        }
        // %% [markdown]
        // The last two rows are equal up to rounding, as they must be. If the dropped units feed a softmax directly,
        // the logarithm of a probability is linear in the mask, except for a term that all classes share. The
        // geometric mean over masks is therefore the prediction of the mean mask (Goodfellow et al. 2016, §7.12).
        //
        // ## Sampling instead of enumerating
        //
        // Monte-Carlo passes draw masks as in training. Their mean converges to the arithmetic mean, and the variance
        // over all masks determines how fast: the standard error falls with the square root of the number of passes.
        // %%
        MonteCarlo sampled = MonteCarlo.ofIndependentMasks(network);
        for (int passes : new int[] {10, 100, 1000}) {
            double[] mean = sampled.predict(x, passes, 1).mean()[0];
            notebook.print("%4d passes  %.4f  %.4f  %.4f  first class off by %.4f, standard error %.4f"
                    .formatted(
                            passes,
                            mean[0],
                            mean[1],
                            mean[2],
                            Math.abs(mean[0] - exact.arithmeticMean()[0][0]),
                            Math.sqrt(exact.variance()[0][0] / passes)));
        }
        // %% [markdown]
        // ## Trained networks
        //
        // The study trains networks for MNIST that are also small enough to enumerate: one with a single hidden
        // layer, whose dropped units feed the softmax directly, and one with two hidden layers, where they do not.
        // %%
        Report report = notebook.train("ensemble");
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // What to look for: how far weight scaling is from the two averages. With one hidden layer, its distance from
        // the geometric mean is only rounding, as shown above. The argument does not apply to two layers; the
        // distance there shows how good the approximation is that everyone uses. The distance from the arithmetic
        // mean is the cost of weight scaling if you want the arithmetic mean. Also check whether the average of all
        // networks classifies any better than weight scaling: nothing guarantees that it does. In the last table,
        // distances close to the expected ones are evidence that passes draw masks with the correct probabilities.
    }
}
