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

/** What a network does not know, by the spread of its passes with dropout. */
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
        // A softmax answers every question, also those that make no sense. Gal & Ghahramani (2016, "Dropout as a
        // Bayesian approximation") leave dropout on when the network predicts: the mean of many passes is the
        // prediction, and how far the passes disagree is the network's own uncertainty. They turn a digit step by step
        // (§5.2, figure 4) and watch the passes fan out, where a single pass goes on being sure.
        //
        // ## Any network of Deeplearning4j
        //
        // Nothing here needs a study. A plain network with a `DropoutLayer` (0.5 is retained), trained on the first
        // 2,000 images; `pixels` turns bytes into numbers from 0 to 1.
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
        // `MonteCarlo` asks the network that was trained, here about the first 500 test images. Entropy is what is not
        // known of the class; mutual information is the part of it on which the passes disagree, both in nats. The
        // second row is of the same images in black on white, of which the network has seen none.
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
        // Each image has an answer of its own. These are the five on which the passes disagree most: what each is, what
        // it is taken for, and the mean and standard deviation of that class's probability over the passes.
        // %%
        double[] disagreement = asTheyAre.mutualInformation();
        double[][] sd = asTheyAre.sd().orElseThrow();
        IntStream.range(0, asTheyAre.examples())
                .boxed()
                .sorted(Comparator.comparingDouble(image -> -disagreement[image]))
                .limit(5)
                .forEach(image -> notebook.print("test image %3d: a %d, taken for a %d with %.2f ± %.2f"
                        .formatted(
                                image,
                                mnist.labels()[first + image],
                                asTheyAre.predicted(image),
                                asTheyAre.confidence(image),
                                sd[image][asTheyAre.predicted(image)])));
        // %% [markdown]
        // ## Is it as often right as it is sure?
        //
        // Of the images to which the network gives probability 0.9, nine in ten should be right. The expected
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
        // The same questions with several seeds, beside a network without dropout, and with test images that are turned
        // by degrees, or have their pixels shuffled.
        // %%
        Report report = notebook.train("mnist-uncertainty");
        notebook.print(ConsoleTable.errors(report));
        // %% [markdown]
        // ## Turning digits
        // %%
        notebook.show(report, "information-turned|entropy-turned");
        // %% [markdown]
        // ## Confidence against accuracy
        //
        // The larger a dot, the more images lie in its bin; on the diagonal, confidence is what it says.
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
        // What to notice: a network without dropout makes the same pass every time, so that its mutual information is
        // 0 at every angle, whatever it is shown. With dropout, see whether the curve rises as digits turn, and
        // whether it stays up at 180°, where some digits are digits again. Rising entropy alone is no merit of the
        // passes: compare it with the entropy of one pass, and the columns "told apart" with each other. A network
        // whose dots lie above the diagonal is less sure than it could be; below it, it is surer than it should be.
    }
}
