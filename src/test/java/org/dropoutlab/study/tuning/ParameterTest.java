package org.dropoutlab.study.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Published;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Variation;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.optimization.Schedule;
import org.dropoutlab.regularization.ActivationNoise.GaussianNoise;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.LabelSmoothing;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ParameterTest {
    private static final NetworkSpec NETWORK = new NetworkSpec.SonarMlp();
    private static final Optimizer.Momentum DECAYING =
            new Optimizer.Momentum(0.1, 0.9, new Schedule.Cosine(0), new Schedule.Linear(0.95, 10));
    /** Has every number that there is, and something that none of them is. */
    private static final Arm RICH = new Arm(
            "rich",
            List.of(
                    Dropout.visible(0.2),
                    new MaxNorm(3),
                    new L2(1e-3),
                    new GaussianNoise(Place.VISIBLE, 0.1),
                    new L1(1e-4),
                    new LabelSmoothing(0.1)),
            DECAYING,
            List.of(new Published(0.8, "somebody")),
            Variation.NONE.withTraining(new TrainingPlan(7, 16)));

    private static final Arm PLAIN = new Arm("plain", List.of(), new Optimizer.Momentum(0.01, 0.8), List.of());

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(Parameter.RATE, 0.35, "dropout"),
                Arguments.of(Parameter.LEARNING_RATE, 0.35, "learning rate"),
                Arguments.of(Parameter.MOMENTUM, 0.35, "momentum"),
                Arguments.of(Parameter.MAX_NORM, 0.35, "max-norm"),
                Arguments.of(Parameter.WEIGHT_DECAY, 0.35, "weight decay"),
                Arguments.of(Parameter.L2_PENALTY, 0.35, "L2"),
                Arguments.of(Parameter.L1_PENALTY, 0.35, "L1"),
                Arguments.of(Parameter.LABEL_SMOOTHING, 0.35, "label smoothing"),
                Arguments.of(Parameter.WIDTH, 0.35, "network"));
    }

    @Test
    void allOfThemAreHere() {
        assertThat(changes().map(arguments -> arguments.get()[0])).containsExactly((Object[]) Parameter.values());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void changesWhatItNamesAndNothingElse(Parameter parameter, double level, String what) {
        Arm changed = parameter.set(RICH, NETWORK, level);

        assertThat(parameter.isIn(RICH)).isTrue();
        assertThat(changed.changesFrom(RICH)).containsExactly(what);
        assertThat(changed.name()).isEqualTo(RICH.name());
        assertThat(changed.published()).isEqualTo(RICH.published());
        assertThat(changed.variation().training()).isEqualTo(RICH.variation().training());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void ofTwoLevelsTheLastCounts(Parameter parameter, double level, String what) {
        Arm once = parameter.set(RICH, NETWORK, level);

        assertThat(parameter.set(once, NETWORK, level).changesFrom(once)).isEqualTo(twice(parameter));
        if (parameter != Parameter.WIDTH) {
            assertThat(parameter.set(parameter.set(RICH, NETWORK, 0.6), NETWORK, level))
                    .isEqualTo(once);
        }
    }

    /** A factor of a factor is another width; anything else is what it was set to. */
    private static List<String> twice(Parameter parameter) {
        return parameter == Parameter.WIDTH ? List.of("network") : List.of();
    }

    @ParameterizedTest
    @EnumSource(names = {"MAX_NORM", "WEIGHT_DECAY", "L2_PENALTY", "L1_PENALTY", "LABEL_SMOOTHING"})
    void aLevelOfNoneLeavesTheRegularizerOut(Parameter parameter) {
        Arm with = parameter.set(PLAIN, NETWORK, 0.25);

        assertThat(with.regularizers()).hasSize(1);
        assertThat(parameter.set(with, NETWORK, 0)).isEqualTo(PLAIN);
        assertThat(parameter.set(PLAIN, NETWORK, 0)).isEqualTo(PLAIN);
    }

    /** Oracle: the network of the arm without what it drops. */
    @Test
    void aRateOfNoneIsTheNetworkThatDropsNothing() {
        Arm dropping = new Arm(
                "a",
                List.of(Dropout.visible(0.2), DropConnect.hidden(0.5), new MaxNorm(2)),
                PLAIN.optimizer(),
                List.of());

        Arm none = Parameter.RATE.set(dropping, NETWORK, 0);

        assertThat(network(none.regularizers())).isEqualTo(network(List.of(new MaxNorm(2))));
        assertThat(network(dropping.regularizers())).isNotEqualTo(network(List.of(new MaxNorm(2))));
    }

    private static String network(List<Regularizer> regularizers) {
        return Architectures.of(NETWORK)
                .configure(regularizers, PLAIN.optimizer(), 1)
                .toJson();
    }

    @Test
    void theRateIsThatOfEverythingThatIsDropped() {
        Arm both = new Arm("a", List.of(Dropout.visible(0.2), DropConnect.hidden(0.5)), PLAIN.optimizer(), List.of());

        assertThat(Parameter.RATE.set(both, NETWORK, 0.4).regularizers())
                .containsExactly(Dropout.visible(0.4), DropConnect.hidden(0.4));
    }

    @Test
    void schedulesGoOnFromTheNewStart() {
        assertThat(Parameter.LEARNING_RATE.set(RICH, NETWORK, 0.5).optimizer())
                .isEqualTo(
                        new Optimizer.Momentum(0.5, 0.9, DECAYING.learningRateSchedule(), DECAYING.momentumSchedule()));
        assertThat(Parameter.MOMENTUM.set(RICH, NETWORK, 0.5).optimizer())
                .isEqualTo(
                        new Optimizer.Momentum(0.1, 0.5, DECAYING.learningRateSchedule(), DECAYING.momentumSchedule()));
    }

    @Test
    void widthsAreAFactorOfTheArmsOwnNetworkOrElseTheStudys() {
        Arm wide = new Arm(
                "wide",
                List.of(),
                PLAIN.optimizer(),
                List.of(),
                Variation.ofNetwork(new NetworkSpec.SonarMlp(List.of(120, 60))));

        assertThat(Parameter.WIDTH.set(PLAIN, NETWORK, 1)).isEqualTo(PLAIN);
        assertThat(Parameter.WIDTH.set(PLAIN, NETWORK, 0.5).variation())
                .isEqualTo(Variation.ofNetwork(new NetworkSpec.SonarMlp(List.of(30, 15))));
        assertThat(Parameter.WIDTH.set(wide, NETWORK, 0.5).variation())
                .isEqualTo(Variation.ofNetwork(new NetworkSpec.SonarMlp()));
    }

    @Test
    void whatAnArmDoesNotHaveCannotBeTuned() {
        Arm adam = new Arm("adam", List.of(new MaxNorm(1)), new Optimizer.Adam(1e-3), List.of());

        assertThat(Arrays.stream(Parameter.values()).filter(parameter -> !parameter.isIn(adam)))
                .containsExactly(Parameter.RATE, Parameter.MOMENTUM);
        assertThat(Parameter.LEARNING_RATE.set(adam, NETWORK, 0.5).optimizer()).isEqualTo(new Optimizer.Adam(0.5));
    }

    @Test
    void levelsThatCannotBeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Parameter.RATE.set(RICH, NETWORK, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Parameter.LEARNING_RATE.set(RICH, NETWORK, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Parameter.MOMENTUM.set(RICH, NETWORK, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Parameter.WIDTH.set(RICH, NETWORK, 0));
        for (Parameter penalty :
                Set.of(Parameter.MAX_NORM, Parameter.WEIGHT_DECAY, Parameter.L2_PENALTY, Parameter.L1_PENALTY)) {
            assertThatIllegalArgumentException().isThrownBy(() -> penalty.set(RICH, NETWORK, -1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsKey(Parameter parameter) {
        assertThat(Parameter.named(parameter.key())).isSameAs(parameter);
        assertThat(parameter.key()).matches("[a-z0-9-]+");
    }

    @Test
    void anUnknownNameIsAnsweredWithThoseThereAre() {
        assertThatThrownBy(() -> Parameter.named("speed"))
                .isInstanceOf(InputException.class)
                .hasMessage("--param takes one of rate, learning-rate, momentum, max-norm, weight-decay, l2, l1,"
                        + " label-smoothing, width, not 'speed'");
    }
}
