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

/** A network with dropout as the ensemble of all the networks that its masks make. */
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
        // lecture 6.3 calls it "an ensemble of 2ᴺ models with heavy weight sharing". Nobody can average 2ᴺ networks if
        // N is a thousand. If it is small, one can, and see what weight scaling and Monte-Carlo passes stand in for.
        //
        // ## Sixteen networks
        //
        // Four inputs with dropout of rate 0.2, a softmax of three classes, weights by hand.
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
        // Each of the 2⁴ masks is a network. Its units that are kept are divided by 0.8, as in training; the mask has
        // probability 0.8 for each unit that is kept times 0.2 for each that is dropped.
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
        // `ExactEnsemble` asks all masked networks of a trained network, as long as no more than 20 units are dropped.
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
        // The last two rows are equal up to rounding, and have to be: where dropped units feed a softmax directly, the
        // logarithm of a probability is linear in the mask but for a term that all classes share, so that the
        // geometric mean over masks is the prediction of the mean mask (Goodfellow et al. 2016, §7.12).
        //
        // ## Sampling instead of enumerating
        //
        // Monte-Carlo passes draw masks as training does. Their mean comes to the arithmetic mean, and the variance
        // over all masks says how fast: the standard error falls with the square root of the number of passes.
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
        // The study trains networks for MNIST that are just as easily enumerated: with one hidden layer, whose dropped
        // units feed the softmax directly, and with two, where they do not.
        // %%
        Report report = notebook.train("ensemble");
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // What to notice: the distances of weight scaling. That from the geometric mean is rounding for the network
        // with one layer, by the argument above, and the argument does not reach the one with two; how large it is
        // there says how good the approximation is that everyone uses. That from the arithmetic mean is what weight
        // scaling costs if the arithmetic mean is what one wants. Look, too, whether an average of all networks
        // classifies any better than weight scaling: nothing says that it must. In the last table, distances that keep
        // to the expected ones are evidence that passes draw masks with the probabilities that they should have.
    }
}
