package org.dropoutlab.study;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dropoutlab.data.Examples;
import org.dropoutlab.measurement.Judgement;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Metric.Unit;

/**
 * The metric by which the arms of a user's own study are judged, declared before training: accuracy or R², and balanced accuracy
 * where the rarest class has less than half of its even share.
 *
 * @param judgement the judgement
 * @param notes what was decided, as sentences without a full stop
 */
public record OwnJudgement(Judgement judgement, List<String> notes) {
    public OwnJudgement {
        notes = List.copyOf(notes);
    }

    /** The metrics by which arms can be judged, under the names that people know. */
    public enum Choice {
        ACCURACY(Metric.TEST_ACCURACY),
        BALANCED_ACCURACY(Metric.TEST_BALANCED_ACCURACY),
        MACRO_F1(Metric.TEST_MACRO_F1),
        F1(Metric.TEST_POSITIVE_F1),
        MCC(Metric.TEST_MATTHEWS),
        ROC_AUC(Metric.TEST_ROC_AUC),
        AVERAGE_PRECISION(Metric.TEST_AVERAGE_PRECISION),
        LOG_LOSS(Metric.TEST_LOG_LOSS),
        BRIER(Metric.TEST_BRIER),
        R2(Metric.TEST_R2),
        RMSE(Metric.TEST_RMSE),
        MAE(Metric.TEST_MAE);

        private final Metric metric;

        Choice(Metric metric) {
            this.metric = metric;
        }

        private boolean isOfNumbers() {
            return metric.unit() == Unit.R2 || metric.unit() == Unit.TARGET;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * The judgement for some examples.
     *
     * @param metric name of the metric; the usual one if empty
     * @param positive name of the positive class of two; the rarer one if empty
     * @throws IllegalArgumentException if there is no such metric or class, with what there is
     */
    public static OwnJudgement of(Examples examples, Optional<String> metric, Optional<String> positive) {
        Judgement judgement = Judgement.keeping();
        if (positive.isPresent()) {
            judgement = judgement.withPositive(number(examples, positive.get()));
        }
        if (metric.isPresent()) {
            return new OwnJudgement(judgement.by(named(examples, metric.get())), List.of());
        }
        if (examples.isRegression() || !isImbalanced(examples.classCounts())) {
            return new OwnJudgement(judgement, List.of());
        }
        return new OwnJudgement(judgement.by(Metric.TEST_BALANCED_ACCURACY), List.of(why(examples)));
    }

    /** Whether the rarest class has less than half of an even share: n_min/n < 0.5/k. */
    static boolean isImbalanced(int... counts) {
        long all = Arrays.stream(counts).sum();
        long rarest = Arrays.stream(counts).min().orElse(0);
        return 2 * rarest * counts.length < all;
    }

    private static String why(Examples examples) {
        int[] counts = examples.classCounts();
        int rarest = 0;
        for (int c = 1; c < counts.length; c++) {
            rarest = counts[c] < counts[rarest] ? c : rarest;
        }
        return String.format(
                Locale.ROOT,
                "arms are judged by balanced accuracy: class '%s' has %,d of %,d examples, less than half of an even share (--metric"
                        + " accuracy judges by accuracy)",
                examples.classes().get(rarest),
                counts[rarest],
                examples.size());
    }

    private static Metric named(Examples examples, String name) {
        List<Choice> fitting = Arrays.stream(Choice.values())
                .filter(choice -> choice.isOfNumbers() == examples.isRegression())
                .filter(choice -> choice != Choice.F1 || examples.classes().size() == 2)
                .toList();
        return fitting.stream()
                .filter(choice -> choice.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--metric: no metric '%s' for %s; metrics: %s"
                        .formatted(
                                name,
                                examples.isRegression()
                                        ? "numbers"
                                        : "%d classes"
                                                .formatted(examples.classes().size()),
                                fitting.stream().map(Choice::toString).collect(Collectors.joining(", ")))))
                .metric;
    }

    private static int number(Examples examples, String positive) {
        if (examples.classes().size() != 2) {
            throw new IllegalArgumentException("--positive needs two classes, not "
                    + (examples.isRegression() ? "numbers" : examples.classes().size()));
        }
        int number = examples.classes().indexOf(positive);
        if (number < 0) {
            throw new IllegalArgumentException("--positive: no class '%s'; classes: %s"
                    .formatted(positive, String.join(", ", examples.classes())));
        }
        return number;
    }
}
