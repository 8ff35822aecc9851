package org.dropoutlab.dl4j.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.optimization.Schedule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
    private static final Schedule CONSTANT = Schedule.constant();

    @BeforeAll
    static void settle() {
        NativeSettings.apply();
    }

    /** By hand, for a value that starts at 0.5, in the epochs 1 to 6. */
    static Stream<Arguments> byHand() {
        double half = Math.sqrt(0.5);
        return Stream.of(
                Arguments.of(CONSTANT, new double[] {0.5, 0.5, 0.5, 0.5, 0.5, 0.5}),
                Arguments.of(new Schedule.Step(0.5, 2), new double[] {0.5, 0.5, 0.25, 0.25, 0.125, 0.125}),
                Arguments.of(new Schedule.Exponential(0.1), new double[] {0.5, 0.05, 0.005, 0.0005, 0.00005, 0.000005}),
                Arguments.of(
                        new Schedule.Cosine(0).over(4), new double[] {0.5, (1 + half) / 4, 0.25, (1 - half) / 4, 0, 0}),
                Arguments.of(
                        new Schedule.Cosine(0.2, OptionalInt.of(4)).over(100),
                        new double[] {0.5, 0.1 + 0.2 * (1 + half), 0.3, 0.1 + 0.2 * (1 - half), 0.1, 0.1}),
                Arguments.of(new Schedule.Linear(0.9, 4), new double[] {0.5, 0.6, 0.7, 0.8, 0.9, 0.9}),
                Arguments.of(new Schedule.Linear(0.1, 2), new double[] {0.5, 0.3, 0.1, 0.1, 0.1, 0.1}));
    }

    /** Steps within an epoch do not matter: they are given as what no schedule by epochs may look at. */
    @ParameterizedTest
    @MethodSource("byHand")
    void everyUpdaterFollowsItByEpochs(Schedule schedule, double[] values) {
        HeavyBall heavyBall = (HeavyBall) Updaters.of(new Optimizer.Momentum(0.5, 0.5, schedule, schedule));
        HeavyBall rate = (HeavyBall) Updaters.of(new Optimizer.Momentum(0.5, 0.9, schedule, CONSTANT));

        for (int epoch = 0; epoch < values.length; epoch++) {
            int iteration = 1000 * (values.length - epoch);
            assertThat(heavyBall.getLearningRate(iteration, epoch)).isCloseTo(values[epoch], within(1e-15));
            assertThat(heavyBall.momentum(iteration, epoch)).isCloseTo(values[epoch], within(1e-15));
            assertThat(rate.getLearningRate(iteration, epoch)).isCloseTo(values[epoch], within(1e-15));
            assertThat(rate.momentum(iteration, epoch)).isEqualTo(0.9);
            assertThat(Updaters.of(new Optimizer.Adam(0.5, schedule)).getLearningRate(iteration, epoch))
                    .isCloseTo(values[epoch], within(1e-15));
        }
    }

    @ParameterizedTest
    @MethodSource("byHand")
    void survivesTheConfigurationsJson(Schedule schedule, double[] values) {
        for (Optimizer optimizer :
                List.of(new Optimizer.Momentum(0.1, 0.9, schedule, schedule), new Optimizer.Adam(0.1, schedule))) {
            MultiLayerConfiguration configuration =
                    Architectures.of(new NetworkSpec.SonarMlp()).configure(List.of(), optimizer, 1);

            assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
        }
    }

    @Test
    void anOptimizerOfATrainingOfSomeEpochsPassesTheirNumberOn() {
        Schedule cosine = new Schedule.Cosine(0.1);
        Schedule overTen = new Schedule.Cosine(0.1, OptionalInt.of(10));
        Schedule step = new Schedule.Step(0.5, 3);

        assertThat(new Optimizer.Momentum(0.1, 0.9, cosine, cosine).over(10))
                .isEqualTo(new Optimizer.Momentum(0.1, 0.9, overTen, overTen));
        assertThat(new Optimizer.Adam(0.1, cosine).over(10)).isEqualTo(new Optimizer.Adam(0.1, overTen));
        assertThat(new Optimizer.Adam(0.1, overTen).over(3)).isEqualTo(new Optimizer.Adam(0.1, overTen));
        assertThat(new Optimizer.Adam(0.1, step).over(10)).isEqualTo(new Optimizer.Adam(0.1, step));
        assertRefused(
                "a cosine schedule needs its epochs: configure networks with Optimizer.over(epochs)",
                () -> Updaters.of(new Optimizer.Adam(0.1, cosine)));
    }

    @Test
    void differencesAreInTheFieldsTerms() {
        Optimizer constant = new Optimizer.Momentum(0.1, 0.5);
        Optimizer decayed = new Optimizer.Momentum(0.1, 0.5, new Schedule.Exponential(0.998), CONSTANT);
        Optimizer both =
                new Optimizer.Momentum(0.1, 0.5, new Schedule.Exponential(0.998), new Schedule.Linear(0.99, 500));

        assertThat(decayed.changesFrom(constant)).containsExactly("learning-rate schedule");
        assertThat(both.changesFrom(decayed)).containsExactly("momentum schedule");
        assertThat(constant.changesFrom(both)).containsExactly("learning-rate schedule", "momentum schedule");
        assertThat(both.changesFrom(both)).isEmpty();
        assertThat(new Optimizer.Adam(0.1, new Schedule.Step(0.5, 3)).changesFrom(new Optimizer.Adam(0.2)))
                .containsExactly("learning rate", "learning-rate schedule");
    }

    @Test
    void isDescribedBesideWhatItStartsFrom() {
        assertThat(new Optimizer.Momentum(0.1, 0.9).describe()).isEqualTo("learning rate 0.1, momentum 0.9");
        assertThat(new Optimizer.Momentum(10, 0.5, new Schedule.Exponential(0.998), new Schedule.Linear(0.99, 500))
                        .describe())
                .isEqualTo("learning rate 10.0 (× 0.998 every epoch), momentum 0.5 (to 0.99 over 500 epochs)");
        assertThat(new Optimizer.Adam(0.001, new Schedule.Step(0.5, 10)).describe())
                .isEqualTo("Adam, learning rate 0.001 (× 0.5 every 10 epochs)");
        assertThat(new Schedule.Cosine(0).describe()).isEqualTo("cosine decay to 0");
        assertThat(new Schedule.Cosine(0.01).over(30).describe())
                .isEqualTo("cosine decay to 0.01 of it over 30 epochs");
    }

    @Test
    void refusesWhatIsNone() {
        String factor = "a schedule's factor must be greater than 0 and less than 1, not ";
        assertRefused(factor + "1.0", () -> new Schedule.Step(1, 3));
        assertRefused(factor + "0.0", () -> new Schedule.Exponential(0));
        assertRefused(factor + "NaN", () -> new Schedule.Exponential(Double.NaN));
        String epochs = "a schedule's epochs must be at least 1, not ";
        assertRefused(epochs + "0", () -> new Schedule.Step(0.5, 0));
        assertRefused(epochs + "-1", () -> new Schedule.Linear(0.9, -1));
        assertRefused(epochs + "0", () -> new Schedule.Cosine(0).over(0));
        String cosine = "a cosine schedule's final fraction must be at least 0 and less than 1, not ";
        assertRefused(cosine + "1.0", () -> new Schedule.Cosine(1));
        assertRefused(cosine + "-0.1", () -> new Schedule.Cosine(-0.1));
        String linear = "a linear schedule's final value must be at least 0, not ";
        assertRefused(linear + "Infinity", () -> new Schedule.Linear(Double.POSITIVE_INFINITY, 3));
        assertRefused(
                "momentum must be in [0, 1), not 1.0",
                () -> new Optimizer.Momentum(0.1, 0.5, CONSTANT, new Schedule.Linear(1, 3)));
        String rate = "learning rate must be a positive number, not 0.0";
        assertRefused(rate, () -> new Optimizer.Momentum(0.1, 0.5, new Schedule.Linear(0, 3), CONSTANT));
        assertRefused(rate, () -> new Optimizer.Adam(0.1, new Schedule.Linear(0, 3)));
    }

    private static void assertRefused(String message, ThrowingCallable what) {
        assertThatIllegalArgumentException().isThrownBy(what).withMessage(message);
    }
}
