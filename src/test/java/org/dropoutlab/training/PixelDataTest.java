package org.dropoutlab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.measurement.FeatureReading;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.training.TrainingData.Measurement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Images as vectors of pixels, with their classes and with themselves for targets. */
class PixelDataTest {
    private static final Images IMAGES = ImageStudies.digits();
    private static final Fold FOLD = ImageStudies.fold();

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /** Oracle: a byte over 255, rounded to float. */
    @ParameterizedTest
    @EnumSource(names = {"PIXELS", "PIXELS_TO_THEMSELVES"})
    void aBatchHasEachPixelsByteOver255InItsPlace(Presentation presentation) {
        int[] examples = {7, 31, 5};

        INDArray features = PresentedImages.of(IMAGES, FOLD.train(), presentation)
                .batch(examples, 1, 3)
                .getFeatures();

        assertThat(features.shape()).containsExactly(2, 784);
        for (int row = 0; row < 2; row++) {
            byte[] pixels = IMAGES.pixels()[examples[1 + row]];
            for (int place = 0; place < 784; place++) {
                assertThat(features.getFloat(row, place)).isEqualTo(Byte.toUnsignedInt(pixels[place]) / 255f);
            }
        }
    }

    @Test
    void targetsAreTheClassesOrTheImagesThemselves() {
        PresentedImages classes = PresentedImages.of(IMAGES, FOLD.train(), Presentation.PIXELS);
        PresentedImages themselves = PresentedImages.of(IMAGES, FOLD.train(), Presentation.PIXELS_TO_THEMSELVES);

        DataSet labelled = classes.batch(new int[] {7, 31, 5}, 1, 3);
        DataSet mirrored = themselves.batch(new int[] {7, 31, 5}, 1, 3);

        assertThat(labelled.getLabels().shape()).containsExactly(2, 10);
        assertThat(labelled.getLabels().argMax(1).toIntVector()).containsExactly(1, 5);
        assertThat(labelled.getLabels().sumNumber().intValue()).isEqualTo(2);
        assertThat(classes.outputs()).isEqualTo(10);
        assertThat(mirrored.getLabels()).isEqualTo(mirrored.getFeatures());
        assertThat(mirrored.getLabels())
                .as("an array of its own: both are given back after use")
                .isNotSameAs(mirrored.getFeatures());
        assertThat(themselves.outputs()).isEqualTo(784);
    }

    /** Pixels need no statistics: other training images make the same numbers. */
    @Test
    void pixelsAreTheSameWhateverTheTrainingImages() {
        assertThat(PresentedImages.of(IMAGES, new int[] {3}, Presentation.PIXELS)
                        .batch(FOLD.test(), 0, 5)
                        .getFeatures())
                .isEqualTo(PresentedImages.of(IMAGES, FOLD.train(), Presentation.PIXELS)
                        .batch(FOLD.test(), 0, 5)
                        .getFeatures());
    }

    @Test
    void aSampleIsSpreadEvenlyAndNeverLargerThanThereIs() {
        assertThat(PresentedImages.spread(new int[] {2, 4, 6, 8, 10, 12}, 3)).containsExactly(2, 6, 10);
        assertThat(PresentedImages.spread(new int[] {2, 4}, 3)).containsExactly(2, 4);
    }

    /** Oracle: Deeplearning4j's own score and evaluation of the same batch. */
    @Test
    void scoresOfAClassifierAreTheNetworksOwn() {
        MultiLayerNetwork network = network(new NetworkSpec.MnistMlp(12));
        DataSet test =
                PresentedImages.of(IMAGES, FOLD.train(), Presentation.PIXELS).batch(FOLD.test(), 0, 40);

        Measurement measured = new ImageData(IMAGES, FOLD, Presentation.PIXELS)
                .measure(Committee.of(new LayeredLearner(new Network.Stack(network))));

        Evaluation evaluation = new Evaluation(10);
        evaluation.eval(test.getLabels(), network.output(test.getFeatures()));
        assertThat(measured.test().accuracy()).isEqualTo(evaluation.accuracy());
        assertThat(measured.test().loss()).isCloseTo(network.score(test), within(1e-5));
    }

    /**
     * Oracles: the score of Deeplearning4j, whose output layer has the loss that training minimizes; and a plain count of the
     * pixels on the right side of one half. A sum of 784 floats is off by 784 · 2⁻²⁴ of itself at the most.
     */
    @Test
    void scoresOfAnAutoencoderAreTheNetworksOwnAndAPlainCount() {
        MultiLayerNetwork network = network(new NetworkSpec.MnistAutoencoder(12));
        DataSet test = PresentedImages.of(IMAGES, FOLD.train(), Presentation.PIXELS_TO_THEMSELVES)
                .batch(FOLD.test(), 0, 40);
        float[][] outputs = network.output(test.getFeatures()).toFloatMatrix();
        int right = 0;
        for (int i = 0; i < 40; i++) {
            for (int place = 0; place < 784; place++) {
                boolean light = Byte.toUnsignedInt(IMAGES.pixels()[150 + i][place]) >= 128;
                right += light == outputs[i][place] > 0.5f ? 1 : 0;
            }
        }

        Measurement measured = new ReconstructionData(IMAGES, FOLD)
                .measure(Committee.of(new LayeredLearner(new Network.Stack(network))));

        double score = network.score(test);
        assertThat(measured.test().loss()).isCloseTo(score, within(784 * 0x1p-24 * score));
        assertThat(measured.test().accuracy()).isCloseTo(right / 784.0 / 40, within(1e-12));
        assertThat(measured.validation()).isPresent();
    }

    /** Oracle: an output of one half costs log 2 for each pixel, whatever the pixel. */
    @Test
    void anAutoencoderOfZeroesCostsLog2APixel() {
        MultiLayerNetwork network = network(new NetworkSpec.MnistAutoencoder(12));
        network.params().assign(0);

        Measurement measured = new ReconstructionData(IMAGES, FOLD)
                .measure(Committee.of(new LayeredLearner(new Network.Stack(network))));

        assertThat(measured.train().loss()).isCloseTo(784 * Math.log(2), within(1e-9));
    }

    /** A bias of 100 makes outputs of exactly 1, which would cost infinitely much of every black pixel. */
    @Test
    void aSaturatedAutoencoderHasAFiniteLoss() {
        MultiLayerNetwork network = network(new NetworkSpec.MnistAutoencoder(12));
        network.params().assign(0);
        network.getOutputLayer().getParam("b").assign(100);

        Measurement measured = new ReconstructionData(IMAGES, FOLD)
                .measure(Committee.of(new LayeredLearner(new Network.Stack(network))));

        assertThat(measured.test().isFinite()).isTrue();
        assertThat(measured.test().loss()).isLessThan(784 * -Math.log(1e-7));
    }

    @Test
    void probesSeeTheTestImagesAndOnlyThoseThatGoWithTheData() {
        ReconstructionData data = new ReconstructionData(IMAGES, FOLD);
        MultiLayerNetwork network = network(new NetworkSpec.MnistAutoencoder(12));

        FeatureReading reading = (FeatureReading) data.read(new Probe.Features(), new Network.Stack(network), 1);

        assertThat(reading.activations().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(40L * 12);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.read(new Probe.Inside(), new Network.Stack(network), 1))
                .withMessageContaining("do not suit the probe");
    }

    private static MultiLayerNetwork network(NetworkSpec spec) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                Architectures.of(spec).configure(List.of(Dropout.hidden(0.5)), new Optimizer.Adam(1e-3), 1));
        network.init();
        return network;
    }
}
