package org.dropoutlab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dropoutlab.measurement.Results.completed;
import static org.dropoutlab.measurement.Results.diverged;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.dropoutlab.evaluation.Advice.Prospect;
import org.dropoutlab.evaluation.Advice.Standing;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Results;
import org.dropoutlab.measurement.TrialResult;
import org.junit.jupiter.api.Test;

class AdviceTest {
    private static final DataInfo DATA = new DataInfo("mine.csv", Provenance.OWN, "sha256:0", 100, List.of("a", "b"));
    private static final double[] PLAIN = {0.80, 0.81, 0.79, 0.80, 0.82, 0.78};

    /** Arms whose accuracies are those of {@link #PLAIN} and so much more in each of six trials of two folds. */
    private static Optional<Advice> advice(Map<String, double[]> more, DataInfo data) {
        List<String> names = more.keySet().stream().sorted().toList();
        List<TrialResult> results = new ArrayList<>();
        for (int i = 0; i < PLAIN.length; i++) {
            results.add(completed("plain", i % 2, i / 2, 1, PLAIN[i]));
            for (String name : names) {
                double difference = more.get(name)[i];
                results.add(
                        Double.isNaN(difference)
                                ? diverged(name, i % 2, i / 2)
                                : completed(name, i % 2, i / 2, 1, PLAIN[i] + difference));
            }
        }
        return StudySummary.of(study(names, Resampling.of(2, 3)), data, results).advice();
    }

    private static Study study(List<String> names, Resampling resampling) {
        Study tiny = Results.study(1);
        List<Arm> arms = new ArrayList<>(List.of(tiny.arm("plain")));
        names.forEach(
                name -> arms.add(new Arm(name, List.of(), tiny.arm("treated").optimizer(), List.of())));
        return Study.of(
                "compare",
                "",
                "",
                "mine.csv",
                tiny.network(),
                arms,
                names.stream().map(name -> Contrast.of(name, "plain")).toList(),
                tiny.training(),
                resampling);
    }

    private static Prospect prospect(Advice advice, String arm) {
        return advice.prospects().stream()
                .filter(prospect -> prospect.arm().equals(arm))
                .findFirst()
                .orElseThrow();
    }

    private static final double[] BETTER = {0.05, 0.06, 0.05, 0.04, 0.05, 0.05};
    private static final double[] A_LITTLE_BETTER = {0.02, 0.021, 0.019, 0.02, 0.02, 0.02};
    private static final double[] WORSE = {-0.05, -0.06, -0.05, -0.04, -0.05, -0.05};
    private static final double[] OPEN = {0.2, -0.1, 0.2, -0.05, 0.1, 0.1};

    @Test
    void ofTheBetterArmsTheOneThatIsMostAheadIsToBeUsed() {
        Advice advice = advice(Map.of("best", BETTER, "good", A_LITTLE_BETTER, "bad", WORSE, "open", OPEN), DATA)
                .orElseThrow();

        assertThat(advice.use()).contains("best");
        assertThat(advice.metric()).isEqualTo(Metric.TEST_ACCURACY);
        assertThat(advice.of(Standing.BETTER)).extracting(Prospect::arm).containsExactly("best", "good");
        assertThat(advice.of(Standing.WORSE)).extracting(Prospect::arm).containsExactly("bad");
        assertThat(prospect(advice, "open").comparison().difference().orElseThrow())
                .as("further ahead, but by chance as likely as not")
                .isGreaterThan(0.05);
        assertThat(advice.mostPromising()).map(Prospect::arm).contains("open");
        assertThat(prospect(advice, "best").reach()).isEmpty();
    }

    @Test
    void whereNoneIsBetterTheBaselineIsKept() {
        Advice advice = advice(Map.of("bad", WORSE, "open", OPEN, "behind", negative(OPEN)), DATA)
                .orElseThrow();

        assertThat(advice.use()).contains("plain");
        assertThat(advice.mostPromising()).map(Prospect::arm).contains("open");
        assertThat(advice(Map.of("behind", negative(OPEN)), DATA).orElseThrow().mostPromising())
                .isEmpty();
    }

    /** Oracle: {@link TestPower} with ρ = 10/90, the examples of these trials. */
    @Test
    void whatStaysOpenHasWhatWouldDecideIt() {
        Advice advice = advice(Map.of("open", OPEN), DATA).orElseThrow();

        Advice.Reach reach = prospect(advice, "open").reach().orElseThrow();
        double mean = Arrays.stream(OPEN).average().orElseThrow();
        double spread =
                Math.sqrt(Arrays.stream(OPEN).map(d -> (d - mean) * (d - mean)).sum() / (OPEN.length - 1));
        TestPower power = new TestPower(new CorrectedResampledTTest(1.0 / 9), spread);
        assertThat(reach.detectable()).isCloseTo(power.detectable(6), within(1e-9));
        assertThat(reach.atBest())
                .isCloseTo(power.detectableAtBest(), within(1e-9))
                .isGreaterThan(mean);
        assertThat(reach.repeats()).isEmpty();
    }

