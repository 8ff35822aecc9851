package org.dropoutlab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.measurement.Inspection;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.training.TrainingData.Measurement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class ImageDataTest {
    private static final Images IMAGES = ImageStudies.images();
    private static final Fold FOLD = ImageStudies.fold();

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /** Rounding a pixel to float costs 1e-7 of it; the sums are over 133,120 of them. */
    @Test
    void everyChannelHasMeanZeroAndDeviationOneOverTheTrainingImages() {
        INDArray train = PresentedImages.of(IMAGES, FOLD.train(), Presentation.STANDARDIZED)
                .batch(FOLD.train(), 0, 130)
                .getFeatures();

        for (int channel = 0; channel < 3; channel++) {
            double[] values = train.slice(channel, 1).dup('c').reshape(-1).toDoubleVector();
            double mean = Arrays.stream(values).average().orElseThrow();
            double variance = Arrays.stream(values)
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElseThrow();
            assertThat(mean).isCloseTo(0, within(1e-5));
            assertThat(variance).isCloseTo(1, within(1e-5));
        }
    }

    /** The other images have no part in the statistics: making them black changes nothing in a training batch. */
    @Test
    void statisticsAreThoseOfTheTrainingImagesAlone() {
        byte[][] pixels = IMAGES.pixels().clone();
        for (int other = 130; other < 190; other++) {
            pixels[other] = new byte[3072];
        }
        Images dark = new Images(pixels, IMAGES.labels(), IMAGES.classes(), IMAGES.shape(), IMAGES.trainExamples());

        assertThat(PresentedImages.of(dark, FOLD.train(), Presentation.STANDARDIZED)
                        .batch(FOLD.train(), 0, 5)
                        .getFeatures())
                .isEqualTo(PresentedImages.of(IMAGES, FOLD.train(), Presentation.STANDARDIZED)
                        .batch(FOLD.train(), 0, 5)
                        .getFeatures());
    }

    @Test
    void aBatchHasItsImagesPixelsAndLabelsInPlace() {
        DataSet batch = PresentedImages.of(IMAGES, FOLD.train(), Presentation.STANDARDIZED)
                .batch(new int[] {7, 31, 5}, 1, 3);

        assertThat(batch.getFeatures().shape()).containsExactly(2, 3, 32, 32);
        assertThat(batch.getLabels().argMax(1).toIntVector()).containsExactly(31 % 10, 5);
        // Brighter bytes become larger numbers: compare the order of two pixels of one channel.
        byte[] pixels = IMAGES.pixels()[31];
        int place = 2 * 1024 + 3 * 32 + 17;
        assertThat(Float.compare(
                        batch.getFeatures().getFloat(0, 2, 3, 17),
                        batch.getFeatures().getFloat(0, 2, 3, 18)))
                .isEqualTo(Integer.signum(Byte.toUnsignedInt(pixels[place]) - Byte.toUnsignedInt(pixels[place + 1])));
    }

    /** Oracle: Deeplearning4j's own score and evaluation of the same batches. */
    @Test
    void scoresAreTheNetworksOwn() {
        MultiLayerNetwork network = network();
        ImageData data = new ImageData(IMAGES, FOLD, Presentation.STANDARDIZED);
        DataSet test = PresentedImages.of(IMAGES, FOLD.train(), Presentation.STANDARDIZED)
                .batch(FOLD.test(), 0, 40);

        Measurement measured = data.measure(Committee.of(new LayeredLearner(new Network.Stack(network))));

        Evaluation evaluation = new Evaluation(10);
        evaluation.eval(test.getLabels(), network.output(test.getFeatures()));
        assertThat(measured.test().accuracy()).isEqualTo(evaluation.accuracy());
        assertThat(measured.test().loss()).isCloseTo(network.score(test), within(1e-5));
        assertThat(measured.validation()).isPresent();
    }

    @Test
    void theInspectionCountsEveryTestImageOnceAndShowsFourOfEachClass() {
        Inspection inspection = (Inspection) new ImageData(IMAGES, FOLD, Presentation.STANDARDIZED)
                .read(new Probe.Inside(), new Network.Stack(network()), 1);

        assertThat(inspection.confusion().stream()
                        .flatMap(List::stream)
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(40);
        assertThat(inspection.confusion()).allSatisfy(row -> assertThat(
                        row.stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(4));
        assertThat(inspection.predictions()).hasSize(40);
        assertThat(inspection.filters()).hasSize(32);
        assertThat(inspection.correlations())
                .extracting(stage -> List.of(stage.maps(), stage.height(), stage.width()))
                .containsExactly(List.of(32, 15, 15), List.of(64, 6, 6), List.of(128, 2, 2));
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(Architectures.of(new NetworkSpec.Cifar10Cnn())
                .configure(List.of(Dropout.hidden(0.5)), new Optimizer.Adam(1e-3), 1));
        network.init();
        return network;
    }
}
