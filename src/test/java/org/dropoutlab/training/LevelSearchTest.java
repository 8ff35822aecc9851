package org.dropoutlab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dropoutlab.training.TinyTrials.heldOut;
import static org.dropoutlab.training.TinyTrials.measured;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.published.SonarData;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Candidate;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.Variation;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.LearningCurve.Point;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.SearchReading;
import org.dropoutlab.measurement.SearchReading.Outcome;
import org.dropoutlab.measurement.SearchReading.Tried;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.measurement.TrialResult.Status;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arms that choose their levels. The oracle is each candidate as an arm of its own. */
class LevelSearchTest {
    private static final Examples SONAR = new SonarData().synthetic().examples();
    private static final Images DIGITS = ImageStudies.digits();
    private static final double DIVERGING = 1e9;
    private static final TrainingPlan PLAN = new TrainingPlan(9, 16);
    private static final List<Candidate> RATES = Stream.of(0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9)
            .map(rate -> new Candidate(
                    new Arm(
                            "rate-" + Math.round(100 * rate),
                            List.of(Dropout.hidden(rate)),
                            new Optimizer.Momentum(0.05, 0.9),
                            List.of()),
                    Map.of("rate", rate)))
            .toList();

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    @Test
    void isTheCandidateWithTheHighestValidationAccuracyAndOfTheseTheLowestLoss() {
        for (Trial trial : sonar(Search.among(RATES)).trials()) {
            List<TrialResult> alone = trial.trainings().stream()
                    .map(candidate -> new TrialRunner(SONAR).run(candidate))
                    .toList();
            TrialResult best = alone.stream()
                    .max(Comparator.comparingDouble(
                                    (TrialResult r) -> validation(r).accuracy())
                            .thenComparing(Comparator.comparingDouble(
                                            (TrialResult r) -> validation(r).loss())
                                    .reversed()))
                    .orElseThrow();

            TrialResult tuned = new TrialRunner(SONAR).run(trial);

            assertThat(tuned.id()).isEqualTo(trial.id());
            assertThat(measured(tuned)).isEqualTo(measured(best));
            SearchReading search = tuned.reading(SearchReading.class).orElseThrow();
            assertThat(search.choice().candidate()).isEqualTo(best.id().arm());
            for (int i = 0; i < alone.size(); i++) {
                assertIsEndOf(search.tried().get(i), alone.get(i), PLAN.epochs(), Outcome.FINISHED);
            }
        }
    }

    /** Rounds: nine candidates for an epoch, three for three, one for nine. */
    @Test
    void halvingLeavesCandidatesWhereTheyWouldBeAlone() {
        Trial trial = sonar(new Search(RATES, new Search.Halving(3))).trials().get(1);
        SearchReading search =
                new TrialRunner(SONAR).run(trial).reading(SearchReading.class).orElseThrow();

        assertThat(search.tried().stream().map(Tried::epochs).sorted()).containsExactly(1, 1, 1, 1, 1, 1, 3, 3, 9);
        assertThat(search.choice().epochs()).isEqualTo(9);
        for (int i = 0; i < RATES.size(); i++) {
            Tried tried = search.tried().get(i);
            TrialResult alone = new TrialRunner(SONAR).run(trial.of(RATES.get(i)));
            assertIsEndOf(tried, alone, tried.epochs(), tried.epochs() == 9 ? Outcome.FINISHED : Outcome.STOPPED);
        }
        double leastKept = search.tried().stream()
                .filter(tried -> tried.epochs() > 1)
                .mapToDouble(tried -> afterOneEpoch(trial, tried.candidate()))
                .min()
                .orElseThrow();
        assertThat(search.tried())
                .filteredOn(tried -> tried.epochs() == 1)
                .allMatch(tried -> tried.validation().orElseThrow().accuracy() <= leastKept);
    }

