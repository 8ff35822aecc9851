package org.dropoutlab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dropoutlab.measurement.Results.chose;
import static org.dropoutlab.measurement.Results.rate;
import static org.dropoutlab.measurement.Results.stopped;
import static org.dropoutlab.measurement.Results.tried;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.evaluation.ChosenLevels.Choice;
import org.dropoutlab.evaluation.ChosenLevels.Edge;
import org.dropoutlab.experiment.Candidate;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Results;
import org.dropoutlab.measurement.SearchReading.Outcome;
import org.dropoutlab.measurement.SearchReading.Tried;
import org.dropoutlab.measurement.TrialResult;
import org.junit.jupiter.api.Test;

class ChosenLevelsTest {
    private static final DataInfo DATA = new DataInfo("sonar", Provenance.OFFICIAL, "sha256:0", 208, List.of("R", "M"));
    private static final Resampling SEEDS = new HeldOutTest(4, OptionalInt.empty(), OptionalInt.empty(), 0.2);
    /** Of Student's t with 3 degrees of freedom, as tables have it. */
    private static final double T3 = 3.182446;

    private static final Candidate[] RATES = {rate(0), rate(0.2), rate(0.8)};
    /** Test accuracies 0.80, 0.82, 0.84, 0.86. */
    private static final double SD = Math.sqrt(2 * (0.03 * 0.03 + 0.01 * 0.01) / 3);

    @Test
    void countsWhatBecameOfEachCandidate() {
        ChosenLevels tuning = tuning(Resampling.of(4, 1).withValidation(0.2), RATES, results(true));

        assertThat(tuning.splits()).isEqualTo(4);
        assertThat(tuning.candidates()).extracting(Choice::chosen).containsExactly(1, 0, 3);
        assertThat(tuning.candidates()).extracting(Choice::finished).containsExactly(4, 2, 3);
        assertThat(tuning.candidates()).extracting(Choice::stopped).containsExactly(0, 2, 0);
        assertThat(tuning.candidates()).extracting(Choice::diverged).containsExactly(0, 0, 1);
        assertThat(tuning.candidates()).extracting(Choice::epochs).containsExactly(8L, 8L, 8L);
        assertThat(tuning.chosen()).extracting(Choice::chosen).containsExactly(3, 1);
        assertThat(tuning.level()).contains("rate");
    }

    /** Oracle: by hand, s of four values, and those that were stopped or diverged left out. */
    @Test
    void accuraciesAreOfWhatWasTrainedToItsEnd() {
        List<Choice> folds = tuning(Resampling.of(4, 1).withValidation(0.2), RATES, results(true))
                .candidates();

        Estimate all = folds.get(0).test().orElseThrow();
        assertThat(all.mean()).isCloseTo(0.83, within(1e-12));
        assertThat(all.sd().orElseThrow()).isCloseTo(SD, within(1e-12));
        assertIsAround(all, T3 * Math.sqrt(1.0 / 4 + 10.0 / 90) * SD);
        assertThat(folds.get(0).train().orElseThrow().mean()).isCloseTo(0.99, within(1e-12));
        assertThat(folds.get(0).validation().orElseThrow().mean()).isCloseTo(0.70, within(1e-12));
        assertThat(folds.get(1).test().orElseThrow().mean()).isCloseTo((0.7 + 0.8) / 2, within(1e-12));
        assertThat(folds.get(2).validation().orElseThrow().mean()).isCloseTo(0.9, within(1e-12));

        Estimate seeds =
                tuning(SEEDS, RATES, results(false)).candidates().get(0).test().orElseThrow();
        assertIsAround(seeds, T3 * Math.sqrt(1.0 / 4) * SD);
    }

    @Test
    void anArmWithFixedLevelsHasNoTuning() {
        StudySummary summary = StudySummary.of(Results.tuned(SEEDS, RATES), DATA, results(false));

        assertThat(summary.tuning("plain")).isEmpty();
        assertThat(summary.tunings()).extracting(ChosenLevels::arm).containsExactly("tuned");
    }

