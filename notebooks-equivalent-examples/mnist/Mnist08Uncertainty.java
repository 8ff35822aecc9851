package mnist;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dropoutlab.data.Images;
import org.dropoutlab.evaluation.Calibration;
import org.dropoutlab.montecarlo.MonteCarlo;
import org.dropoutlab.montecarlo.PredictiveDistribution;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import org.dropoutlab.report.sections.Section;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.util.FeatureUtil;

/** A network's uncertainty, from the spread of its passes with dropout. */
public final class Mnist08Uncertainty {
    private Mnist08Uncertainty() {}

    public static void main(String[] args) {
        Notebook.run(Mnist08Uncertainty.class, args, Mnist08Uncertainty::cells);
    }

    /** Grey values from 0 to 1, [image, pixel]. */
    private static INDArray pixels(Images images, int from, int to) {
        float[][] pixels = new float[to - from][images.shape().size()];
        for (int i = from; i < to; i++) {
            for (int place = 0; place < pixels[i - from].length; place++) {
                pixels[i - from][place] = Byte.toUnsignedInt(images.pixels()[i][place]) / 255f;
            }
        }
        return Nd4j.createFromArray(pixels);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # What the network does not know
        //
        // A softmax answers every question, even one that makes no sense. Gal & Ghahramani (2016, "Dropout as a
        // Bayesian approximation") leave dropout on when the network predicts: the mean of many passes is the
        // prediction, and the disagreement between passes is the network's own uncertainty. They rotate a digit step
        // by step (§5.2, figure 4) and watch the passes spread out, while a single pass stays confident.
        //
        // ## Any Deeplearning4j network
        //
        // Nothing here needs a study. A plain network with a `DropoutLayer` (0.5 is the probability of retaining a
        // unit) is trained on the first 2,000 images; `pixels` turns bytes into numbers from 0 to 1.
        // %%
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.RELU)
                .updater(new Adam(1e-3))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(28 * 28)
                        .nOut(128)
                        .activation(Activation.RELU)
                        .build())
                .layer(new DropoutLayer(0.5))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        Images mnist = (Images) notebook.load("mnist").examples();
        INDArray labels = FeatureUtil.toOutcomeMatrix(Arrays.copyOf(mnist.labels(), 2000), 10);
        DataSet training = new DataSet(pixels(mnist, 0, 2000), labels);
        for (int epoch = 0; epoch < 20; epoch++) {
            training.batchBy(100).forEach(network::fit);
        }
        // %% [markdown]
        // ## Fifty passes
        //
        // `MonteCarlo` makes the passes through the trained network, here for the first 500 test images. Entropy is
        // the uncertainty about the class; mutual information is the part caused by disagreement between passes. Both
        // are in nats. The second row is for the same images in black on white, which the network has never seen.
        // %%
        int first = mnist.trainExamples();
        INDArray digits = pixels(mnist, first, first + 500);
        MonteCarlo passes = MonteCarlo.ofIndependentMasks(network);
        PredictiveDistribution asTheyAre = passes.predict(digits, 50, 1);
        PredictiveDistribution blackOnWhite = passes.predict(digits.rsub(1), 50, 1);
        notebook.print("as they are     entropy %.3f  mutual information %.3f"
                .formatted(mean(asTheyAre.entropy()), mean(asTheyAre.mutualInformation())));
        notebook.print("black on white  entropy %.3f  mutual information %.3f"
                .formatted(mean(blackOnWhite.entropy()), mean(blackOnWhite.mutualInformation())));
        // %% [markdown]
        // Each image has its own prediction. These are the five images on which the passes disagree most: the true
        // digit, the predicted one, and the mean and standard deviation of its probability over the passes.
        // %%
        double[] disagreement = asTheyAre.mutualInformation();
        double[][] sd = asTheyAre.sd().orElseThrow();
        IntStream.range(0, asTheyAre.examples())
                .boxed()
                .sorted(Comparator.comparingDouble(image -> -disagreement[image]))
                .limit(5)
                .forEach(image -> notebook.print("test image %3d: a %d, predicted as %d with %.2f ± %.2f"
                        .formatted(
                                image,
                                mnist.labels()[first + image],
                                asTheyAre.predicted(image),
                                asTheyAre.confidence(image),
                                sd[image][asTheyAre.predicted(image)])));
        // %% [markdown]
        // ## Is it right as often as it claims?
        //
        // Of the images that the network predicts with probability 0.9, nine in ten should be right. The expected
        // calibration error is the mean distance from that, over 15 bins of confidence (Guo et al. 2017).
        // %%
        int[] truth = Arrays.copyOfRange(mnist.labels(), first, first + 500);
        Calibration once = Calibration.of(network.output(digits).toDoubleMatrix(), truth, 15);
        Calibration averaged = Calibration.of(asTheyAre.mean(), truth, 15);
        notebook.print("one pass, dropout off  calibration error %.4f  cross-entropy %.4f"
                .formatted(once.expectedCalibrationError(), once.negativeLogLikelihood()));
        notebook.print("mean of 50 passes      calibration error %.4f  cross-entropy %.4f"
                .formatted(averaged.expectedCalibrationError(), averaged.negativeLogLikelihood()));
        // %% [markdown]
        // ## The study
        //
        // The study asks the same questions with several seeds, compares with a network without dropout, and adds
        // test images that are gradually rotated or have their pixels shuffled.
        // %%
        Report report = notebook.train("mnist-uncertainty");
        notebook.print(ConsoleTable.errors(report));
        // %% [markdown]
        // ## Rotated digits
        // %%
        notebook.show(report, "information-turned|entropy-turned");
        // %% [markdown]
        // ## Confidence vs. accuracy
        //
        // The larger a dot, the more images are in its bin. On the diagonal, confidence equals accuracy.
        // %%
        notebook.show(report, "reliability-.*");
        // %% [markdown]
        // ## In numbers, with the claims
        // %%
        for (Section section : report.sections()) {
            notebook.print(section.heading() + "\n\n" + ConsoleTable.table(section) + "\n");
        }
        notebook.print(ConsoleTable.claims(report));
        // %% [markdown]
        // What to look for: a network without dropout makes the same pass every time, so its mutual information is 0
        // at every angle, whatever the input. With dropout, does the curve rise as digits turn, and does it stay high
        // at 180°, where some digits look like digits again? Rising entropy alone does not show that the passes help:
        // compare it with the entropy of one pass, and compare the AUROC columns with each other. A network
        // whose dots lie above the diagonal is underconfident; below it, overconfident.
    }
}
