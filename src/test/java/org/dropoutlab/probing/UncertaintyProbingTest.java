package org.dropoutlab.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.dropoutlab.probing.Subjects.classifier;
import static org.dropoutlab.probing.Subjects.dense;
import static org.dropoutlab.probing.Subjects.dropout;
import static org.dropoutlab.probing.Subjects.subject;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Images;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.UncertaintyReading;
import org.dropoutlab.measurement.UncertaintyReading.Bin;
import org.dropoutlab.measurement.UncertaintyReading.Inputs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class UncertaintyProbingTest {
    /** More than go into one portion. */
    private static final int EXAMPLES = 520;
    /** Entropies of ten probabilities in single precision. */
    private static final double ROUNDING = 1e-5;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /** Oracle: without noise all passes are one, and sampled networks have nothing to disagree about. */
    @Test
    void withoutNoisePassesAgree() {
        UncertaintyReading reading = read(classifier(dense(6)), List.of(30, 90));

        assertThat(reading.averaged().score().accuracy())
                .isEqualTo(reading.once().score().accuracy());
        assertThat(reading.averaged().score().loss())
                .isCloseTo(reading.once().score().loss(), within(ROUNDING));
        assertThat(reading.averaged().brier()).isCloseTo(reading.once().brier(), within(ROUNDING));
        for (Inputs inputs : reading.inputs()) {
            assertThat(inputs.information()).as(inputs.name()).isCloseTo(0, within(ROUNDING));
            assertThat(inputs.sd()).as(inputs.name()).isCloseTo(0, within(1e-3 * ROUNDING));
            assertThat(inputs.entropy()).as(inputs.name()).isCloseTo(inputs.onceEntropy(), within(ROUNDING));
        }
    }

    /** Oracle: the entropy of a mean is at least the mean entropy, and larger where the passes differ. */
    @Test
    void withNoisePassesDisagree() {
        UncertaintyReading reading = read(classifier(dense(6), dropout()), List.of(90));

        assertThat(reading.inputs()).allSatisfy(inputs -> {
            assertThat(inputs.information()).isGreaterThan(100 * ROUNDING).isLessThan(inputs.entropy());
            assertThat(inputs.sd()).isPositive();
            assertThat(inputs.entropy()).isLessThanOrEqualTo(Math.log(10) + ROUNDING);
        });
    }

    /** Oracle: of inputs that are the same the one has more entropy as often as the other, ties counted half. */
    @Test
    void testImagesAreNotToldFromThemselves() {
        Inputs same = read(classifier(dense(6), dropout()), List.of()).of(UncertaintyReading.AS_THEY_ARE);

        assertThat(same.detection()).isCloseTo(0.5, within(1e-12));
        assertThat(same.onceDetection()).isCloseTo(0.5, within(1e-12));
    }

    /**
     * A softmax that looks at the first pixel alone, which is 1 in all images and less than 1 in noise. Oracle: the entropy of
     * ten classes of which one has logit a falls with |a|. So a network whose logit grows with the pixel is less sure of all
     * noise than of any image, and one whose logit is 0 at 1 is surer of it.
     */
    @ParameterizedTest
    @CsvSource({"10, 0, 1", "-10, 10, 0"})
    void inputsAreToldByTheEntropyThatTheyHaveMore(double weight, double bias, double area) {
        MultiLayerNetwork network = classifier();
        network.params().assign(0);
        network.getOutputLayer().getParam("W").putScalar(0, 0, weight);
        network.getOutputLayer().getParam("b").putScalar(0, bias);
        Subject images = Subjects.subject(
                network,
                Subjects.SHAPE,
                40,
                chosen -> {
                    INDArray features = Subjects.features(chosen.length, Subjects.SHAPE.size());
                    features.assign(0).getColumn(0).assign(1);
                    return features;
                },
                2);

        UncertaintyReading reading = (UncertaintyReading) Probing.read(new Probe.Uncertainty(2, 40, List.of()), images);

        assertThat(reading.of(UncertaintyReading.NOISE).onceDetection()).isEqualTo(area);
        assertThat(reading.of(UncertaintyReading.NOISE).detection()).isEqualTo(area);
    }

    /** Oracle: an image that is turned by nothing is the image itself; a single pass says of it what it said before. */
    @Test
    void turningByNothingOrAllTheWayChangesNothingInOnePass() {
        UncertaintyReading reading = read(classifier(dense(6), dropout()), List.of(0, 360));
        Inputs asTheyAre = reading.of(UncertaintyReading.AS_THEY_ARE);

        for (int angle : List.of(0, 360)) {
            Inputs turned = reading.of(UncertaintyReading.turned(angle));
            assertThat(turned.onceEntropy()).isCloseTo(asTheyAre.onceEntropy(), within(ROUNDING));
            assertThat(turned.angle()).isEqualTo(Optional.of((double) angle));
        }
        assertThat(reading.of(UncertaintyReading.turned(0)).onceDetection()).isCloseTo(0.5, within(1e-12));
    }

    /** Oracle: logits of 0 are ten probabilities of a tenth, entropy log 10; the first class is predicted, and every tie. */
    @Test
    void aNetworkOfZeroesKnowsNothing() {
        MultiLayerNetwork network = classifier(dense(6));
        network.params().assign(0);

        UncertaintyReading reading = read(network, List.of(45));

        for (Inputs inputs : reading.inputs()) {
            assertThat(inputs.entropy()).as(inputs.name()).isCloseTo(Math.log(10), within(ROUNDING));
            assertThat(inputs.onceEntropy()).as(inputs.name()).isCloseTo(Math.log(10), within(ROUNDING));
            assertThat(inputs.onceDetection()).as(inputs.name()).isCloseTo(0.5, within(1e-12));
        }
        assertThat(reading.once().score().accuracy()).isCloseTo(0.1, within(1e-12));
        assertThat(reading.once().score().loss()).isCloseTo(Math.log(10), within(ROUNDING));
        assertThat(reading.once().expectedError())
                .as("confidence a tenth, accuracy a tenth")
                .isCloseTo(0, within(ROUNDING));
        assertThat(reading.once().brier()).isCloseTo(0.9, within(ROUNDING));
        assertThat(reading.once().bins()).extracting(Bin::count).containsExactly(EXAMPLES);
    }

    @Test
    void kindsOfInputsComeInTheirOrderAndOnlyImagesHaveARightClass() {
        UncertaintyReading reading = read(classifier(dense(6), dropout()), List.of(45, 90));

        assertThat(reading.inputs())
                .extracting(Inputs::name)
                .containsExactly("test images", "turned by 45°", "turned by 90°", "shuffled pixels", "uniform noise");
        assertThat(reading.inputs())
                .extracting(inputs -> inputs.accuracy().isPresent())
                .containsExactly(true, true, true, false, false);
        assertThat(reading.of("test images").accuracy())
                .contains(reading.averaged().score().accuracy());
        assertThat(reading.averaged().bins().stream().mapToInt(Bin::count).sum())
                .isEqualTo(EXAMPLES);
        assertThat(read(classifier(dense(6), dropout()), List.of(45, 90)))
                .as("the same seed")
                .isEqualTo(reading);
    }

    @Test
    void refusesImagesOfSeveralChannels() {
        Subject colourful = Subjects.subject(
                classifier(dense(6)),
                new Images.Shape(4, 2, 2),
                5,
                chosen -> Subjects.features(chosen.length, Subjects.SHAPE.size()),
                1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Probing.read(new Probe.Uncertainty(2, 5, List.of()), colourful))
                .withMessageContaining("one channel");
    }

    private static UncertaintyReading read(MultiLayerNetwork network, List<Integer> angles) {
        return (UncertaintyReading)
                Probing.read(new Probe.Uncertainty(5, EXAMPLES, angles), subject(network, EXAMPLES, 2));
    }
}
