package org.dropoutlab.measurement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Candidate;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Published;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Variation;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.SearchReading.Outcome;
import org.dropoutlab.measurement.SearchReading.Tried;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;

/** Small studies and results for tests of what comes after training. */
public final class Results {
    private Results() {}

    /** Arms {@code plain} and {@code treated}, two folds, {@code repeats} repeats. */
    public static Study study(int repeats) {
        return study(repeats, new NetworkSpec.SonarMlp());
    }

    /** The same for a network that predicts a number. */
    public static Study ofNumbers(int repeats) {
        return study(repeats, new NetworkSpec.TableRegression(60, List.of(60, 30)));
    }

    private static Study study(int repeats, NetworkSpec network) {
        Optimizer optimizer = new Optimizer.Momentum(0.01, 0.8);
        return Study.of(
                "tiny",
                "A <tiny> study",
                "Does it work?",
                "sonar",
                network,
                List.of(
                        new Arm("plain", List.of(), optimizer, List.of(new Published(0.8604, "somebody"))),
                        new Arm("treated", List.of(Dropout.hidden(0.2)), optimizer, List.of())),
                List.of(Contrast.of("treated", "plain")),
                new TrainingPlan(2, 16),
                Resampling.of(2, repeats));
    }

    /** A completed trial of two epochs that ends with these accuracies, and losses of 1 − accuracy. */
    public static TrialResult completed(String arm, int split, int repeat, double train, double test) {
        return result(
                arm,
                split,
                repeat,
                TrialResult.Status.COMPLETED,
                List.of(
                        point(1, new Score(0.9, 0.5), new Score(0.9, 0.5)),
                        point(2, new Score(1 - train, train), new Score(1 - test, test))));
    }

    /**
     * A completed trial that early stopping brought back to its second epoch, with these accuracies, and losses of
     * 1 − accuracy; {@code beyond} more were trained, each with a higher loss.
     */
    public static TrialResult stopped(String arm, int split, int repeat, double train, double test, int beyond) {
        List<LearningCurve.Point> points = new ArrayList<>();
        points.add(validated(1, new Score(0.9, 0.5), new Score(0.9, 0.5)));
        points.add(validated(2, new Score(1 - train, train), new Score(1 - test, test)));
        for (int i = 0; i < beyond; i++) {
            points.add(validated(3 + i, new Score(0, 1), new Score(1 + i, 0.25)));
        }
        return new TrialResult(
                new TrialId(arm, split, repeat),
                TrialResult.Status.COMPLETED,
                new LearningCurve(points).endingAt(2),
                90,
                10,
                5521,
                5430,
                List.of());
    }

    private static LearningCurve.Point validated(int epoch, Score train, Score test) {
        return new LearningCurve.Point(epoch, train, Optional.of(test), test, 0.01, 0.1 * epoch);
    }

    /** Studies of {@link #study} with validation data and an arm {@code tuned} that chooses among {@code candidates}. */
    public static Study tuned(Resampling resampling, Candidate... candidates) {
        return tuned(study(1), resampling, candidates);
    }

    /** The same beside the arms of {@code study}. */
    public static Study tuned(Study study, Resampling resampling, Candidate... candidates) {
        List<Arm> arms = new ArrayList<>(study.arms());
        arms.add(new Arm(
                "tuned",
                List.of(),
                arms.get(0).optimizer(),
                List.of(),
                Variation.ofSearch(Search.among(List.of(candidates)))));
        return Study.of(
                study.name(),
                study.title(),
                study.question(),
                study.dataset(),
                study.network(),
                arms,
                study.contrasts(),
                study.training(),
                resampling);
    }

    /** A drop probability, as something to choose. */
    public static Candidate rate(double rate) {
        return new Candidate(
                new Arm(
                        "rate-" + Math.round(100 * rate),
                        List.of(Dropout.hidden(rate)),
                        new Optimizer.Momentum(0.01, 0.8),
                        List.of()),
                Map.of("rate", rate));
    }

    /** A candidate left after two epochs with these accuracies, and half a second. */
    public static Tried tried(String candidate, Outcome outcome, double train, double validation, double test) {
        return new Tried(
                candidate,
                2,
                outcome,
                Optional.of(new Score(1 - train, train)),
                Optional.of(new Score(1 - validation, validation)),
                Optional.of(new Score(1 - test, test)),
                0.5);
    }

    /** A trial of the arm {@code tuned} that chose one of {@code tried}. */
    public static TrialResult chose(int split, int repeat, int chosen, Tried... tried) {
        Tried choice = tried[chosen];
        return with(
                stopped(
                        "tuned",
                        split,
                        repeat,
                        choice.train().orElseThrow().accuracy(),
                        choice.test().orElseThrow().accuracy(),
                        0),
                List.of(new SearchReading(List.of(tried), chosen)));
    }