    /** Oracle: the textbook's 34 pairs for an effect of half a standard deviation. */
    @Test
    void withOtherSeedsOnTheSameTestDataEnoughRepeatsShowAnyDifference() {
        double spread = 0.02;
        // Two values at equal distance from their mean have a standard deviation of √2 times that.
        List<TrialResult> results = List.of(
                completed("plain", 0, 0, 1, 0.5),
                completed("open", 0, 0, 1, 0.5 + spread / 2 + spread / Math.sqrt(2)),
                completed("plain", 0, 1, 1, 0.5),
                completed("open", 0, 1, 1, 0.5 + spread / 2 - spread / Math.sqrt(2)));

        Study study = study(List.of("open"), new HeldOutTest(2, OptionalInt.empty(), OptionalInt.empty(), 0.1));
        Advice.Reach reach = StudySummary.of(study, DATA, validated(results))
                .advice()
                .flatMap(advice -> prospect(advice, "open").reach())
                .orElseThrow();

        assertThat(reach.repeats()).hasValue(34);
        assertThat(reach.atBest()).isZero();
    }

    /** The same results with validation data. */
    private static List<TrialResult> validated(List<TrialResult> results) {
        return results.stream()
                .map(result -> Results.stopped(
                        result.id().arm(),
                        result.id().split(),
                        result.id().repeat(),
                        result.curve().end().train().accuracy(),
                        result.curve().end().test().accuracy(),
                        0))
                .toList();
    }

    @Test
    void whatCannotBeTestedIsCalledWhatItIs() {
        double[] lost = {0.1, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN};
        double[] same = new double[6];
        Advice advice = advice(Map.of("lost", lost, "same", same), DATA).orElseThrow();

        assertThat(advice.use()).contains("plain");
        assertThat(prospect(advice, "lost").standing()).isEqualTo(Standing.UNTESTED);
        assertThat(prospect(advice, "same").standing()).isEqualTo(Standing.SAME);
        assertThat(advice.prospects())
                .allSatisfy(prospect -> assertThat(prospect.reach()).isEmpty());
    }

    @Test
    void aConstantDifferenceHasNoTest() {
        List<TrialResult> results = List.of(
                completed("plain", 0, 0, 1, 0.5),
                completed("ahead", 0, 0, 1, 0.75),
                completed("plain", 1, 0, 1, 0.5),
                completed("ahead", 1, 0, 1, 0.75));

        Advice advice = StudySummary.of(study(List.of("ahead"), Resampling.of(2, 1)), DATA, results)
                .advice()
                .orElseThrow();

        assertThat(advice.use()).contains("plain");
        assertThat(prospect(advice, "ahead").standing()).isEqualTo(Standing.CONSTANT);
    }

    @Test
    void withoutABaselineThereIsNothingToUse() {
        List<TrialResult> results = List.of(
                diverged("plain", 0, 0),
                completed("other", 0, 0, 1, 0.75),
                diverged("plain", 1, 0),
                completed("other", 1, 0, 1, 0.75));

        assertThat(StudySummary.of(study(List.of("other"), Resampling.of(2, 1)), DATA, results)
                        .advice()
                        .orElseThrow()
                        .use())
                .isEmpty();
    }

    @Test
    void anotherKindOfStudyGivesNone() {
        List<TrialResult> results = List.of(
                completed("plain", 0, 0, 1, 0.5),
                completed("treated", 0, 0, 1, 0.6),
                completed("plain", 1, 0, 1, 0.5),
                completed("treated", 1, 0, 1, 0.7));
        Study tiny = Results.study(1);

        assertThat(StudySummary.of(tiny, DATA, results).advice()).isPresent();
        Claim claim =
                new Claim("It helps.", "?", "treated", Optional.of("plain"), Metric.TEST_ACCURACY, Claim.Sign.POSITIVE);
        assertThat(StudySummary.of(tiny.withClaims(List.of(claim)), DATA, results)
                        .advice())
                .as("one with claims to answer")
                .isEmpty();
        assertThat(StudySummary.of(tiny.withArms(List.of("plain")), DATA, List.of(results.get(0), results.get(2)))
                        .advice())
                .as("one without comparisons")
                .isEmpty();
        DataInfo invented = new DataInfo("mine.csv", Provenance.SYNTHETIC, "sha256:0", 100, List.of("a", "b"));
        assertThat(StudySummary.of(tiny, invented, results).advice())
                .as("one of invented data")
                .isEmpty();
    }

    /** Oracle: the same numbers as accuracies. Only the metric's name is another. */
    @Test
    void regressionIsJudgedByItsOwnMetric() {
        DataInfo numbers = new DataInfo("mine.csv", Provenance.OWN, "sha256:0", 100, List.of());
        Map<String, double[]> arms = Map.of("best", BETTER, "open", OPEN);

        Advice advice = advice(arms, numbers).orElseThrow();

        assertThat(advice.metric()).isEqualTo(Metric.TEST_R2);
        assertThat(advice.use()).contains("best");
        assertThat(prospect(advice, "open").reach())
                .isEqualTo(prospect(advice(arms, DATA).orElseThrow(), "open").reach());
    }

    private static double[] negative(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }
}