    @Test
    void whereAllDivergedNothingIsChosen() {
        Tried[] none = {
            tried("rate-0", Outcome.DIVERGED, 0.5, 0.5, 0.5),
            tried("rate-20", Outcome.DIVERGED, 0.5, 0.5, 0.5),
            tried("rate-80", Outcome.DIVERGED, 0.5, 0.5, 0.5)
        };
        List<TrialResult> results = new ArrayList<>(results(false));
        results.replaceAll(
                result -> result.id().arm().equals("tuned") && result.id().repeat() < 4
                        ? chose(0, result.id().repeat(), 0, none)
                        : result);

        ChosenLevels tuning = tuning(SEEDS, RATES, results);

        assertThat(tuning.chosen()).isEmpty();
        assertThat(tuning.edges()).isEmpty();
        assertThat(tuning.candidates()).extracting(Choice::test).containsOnly(Optional.empty());
    }

    /** Told of the trials in any order. */
    @Test
    void everySplitHasWhatItChose() {
        List<TrialResult> results = new ArrayList<>(chosen(1, 2, 1));
        Collections.reverse(results);

        assertThat(tuning(SEEDS, RATES, results).picks())
                .extracting(pick -> pick.repeat() + ": "
                        + pick.candidate().orElseThrow().levels().get("rate"))
                .containsExactly("0: " + rateOf(0), "1: " + rateOf(1), "2: " + rateOf(1), "3: " + rateOf(2));
    }

    private static Double rateOf(int place) {
        return RATES[place].levels().get("rate");
    }

    /** Of four splits, so many chose each of the levels. */
    @Test
    void anEndIsAnEdgeWhereItIsChosenMostOrInHalfOfTheSplits() {
        double[] levels = {0.1, 0.2, 0.4};
        assertThat(edges(levels, 0, 1, 3)).containsExactly(new Edge("rate", 0.4, true, 3));
        assertThat(edges(levels, 3, 1, 0)).containsExactly(new Edge("rate", 0.1, false, 3));
        assertThat(edges(levels, 0, 2, 2)).containsExactly(new Edge("rate", 0.4, true, 2));
        assertThat(edges(levels, 0, 3, 1)).isEmpty();
        assertThat(edges(levels, 1, 2, 1)).isEmpty();
        assertThat(edges(levels, 2, 0, 2)).as("both ends").isEmpty();
        assertThat(edges(new double[] {0.4, 0.1, 0.2}, 3, 1, 0))
                .as("whatever the order of candidates")
                .containsExactly(new Edge("rate", 0.4, true, 3));
        assertThat(edges(new double[] {0.1, 0.2, 0.3, 0.4}, 0, 1, 1, 2)).hasSize(1);
    }

    /** Of equals the first is chosen: that it lies at the end is no reason to look beyond. */
    @Test
    void anEndThatDoesAsWellAsItsNeighbourIsNoEdge() {
        Tried same = tried("any", Outcome.FINISHED, 1, 0.8, 0.8);
        List<TrialResult> results = IntStream.range(0, 4)
                .boxed()
                .flatMap(seed -> Stream.of(
                        stopped("plain", 0, seed, 1, 0.8, 0),
                        stopped("treated", 0, seed, 1, 0.8, 0),
                        chose(0, seed, 0, same, same, tried("any", Outcome.FINISHED, 1, 0.7, 0.8))))
                .toList();

        assertThat(tuning(SEEDS, new Candidate[] {rate(0.1), rate(0.2), rate(0.3)}, results)
                        .edges())
                .isEmpty();
    }

    @Test
    void nothingLiesBelowNone() {
        assertThat(edges(new double[] {0, 0.2, 0.4}, 4, 0, 0)).isEmpty();
        assertThat(edges(new double[] {0, 0.2, 0.4}, 0, 0, 4)).hasSize(1);
        assertThat(edges(new double[] {0.3}, 4)).isEmpty();
        Candidate without = new Candidate(rate(0).arm(), Map.of());
        assertThat(tuning(SEEDS, new Candidate[] {without, rate(0.2), rate(0.4)}, chosen(0, 4, 0))
                        .edges())
                .isEmpty();
    }