    /** The same trial with readings. */
    public static TrialResult with(TrialResult result, List<Reading> readings) {
        return new TrialResult(
                result.id(),
                result.status(),
                result.curve(),
                result.trainExamples(),
                result.testExamples(),
                result.parameters(),
                result.multiplications(),
                readings);
    }

    /** Every probe but that of image networks, as {@link #readings} answers them. */
    public static Probe[] probes() {
        return new Probe[] {
            new Probe.Features(),
            new Probe.ModelAveraging(List.of(1, 50), 2, 40),
            new Probe.Enumeration(List.of(10), 40),
            new Probe.Uncertainty(5, 40, List.of(45, 90))
        };
    }

    /** An answer to each of {@link #probes}, all numbers higher by {@code more}. */
    public static List<Reading> readings(double more) {
        Score score = new Score(0.2 + more, 0.9 + more);
        UncertaintyReading.Reliability reliability = new UncertaintyReading.Reliability(
                score,
                0.03 + more,
                0.1 + more,
                List.of(new UncertaintyReading.Bin(30, 0.95, 0.9), new UncertaintyReading.Bin(10, 0.6, 0.7)));
        return List.of(
                new FeatureReading(
                        12 + more,
                        0.75 + more,
                        0.5 + more,
                        0.25 + more,
                        0.25,
                        Stream.generate(() -> 2L).limit(80).toList(),
                        List.of(0.5, 7.75, 1.0 / 3),
                        2,
                        2,
                        List.of(new byte[] {1, 2, 3, 127}, new byte[] {-127, 0, 5, 9}, new byte[] {0, 0, 0, 0})),
                new AveragingReading(
                        40,
                        score,
                        List.of(
                                new AveragingReading.Average(1, 0.25 + more, 0.01, 0.8 + more),
                                new AveragingReading.Average(50, 0.08 + more, 0.002, 0.25 + more))),
                new EnumerationReading(
                        4096,
                        40,
                        score,
                        new Score(0.21 + more, 0.92 + more),
                        new Score(0.2 + more, 0.9 + more),
                        1e-8 + more,
                        0.05 + more,
                        List.of(new EnumerationReading.Sample(10, score, 0.061 + more, 0.06 + more))),
                new UncertaintyReading(
                        40,
                        5,
                        reliability,
                        reliability,
                        List.of(
                                inputs(UncertaintyReading.AS_THEY_ARE, Optional.of(0.0), 0.01 + more),
                                inputs(UncertaintyReading.turned(45), Optional.of(45.0), 0.2 + more),
                                inputs(UncertaintyReading.turned(90), Optional.of(90.0), 0.4 + more),
                                inputs(UncertaintyReading.SHUFFLED, Optional.empty(), 0.5 + more),
                                inputs(UncertaintyReading.NOISE, Optional.empty(), 0.6 + more))));
    }

    private static UncertaintyReading.Inputs inputs(String name, Optional<Double> angle, double information) {
        return new UncertaintyReading.Inputs(
                name,
                angle,
                angle.map(turned -> 1 - turned / 180),
                0.3,
                0.9,
                information,
                0.1,
                0.8 + information / 10,
                0.75);
    }

    /** The same trial with these scores of its final outputs. */
    public static TrialResult with(TrialResult result, FinalScores scores) {
        return new TrialResult(
                result.id(),
                result.status(),
                result.curve(),
                result.trainExamples(),
                result.testExamples(),
                result.parameters(),
                result.multiplications(),
                result.readings(),
                result.outputs(),
                Optional.of(scores));
    }

    /** The same trial with these final outputs. */
    public static TrialResult with(TrialResult result, TestOutputs outputs) {
        return new TrialResult(
                result.id(),
                result.status(),
                result.curve(),
                result.trainExamples(),
                result.testExamples(),
                result.parameters(),
                result.multiplications(),
                result.readings(),
                Optional.of(outputs),
                result.scores());
    }

    /** A trial that diverged in its first epoch. */
    public static TrialResult diverged(String arm, int split, int repeat) {
        return result(arm, split, repeat, TrialResult.Status.DIVERGED, List.of());
    }

    private static LearningCurve.Point point(int epoch, Score train, Score test) {
        return new LearningCurve.Point(epoch, train, Optional.empty(), test, 0.01, 0.1 * epoch);
    }

    private static TrialResult result(
            String arm, int split, int repeat, TrialResult.Status status, List<LearningCurve.Point> points) {
        return new TrialResult(
                new TrialId(arm, split, repeat), status, new LearningCurve(points), 90, 10, 5521, 5430, List.of());
    }
}
