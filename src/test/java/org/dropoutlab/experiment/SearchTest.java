package org.dropoutlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dropoutlab.experiment.Search.Halving;
import org.dropoutlab.experiment.Search.Round;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.junit.jupiter.api.Test;

class SearchTest {
    private static final Optimizer SLOW = new Optimizer.Momentum(0.01, 0.8);

    @Test
    void halvesAsInTheWorkedExample() {
        assertThat(halving(9, 3).rounds(new TrainingPlan(90, 16)))
                .containsExactly(new Round(10, 3), new Round(30, 1), new Round(90, 1));
        assertThat(halving(9, 3).epochs(new TrainingPlan(90, 16))).isEqualTo(9 * 10 + 3 * 20 + 60);
        assertThat(halving(8, 2).rounds(new TrainingPlan(80, 16)))
                .containsExactly(new Round(10, 4), new Round(20, 2), new Round(40, 1), new Round(80, 1));
        assertThat(Search.among(candidates(9)).rounds(new TrainingPlan(90, 16))).containsExactly(new Round(90, 1));
        assertThat(Search.among(candidates(9)).epochs(new TrainingPlan(90, 16))).isEqualTo(810);
    }

    @Property
    void roundsGoUpToTheLastEpochAndDownToOneCandidate(
            @ForAll @IntRange(min = 1, max = 60) int candidates,
            @ForAll @IntRange(min = 2, max = 10) int keepOneOf,
            @ForAll @IntRange(min = 1, max = 300) int epochs,
            @ForAll @IntRange(min = 1, max = 300) int measureEvery) {
        TrainingPlan plan = new TrainingPlan(epochs, 16, Math.min(measureEvery, epochs));
        Search search = halving(candidates, keepOneOf);

        List<Round> rounds = search.rounds(plan);

        assertThat(rounds.get(rounds.size() - 1)).isEqualTo(new Round(epochs, 1));
        assertThat(rounds).allMatch(round -> plan.isMeasuredAfter(round.epochs()));
        for (int i = 1; i < rounds.size(); i++) {
            assertThat(rounds.get(i).epochs()).isGreaterThan(rounds.get(i - 1).epochs());
            assertThat(rounds.get(i).kept())
                    .isLessThanOrEqualTo(rounds.get(i - 1).kept());
        }
        assertThat(search.epochs(plan)).isBetween(epochs, candidates * epochs);
    }

    @Test
    void saysWhatItChoosesFrom() {
        assertThat(Search.among(candidates(3)).describe()).isEqualTo("chosen: rate of 0, 0.1, 0.2 on validation data");
        assertThat(halving(3, 3).describe()).endsWith(", successive halving, one of 3 goes on");
    }

    @Test
    void levelsAreWrittenAsPeopleWriteThem() {
        assertThat(Stream.of(0.0, 60.0, 12345.0, 0.2, 1e-4, 3e-7, 0.0031622776601683794)
                        .map(Search::word))
                .containsExactly("0", "60", "12345", "0.2", "0.0001", "3e-7", "0.003162");
        assertThat(Search.among(IntStream.range(0, 11)
                                .mapToObj(i -> new Candidate(candidate(i).arm(), Map.of("rate", i / 20.0)))
                                .toList())
                        .describe())
                .isEqualTo("chosen: rate of 11 levels from 0 to 0.5 on validation data");
    }

    /** What its candidates do not share is no part of an arm. */
    @Test
    void anArmThatChoosesIsDescribedByWhatItsCandidatesShare() {
        Search search = Search.among(candidates(3));
        assertThat(new Arm("a", List.of(), SLOW, List.of(), Variation.ofSearch(search)).describe())
                .isEqualTo(SLOW.describe() + "; chosen: rate of 0, 0.1, 0.2 on validation data");
    }

    @Test
    void searchesThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Search.among(List.of()));
        List<Candidate> twice = List.of(candidate(1), candidate(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Search.among(twice))
                .withMessage("two candidates are named rate-1");
        assertThatIllegalArgumentException().isThrownBy(() -> new Halving(1));
        Arm searching = new Arm("a", List.of(), SLOW, List.of(), Variation.ofSearch(Search.among(candidates(2))));
        assertThatIllegalArgumentException().isThrownBy(() -> new Candidate(searching, Map.of()));
    }

    private static Search halving(int candidates, int keepOneOf) {
        return new Search(candidates(candidates), new Halving(keepOneOf));
    }

    private static List<Candidate> candidates(int number) {
        return IntStream.range(0, number).mapToObj(SearchTest::candidate).toList();
    }

    private static Candidate candidate(int number) {
        double rate = number / 10.0 % 1;
        return new Candidate(
                new Arm("rate-" + number, List.of(Dropout.hidden(rate)), SLOW, List.of()), Map.of("rate", rate));
    }
}
