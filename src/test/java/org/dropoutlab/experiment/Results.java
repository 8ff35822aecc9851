package org.dropoutlab.experiment;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;

/** Small studies and results for tests of what comes after training. */
public final class Results {
    private Results() {}

    /** Arms {@code plain} and {@code treated}, two folds, {@code repeats} repeats. */
    public static Study study(int repeats) {
        Optimizer optimizer = new Optimizer.Momentum(0.01, 0.8);
        return Study.of(
                "tiny",
                "A <tiny> study",
                "Does it work?",
                "sonar",
                "sonar-mlp",
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
                new TrialId(arm, split, repeat), status, new LearningCurve(points), 90, 10, 5521, List.of());
    }
}