    @Test
    void levelsOfSeveralNumbersHaveAnEdgeEach() {
        Candidate[] pairs = {pair(0.2, 10), pair(0.2, 20), pair(0.5, 10), pair(0.5, 20)};
        ChosenLevels tuning = tuning(SEEDS, pairs, chosen(0, 1, 0, 3));

        assertThat(tuning.level()).isEmpty();
        assertThat(tuning.edges()).containsExactly(new Edge("rate", 0.5, true, 3), new Edge("width", 20, true, 4));
        assertThat(tuning(SEEDS, new Candidate[] {pair(0.2, 10), pair(0.5, 10)}, chosen(4, 0))
                        .level())
                .as("the other number is the same in all")
                .contains("rate");
    }

    private static void assertIsAround(Estimate estimate, double halfWidth) {
        Interval interval = estimate.ci95().orElseThrow();
        // The tabulated quantile has seven digits.
        assertThat(interval.low()).isCloseTo(estimate.mean() - halfWidth, within(1e-6 * halfWidth));
        assertThat(interval.high()).isCloseTo(estimate.mean() + halfWidth, within(1e-6 * halfWidth));
    }

    private static Candidate pair(double rate, double width) {
        Map<String, Double> levels = new LinkedHashMap<>();
        levels.put("rate", rate);
        levels.put("width", width);
        return new Candidate(rate(rate + width / 100).arm(), levels);
    }

    private static List<Edge> edges(double[] rates, int... chosen) {
        Candidate[] candidates =
                IntStream.range(0, rates.length).mapToObj(i -> rate(rates[i])).toArray(Candidate[]::new);
        return tuning(SEEDS, candidates, chosen(chosen)).edges();
    }

    /** Four seeds of each arm; as many of the one that chooses choose each candidate. */
    private static List<TrialResult> chosen(int... times) {
        int[] choices = IntStream.range(0, times.length)
                .flatMap(place -> IntStream.generate(() -> place).limit(times[place]))
                .toArray();
        Tried[] tried = IntStream.range(0, times.length)
                .mapToObj(place -> tried("any", Outcome.FINISHED, 1, 0.8 + 0.01 * place, 0.8))
                .toArray(Tried[]::new);
        return IntStream.range(0, choices.length)
                .boxed()
                .flatMap(seed -> Stream.of(
                        stopped("plain", 0, seed, 1, 0.8, 0),
                        stopped("treated", 0, seed, 1, 0.8, 0),
                        chose(0, seed, choices[seed], tried)))
                .toList();
    }

    /** Four trials of each arm: the folds of a repeat, or seeds. */
    private static List<TrialResult> results(boolean folds) {
        List<TrialResult> results = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int split = folds ? i : 0;
            int repeat = folds ? 0 : i;
            results.add(stopped("plain", split, repeat, 1.0, 0.8, 0));
            results.add(stopped("treated", split, repeat, 1.0, 0.8, 0));
            results.add(chose(
                    split,
                    repeat,
                    i == 0 ? 0 : 2,
                    tried("rate-0", Outcome.FINISHED, 0.99, 0.7, 0.80 + 0.02 * i),
                    tried("rate-20", i < 2 ? Outcome.FINISHED : Outcome.STOPPED, 0.9, 0.5, 0.7 + 0.1 * i),
                    tried("rate-80", i == 0 ? Outcome.DIVERGED : Outcome.FINISHED, 0.9, i == 0 ? 0.1 : 0.9, 0.9)));
        }
        return results;
    }

    private static ChosenLevels tuning(Resampling resampling, Candidate[] candidates, List<TrialResult> results) {
        return StudySummary.of(Results.tuned(resampling, candidates), DATA, results)
                .tuning("tuned")
                .orElseThrow();
    }
}
