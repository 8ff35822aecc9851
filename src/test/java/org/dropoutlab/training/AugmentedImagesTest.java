package org.dropoutlab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.batches.AugmentedImages;
import org.dropoutlab.batches.BatchSource;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Augmentation;
import org.dropoutlab.regularization.Augmentation.Cutout;
import org.dropoutlab.regularization.Augmentation.HorizontalFlip;
import org.dropoutlab.regularization.Augmentation.RandomShift;
import org.dropoutlab.regularization.Regularizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

/** What becomes of an image depends on split, repeat, epoch and the image, and on nothing else. */
class AugmentedImagesTest {
    private static final Images DIGITS = ImageStudies.digits();
    private static final Images.Shape SHAPE = DIGITS.shape();
    private static final int[] TRAIN = IntStream.range(0, 150).toArray();
    private static final Fold FOLD =
            new Fold(TRAIN, new int[0], IntStream.range(150, 190).toArray());
    private static final List<Augmentation> ALL = List.of(new RandomShift(3), new HorizontalFlip(), new Cutout(6));

    @BeforeAll
    static void start() {
        Backend.start();
    }

    @Test
    void anotherOrderAndAnotherMiniBatchGiveTheSameImages() {
        BatchSource source = source(0, 1, ALL);

        assertThat(images(source, 9, 3, 7)[1]).isEqualTo(images(source, 3)[0]);
        assertThat(images(source, 7, 3)).isDeepEqualTo(new float[][] {images(source, 7)[0], images(source, 3)[0]});
    }

    @Test
    void anotherEpochRepeatOrImageGivesOthers() {
        float[] image = images(source(0, 1, ALL), 3)[0];

        assertThat(images(source(0, 2, ALL), 3)[0]).isNotEqualTo(image);
        assertThat(images(source(1, 1, ALL), 3)[0]).isNotEqualTo(image);
        assertThat(images(source(0, 2, ALL).inEpoch(1), 3)[0]).isEqualTo(image);
    }

    /** Arms are paired: one that is shifted and one that is shifted and cut out see the same shifts. */
    @Test
    void eachKindDrawsTheSameWhateverOthersThereAre() {
        float[] shifted = images(source(0, 1, List.of(new RandomShift(3))), 5)[0];

        for (List<Augmentation> two : List.<List<Augmentation>>of(
                List.of(new RandomShift(3), new Cutout(6)), List.of(new Cutout(6), new RandomShift(3)))) {
            float[] both = images(source(0, 1, two), 5)[0];
            assertThat(both).isNotEqualTo(shifted);
            assertThat(IntStream.range(0, both.length).filter(i -> both[i] != 0))
                    .allSatisfy(i -> assertThat(both[i]).isEqualTo(shifted[i]));
        }
    }

    /** Each of 7 · 7 shifts has a share of 1/49 of 150 images in 40 epochs: 122 with a standard deviation of 11. */
    @Test
    void everyShiftIsAsLikelyAsAnyOther() {
        float[][] plain = images(PresentedImages.of(DIGITS, TRAIN, Presentation.PIXELS), TRAIN);
        int[][] counts = new int[7][7];
        for (int epoch = 1; epoch <= 40; epoch++) {
            float[][] shifted = images(source(0, epoch, List.of(new RandomShift(3))), TRAIN);
            for (int i = 0; i < shifted.length; i++) {
                int place = placeOfTheCentre(plain[i], shifted[i]);
                counts[place / 7][place % 7]++;
            }
        }

        for (int[] row : counts) {
            for (int count : row) {
                assertThat((double) count).isCloseTo(6000 / 49.0, within(5 * Math.sqrt(6000 / 49.0)));
            }
        }
    }

