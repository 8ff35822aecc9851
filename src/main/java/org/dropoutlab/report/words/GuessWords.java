package org.dropoutlab.report.words;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.evaluation.ArmSummary;
import org.dropoutlab.evaluation.ConstantGuess;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.measurement.Metric;

/** What an answer that ignores the inputs scores, and which arms are no better. */
public final class GuessWords {
    /** A class with a larger share of the examples than this is a large majority. */
    private static final double MAJORITY = 0.6;

    private GuessWords() {}

    /** The score of a constant guess, where it is not obvious: the accuracy of a large majority, or any other primary metric. */
    public static Optional<String> guessing(StudySummary summary) {
        Optional<String> accuracy = summary.data()
                .largestClass()
                .filter(largest -> largest.share() > MAJORITY)
                .map(largest -> "%1$s of the examples are class %2$s: always predicting '%2$s' already scores %1$s."
                        .formatted(Wording.percent(largest.share()), largest.name()));
        Metric primary = summary.primary();
        if (primary == Metric.TEST_ACCURACY) {
            return accuracy;
        }
        Optional<String> other = guess(summary, primary)
                .filter(guess -> primary != Metric.TEST_R2)
                .map(guess -> "A constant guess has a %s of %s."
                        .formatted(primary.words(), Wording.value(primary, guess.value())));
        return other.isEmpty()
                ? accuracy
                : Optional.of(accuracy.map(sentence -> sentence.substring(0, sentence.length() - 1) + " accuracy. ")
                                .orElse("")
                        + other.get());
    }

    /** The arms that are no better than a constant guess in the primary metric. */
    static Optional<String> noBetter(StudySummary summary) {
        Metric primary = summary.primary();
        return guess(summary, primary)
                .filter(guess -> primary != Metric.TEST_R2)
                .flatMap(guess -> {
                    List<String> arms = summary.arms().stream()
                            .filter(guess::isAtLeastAsGoodAs)
                            .map(arm -> arm.arm().name())
                            .toList();
                    return arms.isEmpty()
                            ? Optional.empty()
                            : Optional.of(no(summary, guess) + String.join(", ", arms) + ".");
                });
    }

    private static String no(StudySummary summary, ConstantGuess guess) {
        return guess.metric() == Metric.TEST_ACCURACY
                ? "No better than always predicting the largest class, '%s' (accuracy %s): "
                        .formatted(summary.data().largestClass().orElseThrow().name(), Wording.percent(guess.value()))
                : "No better than a constant guess (%s %s): "
                        .formatted(guess.metric().words(), Wording.value(guess.metric(), guess.value()));
    }

    /** Whether the probabilities of the baseline of a user's own study are worse than the classes' shares. */
    static Optional<String> worseThanShares(StudySummary summary) {
        if (summary.data().provenance() != Provenance.OWN) {
            return Optional.empty();
        }
        String baseline = summary.study().contrasts().stream()
                .map(Contrast::baseline)
                .findFirst()
                .orElse(summary.arms().get(0).arm().name());
        ArmSummary arm = summary.arm(baseline);
        return guess(summary, Metric.TEST_LOG_LOSS)
                .filter(guess -> guess.isAtLeastAsGoodAs(arm))
                .map(guess ->
                        "The probabilities of %s are worse than the class frequencies: its test log loss is %s, and always predicting each class's share of the examples has %s. It is overconfident."
                                .formatted(
                                        baseline,
                                        Wording.mean(arm, Metric.TEST_LOG_LOSS),
                                        Wording.value(Metric.TEST_LOG_LOSS, guess.value())));
    }

    private static Optional<ConstantGuess> guess(StudySummary summary, Metric metric) {
        return ConstantGuess.of(metric, summary.data(), summary.study().judgement());
    }
}
