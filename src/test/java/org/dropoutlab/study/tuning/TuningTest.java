package org.dropoutlab.study.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Candidate;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;
import org.dropoutlab.study.tuning.Tuning.Axis;
import org.junit.jupiter.api.Test;

/** From a study to the one that tunes an arm of it. The studies are those of the catalogue. */
class TuningTest {
    private static final Study SONAR = Catalogue.named("sonar").at(Scale.DEFAULT);
    private static final Axis RATES = new Axis(Parameter.RATE, Levels.of("0,0.1,…,0.8"));
    private static final Axis NORMS = new Axis(Parameter.MAX_NORM, Levels.of("0,1,3"));

    @Test
    void theTunedStudyHasTheArmItsBaselineAndTheArmThatChooses() {
        Study tuned = grid(RATES).of(SONAR.withSeed(7), Optional.of("hidden-fast"));

        assertThat(tuned.name()).isEqualTo("tune-sonar");
        assertThat(tuned.armNames()).containsExactly("plain-fast", "hidden-fast", "tuned");
        assertThat(tuned.contrasts())
                .containsExactly(
                        Contrast.of("tuned", "hidden-fast"),
                        Contrast.of("tuned", "plain-fast"),
                        Contrast.of("hidden-fast", "plain-fast"));
        assertThat(tuned.seed()).isEqualTo(7);
        assertThat(tuned.network()).isEqualTo(SONAR.network());
        assertThat(tuned.dataset()).isEqualTo(SONAR.dataset());
        assertThat(tuned.training()).isEqualTo(SONAR.training());
        assertThat(tuned.notes()).containsAll(SONAR.notes());
        assertThat(tuned.arms()).allSatisfy(arm -> assertThat(arm.published()).isEmpty());
        for (String fixed : List.of("plain-fast", "hidden-fast")) {
            assertThat(tuned.arm(fixed).changesFrom(SONAR.arm(fixed))).isEmpty();
        }
        assertThat(tuned.arm("tuned").changesFrom(tuned.arm("hidden-fast"))).containsExactly("dropout");
    }

    @Test
    void validationDataAreAddedWhereThereAreNoneAndKeptWhereThereAre() {
        Resampling shared = SONAR.resampling().withValidation(0.3);
        Study cifar = Catalogue.named("cifar10").at(Scale.QUICK);

        assertThat(grid(RATES).of(SONAR, Optional.empty()).resampling())
                .isEqualTo(SONAR.resampling().withValidation(0.2));
        assertThat(grid(RATES)
                        .of(SONAR.withResampling(shared), Optional.empty())
                        .resampling())
                .isEqualTo(shared);
        assertThat(grid(RATES).of(cifar, Optional.empty()).resampling()).isEqualTo(cifar.resampling());
    }

    @Test
    void withoutANameItIsTheFirstArmThatHasAllOfTheNumbers() {
        assertThat(grid(RATES).of(SONAR, Optional.empty()).armNames())
                .containsExactly("plain-slow", "visible-slow", "tuned");
        assertThat(grid(NORMS).of(SONAR, Optional.empty()).armNames())
                .as("of an arm with nothing to be compared with")
                .containsExactly("plain-slow", "tuned");
    }

    @Test
    void aGridOfSeveralNumbersIsTheirProductInOrder() {
        List<Map<String, Double>> expected = new ArrayList<>();
        for (double rate : new double[] {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8}) {
            for (double norm : new double[] {0, 1, 3}) {
                expected.add(Map.of("rate", rate, "max-norm", norm));
            }
        }

        List<Candidate> candidates = candidates(grid(RATES, NORMS), SONAR);

        assertThat(candidates.stream().map(Candidate::levels)).containsExactlyElementsOf(expected);
        assertThat(candidates.stream().map(candidate -> candidate.arm().name()))
                .startsWith("rate=0+max-norm=0", "rate=0+max-norm=1", "rate=0+max-norm=3", "rate=0.1+max-norm=0")
                .doesNotHaveDuplicates();
        assertThat(candidates.get(4).arm().regularizers()).containsExactly(Dropout.hidden(0.1), new MaxNorm(1));
        assertThat(candidates.get(3).arm().regularizers()).containsExactly(Dropout.hidden(0.1));
    }