    /** Test images are replaced by noise and their labels by others: whatever is chosen by must not see them. */
    @Test
    void testDataHaveNoPartInTheChoice() {
        byte[][] pixels = DIGITS.pixels().clone();
        int[] labels = DIGITS.labels().clone();
        Random random = new Random(8);
        for (int i = 150; i < pixels.length; i++) {
            pixels[i] = new byte[28 * 28];
            random.nextBytes(pixels[i]);
            labels[i] = (labels[i] + 3) % 10;
        }
        Images others = new Images(pixels, labels, DIGITS.classes(), DIGITS.shape(), 150);
        for (Search search : List.of(Search.among(RATES), new Search(RATES, new Search.Halving(3)))) {
            Trial trial = study(search, new NetworkSpec.MnistMlp(12), heldOut(0.4))
                    .trials()
                    .get(0);

            SearchReading chosen = new TrialRunner(DIGITS)
                    .run(trial)
                    .reading(SearchReading.class)
                    .orElseThrow();
            SearchReading other = new TrialRunner(others)
                    .run(trial)
                    .reading(SearchReading.class)
                    .orElseThrow();

            assertThat(other.chosen()).isEqualTo(chosen.chosen());
            assertThat(other.tried().stream().map(Tried::validation))
                    .isEqualTo(chosen.tried().stream().map(Tried::validation).toList());
            assertThat(other.tried().stream().map(Tried::test))
                    .isNotEqualTo(chosen.tried().stream().map(Tried::test).toList());
        }
    }

    @Test
    void whatDivergesIsNotChosen() {
        Candidate diverging = candidate("diverging", DIVERGING);
        Candidate sound = candidate("sound", 0.01);
        TrialResult result = new TrialRunner(SONAR)
                .run(sonar(Search.among(List.of(diverging, sound))).trials().get(0));
        SearchReading search = result.reading(SearchReading.class).orElseThrow();

        assertThat(search.choice().candidate()).isEqualTo("sound");
        assertThat(search.tried().get(0).outcome()).isEqualTo(Outcome.DIVERGED);

        TrialResult none = new TrialRunner(SONAR)
                .run(sonar(Search.among(List.of(diverging))).trials().get(0));
        assertThat(none.status()).isEqualTo(Status.DIVERGED);
    }

    /** Killed after so many epochs of all candidates together, with a checkpoint after each. */
    @Test
    void aSearchThatIsKilledGoesOnToTheSameResult() {
        Trial trial = sonar(new Search(RATES, new Search.Halving(3))).trials().get(0);
        TrialResult undisturbed = new TrialRunner(SONAR).run(trial);
        Checkpoints checkpoints = new Checkpoints(directory, Duration.ZERO);

        for (int epochs : List.of(4, 11, 17)) {
            int[] seen = {0};
            TrialObserver killing = Killed.when((id, point) -> ++seen[0] == epochs);
            assertThatThrownBy(() -> new TrialRunner(SONAR, checkpoints, killing).run(trial))
                    .isInstanceOf(Killed.class);
            TrialResult resumed = new TrialRunner(SONAR, checkpoints, TrialObserver.none()).run(trial);
            assertThat(measured(resumed)).isEqualTo(measured(undisturbed));
            checkpoints.discard(trial.id());
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void aSearchWithoutValidationDataIsRefused() {
        Study study = study(Search.among(RATES), new NetworkSpec.SonarMlp(), Resampling.of(5, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Treatments.check(study, SONAR))
                .withMessage("arm tuned chooses its levels on validation data, but these splits have none");
    }

    private static double afterOneEpoch(Trial trial, String candidate) {
        Candidate of = RATES.stream()
                .filter(c -> c.arm().name().equals(candidate))
                .findFirst()
                .orElseThrow();
        return new TrialRunner(SONAR)
                .run(trial.of(of))
                .curve()
                .points()
                .get(0)
                .validation()
                .orElseThrow()
                .accuracy();
    }

    private static void assertIsEndOf(Tried tried, TrialResult alone, int epochs, Outcome outcome) {
        Point end = alone.curve().points().get(epochs - 1);
        assertThat(tried.candidate()).isEqualTo(alone.id().arm());
        assertThat(tried.outcome()).isEqualTo(outcome);
        assertThat(tried.epochs()).isEqualTo(epochs);
        assertThat(tried.train()).contains(end.train());
        assertThat(tried.validation()).isEqualTo(end.validation());
        assertThat(tried.test()).contains(end.test());
    }

    private static Score validation(TrialResult result) {
        return result.curve().end().validation().orElseThrow();
    }

    private static Candidate candidate(String name, double learningRate) {
        return new Candidate(
                new Arm(name, List.of(), new Optimizer.Momentum(learningRate, 0.9), List.of()),
                Map.of("learning-rate", learningRate));
    }

    private static Study sonar(Search search) {
        return study(search, new NetworkSpec.SonarMlp(), Resampling.of(4, 1).withValidation(0.25));
    }

    private static Study study(Search search, NetworkSpec network, Resampling resampling) {
        Arm tuned = new Arm("tuned", List.of(), RATES.get(0).arm().optimizer(), List.of(), Variation.ofSearch(search));
        return TinyTrials.study(network, tuned, PLAN, resampling);
    }
}