    /** Half of 150 images in 20 epochs, up to five standard deviations of √(3000/4). */
    @Test
    void halfOfTheImagesAreFlippedAndTheOthersAreThemselves() {
        float[][] plain = images(PresentedImages.of(DIGITS, TRAIN, Presentation.PIXELS), TRAIN);
        int flipped = 0;
        for (int epoch = 1; epoch <= 20; epoch++) {
            float[][] images = images(source(0, epoch, List.of(new HorizontalFlip())), TRAIN);
            for (int i = 0; i < images.length; i++) {
                boolean same = Arrays.equals(images[i], plain[i]);
                assertThat(same ? plain[i] : HorizontalFlip.flipped(plain[i], SHAPE.width()))
                        .isEqualTo(images[i]);
                flipped += same ? 0 : 1;
            }
        }

        assertThat((double) flipped).isCloseTo(1500, within(5 * Math.sqrt(750)));
    }

    @Test
    void labelsStayAndAnAutoencodersTargetsAreTheChangedImages() {
        DataSet classes = source(0, 1, ALL).batch(new int[] {4, 15}, 0, 2);
        DataSet themselves = AugmentedImages.of(
                        PresentedImages.of(DIGITS, TRAIN, Presentation.PIXELS_TO_THEMSELVES), ALL, trial(0, ALL))
                .batch(new int[] {4, 15}, 0, 2);

        assertThat(classes.getLabels().argMax(1).toIntVector()).containsExactly(4, 5);
        assertThat(themselves.getFeatures()).isEqualTo(classes.getFeatures());
        assertThat(themselves.getLabels()).isEqualTo(themselves.getFeatures());
    }

    /** What is cut out of a standardized picture is the mean of its channel, 0. */
    @Test
    void aTrialsMiniBatchesAreAugmentedInTheShapeThatTheNetworkWants() {
        Images pictures = ImageStudies.images();
        Trial trial = trial(0, List.of(new Cutout(8)));
        ImageData data = new ImageData(pictures, FOLD, Presentation.STANDARDIZED);

        DataSet batch = data.miniBatches(trial).inEpoch(1).inOrder().next();
        DataSet plain =
                data.miniBatches(trial(0, List.of())).inEpoch(1).inOrder().next();

        assertThat(batch.getFeatures().shape()).containsExactly(10, 3, 32, 32);
        assertThat(batch.getFeatures().getDouble(0, 0, 0, 0)).isFinite();
        long zeros = batch.getFeatures()
                        .eq(0)
                        .castTo(batch.getFeatures().dataType())
                        .sumNumber()
                        .longValue()
                - plain.getFeatures()
                        .eq(0)
                        .castTo(batch.getFeatures().dataType())
                        .sumNumber()
                        .longValue();
        assertThat(zeros).as("between a corner and the whole of each square").isBetween(10L * 3 * 16, 10L * 3 * 64);
        assertThat(data.source().batch(TRAIN, 0, 10).getFeatures()).isEqualTo(plain.getFeatures());
    }

    /** Where a shift within ±3 has moved the pixel in the middle, 7 · (down + 3) + right + 3. */
    private static int placeOfTheCentre(float[] plain, float[] shifted) {
        return IntStream.range(0, 49)
                .filter(place -> Arrays.equals(
                        RandomShift.shifted(plain, SHAPE.height(), SHAPE.width(), place / 7 - 3, place % 7 - 3),
                        shifted))
                .findFirst()
                .orElseThrow();
    }

    private static BatchSource source(int repeat, int epoch, List<Augmentation> augmentations) {
        return AugmentedImages.of(
                        PresentedImages.of(DIGITS, TRAIN, Presentation.PIXELS),
                        augmentations,
                        trial(repeat, augmentations))
                .inEpoch(epoch);
    }

    private static float[][] images(BatchSource source, int... examples) {
        return source.batch(examples, 0, examples.length).getFeatures().toFloatMatrix();
    }

    private static Trial trial(int repeat, List<? extends Regularizer> regularizers) {
        Arm arm = TinyTrials.arm(new Optimizer.Adam(1e-3), regularizers.toArray(Regularizer[]::new));
        return TinyTrials.study(
                        new NetworkSpec.MnistMlp(8),
                        arm,
                        new TrainingPlan(1, 10),
                        new HeldOutTest(2, OptionalInt.empty(), OptionalInt.empty(), 0.1))
                .trials()
                .get(repeat);
    }
}