    @Property(tries = 60, seed = "20120201")
    void aRandomSearchIsAPartOfTheGridAsLargeAsTheBudgetAndTheSameForTheSameSeed(
            @ForAll @IntRange(min = 2, max = 40) int budget, @ForAll long seed) {
        Tuning random = new Tuning(List.of(RATES, NORMS), OptionalInt.of(budget), new Search.Exhaustive());
        Study study = SONAR.withSeed(seed);

        List<Candidate> drawn = candidates(random, study);

        assertThat(drawn).hasSize(Math.min(budget, 27)).isEqualTo(candidates(random, study));
        assertThat(candidates(grid(RATES, NORMS), study)).containsSubsequence(drawn);
    }

    /** 27 over 9 is 4,686,825: that ten seeds draw no two parts that differ has no chance. */
    @Test
    void otherSeedsDrawOtherLevels() {
        Tuning random = new Tuning(List.of(RATES, NORMS), OptionalInt.of(9), new Search.Exhaustive());
        HashSet<List<Candidate>> drawn = new HashSet<>();
        for (int seed = 1; seed <= 10; seed++) {
            drawn.add(candidates(random, SONAR.withSeed(seed)));
        }

        assertThat(drawn).hasSizeGreaterThan(1);
    }

    @Property(tries = 60, seed = "20120201")
    void whatIsDrawnFromRangesIsInsideAndDiffers(@ForAll @IntRange(min = 2, max = 60) int budget, @ForAll long seed) {
        Tuning random = new Tuning(
                List.of(
                        new Axis(Parameter.RATE, Levels.of("0.1..0.8")),
                        new Axis(Parameter.LEARNING_RATE, Levels.of("0.001..1")),
                        NORMS),
                OptionalInt.of(budget),
                new Search.Exhaustive());

        List<Candidate> drawn = candidates(random, SONAR.withSeed(seed));

        assertThat(drawn).hasSize(budget).isEqualTo(candidates(random, SONAR.withSeed(seed)));
        assertThat(drawn).extracting(Candidate::levels).doesNotHaveDuplicates().allSatisfy(levels -> {
            assertThat(levels.get("rate")).isBetween(0.1, 0.8);
            assertThat(levels.get("learning-rate")).isBetween(0.001, 1.0);
            assertThat(levels.get("max-norm")).isIn(0.0, 1.0, 3.0);
        });
    }

    /** Numbers of three digits: there are a hundred and one of them. */
    @Test
    void aNarrowRangeGivesNoMoreLevelsThanItHas() {
        Tuning narrow = new Tuning(
                List.of(new Axis(Parameter.RATE, Levels.of("0.5..0.6"))), OptionalInt.of(200), new Search.Exhaustive());

        assertThat(candidates(narrow, SONAR)).hasSizeBetween(2, 101);
    }

    @Test
    void theStrategyIsThatOfTheSearch() {
        Search.Halving halving = new Search.Halving(4);

        assertThat(search(new Tuning(List.of(RATES), OptionalInt.empty(), halving), SONAR)
                        .strategy())
                .isEqualTo(halving);
    }

    @Test
    void refusesWhatCannotBeTuned() {
        assertThatThrownBy(() -> grid(RATES).of(SONAR, Optional.of("plain-slow")))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("arm plain-slow has no rate")
                .hasMessageEndingWith("visible-slow, hidden-slow, dropconnect-slow, visible-fast, hidden-fast,"
                        + " dropconnect-fast");
        Study tuned = grid(RATES).of(SONAR, Optional.empty());
        assertThatThrownBy(() -> grid(NORMS).of(tuned, Optional.of("tuned")))
                .isInstanceOf(InputException.class)
                .hasMessage("arm tuned already chooses its own values");
        assertThatThrownBy(() -> grid(RATES, RATES)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Axis(Parameter.LEARNING_RATE, Levels.of("0..1")))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> grid(new Axis(Parameter.RATE, Levels.of("0..1"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--budget");
        assertThatThrownBy(
                        () -> grid(new Axis(Parameter.RATE, Levels.of("0.5,1"))).of(SONAR, Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessage("rate: drop probability must be in [0, 1), not 1.0");
    }

    private static Tuning grid(Axis... axes) {
        return new Tuning(List.of(axes), OptionalInt.empty(), new Search.Exhaustive());
    }

    private static List<Candidate> candidates(Tuning tuning, Study study) {
        return search(tuning, study).candidates();
    }

    private static Search search(Tuning tuning, Study study) {
        Arm tuned = tuning.of(study, Optional.of("hidden-fast")).arm(Tuning.TUNED);
        return tuned.variation().search().orElseThrow();
    }
}
