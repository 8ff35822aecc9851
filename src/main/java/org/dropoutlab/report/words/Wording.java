package org.dropoutlab.report.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dropoutlab.evaluation.ArmSummary;
import org.dropoutlab.evaluation.ChosenLevels;
import org.dropoutlab.evaluation.Comparison;
import org.dropoutlab.evaluation.Equivalence;
import org.dropoutlab.evaluation.Estimate;
import org.dropoutlab.evaluation.Interval;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Candidate;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.resampling.Pairing;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.network.Loss;
import org.dropoutlab.regularization.EarlyStopping;

/** How numbers are written for people: accuracies in percent, their differences in percentage points, losses in nats; R² and squared errors as plain numbers. */
public final class Wording {
    private Wording() {}

    /** A value of {@code metric}, with unit. */
    public static String value(Metric metric, double value) {
        return switch (metric.unit()) {
            case FRACTION -> percentOrPoints(metric, value);
            case NATS, R2, SCORE, SQUARED_ERROR -> number("%.3f", value);
            case EPOCHS -> number("%.1f", value);
            case NUMBER, TARGET -> number(digits(value), value);
        };
    }

    /** The same, or a dash. */
    public static String value(Metric metric, Optional<Double> value) {
        return value.map(v -> value(metric, v)).orElse("–");
    }

    /** The mean of an arm's trials in {@code metric}, with unit, or a dash. */
    public static String mean(ArmSummary arm, Metric metric) {
        return value(metric, arm.estimate(metric).map(Estimate::mean));
    }

    /** The mean of an arm's trials, with the number of those in which the metric is undefined. */
    public static String defined(ArmSummary arm, Metric metric) {
        int undefined = arm.undefined(metric);
        return mean(arm, metric) + (undefined == 0 ? "" : " (%d undefined)".formatted(undefined));
    }

    /** What the scores of final outputs are, in one or two sentences. */
    public static String scores(StudySummary summary) {
        String positive = summary.positive()
                .map(name -> "The positive class is '%s'%s."
                        .formatted(name, summary.study().judgement().positive().isPresent() ? "" : ", the rarer one"))
                .orElse(
                        summary.data().measures().isOfNumbers()
                                ? "Errors are in the target's unit."
                                : "ROC AUC and average precision are means over classes, each against the rest.");
        boolean undefined = summary.arms().stream()
                .anyMatch(arm -> summary.scores().stream().anyMatch(metric -> arm.undefined(metric) > 0));
        return positive
                + (undefined
                        ? " A score is undefined in trials whose test data lack a class; means leave them out."
                        : "");
    }

    /** A difference of two values of {@code metric}, with sign. */
    public static String difference(Metric metric, double difference) {
        return switch (metric.unit()) {
            case FRACTION -> number("%+.1f", 100 * difference);
            case NATS, R2, SCORE, SQUARED_ERROR -> number("%+.3f", difference);
            case EPOCHS -> number("%+.1f", difference);
            case NUMBER, TARGET -> number(digits(difference).replace("%", "%+"), difference);
        };
    }

    /** The unit of differences of {@code metric}. */
    public static String differenceUnit(Metric metric) {
        return switch (metric.unit()) {
            case FRACTION -> "points";
            case NATS -> "nats";
            case EPOCHS -> "epochs";
            case R2, SCORE, SQUARED_ERROR, NUMBER, TARGET -> "";
        };
    }

    /** The words for {@code metric} in a study of networks with this loss. */
    public static String words(Metric metric, Loss loss) {
        return metric.isOfLoss() ? metric.words().replace(Loss.SQUARED_ERROR.name(), loss.name()) : metric.words();
    }

    /** A difference of two values of {@code metric} in a study of networks with this loss, with sign and unit, or a dash. */
    public static String amount(Metric metric, Optional<Double> difference, Loss loss) {
        return metric.isOfLoss()
                ? difference
                        .map(d -> (difference(metric, d) + " " + loss.unit()).strip())
                        .orElse("–")
                : amount(metric, difference);
    }

    /** A difference of two values of {@code metric}, with sign and unit. */
    public static String amount(Metric metric, double difference) {
        return (difference(metric, difference) + " " + differenceUnit(metric)).strip();
    }

    /** The same, or a dash. */
    public static String amount(Metric metric, Optional<Double> difference) {
        return difference.map(d -> amount(metric, d)).orElse("–");
    }

    /** A region of practical equivalence, such as {@code within ±1.0 points}. */
    public static String region(Metric metric, Equivalence equivalence) {
        return "within ±" + size(metric, equivalence.rope());
    }

    /** A probability. */
    public static String probability(double probability) {
        return probability < 0.001
                ? "< 0.001"
                : probability > 0.999
                        ? "> 0.999"
                        : number(probability < 0.1 || probability > 0.9 ? "%.3f" : "%.2f", probability);
    }

    /** What P(same) means in a study, with the region of each metric that has one; empty if there are none. */
    public static Optional<String> sameness(StudySummary summary) {
        Map<String, List<String>> metrics = new LinkedHashMap<>();
        for (Comparison c : summary.comparisons()) {
            if (List.of(summary.primary(), summary.gap()).contains(c.metric())) {
                c.sameness().ifPresent(e -> {
                    List<String> of = metrics.computeIfAbsent(region(c.metric(), e), r -> new ArrayList<>());
                    if (!of.contains(c.metric().words())) {
                        of.add(c.metric().words());
                    }
                });
            }
        }
        return metrics.isEmpty()
                ? Optional.empty()
                : Optional.of(metrics.entrySet().stream()
                        .map(entry -> "%s (%s)".formatted(entry.getKey(), String.join(", ", entry.getValue())))
                        .collect(Collectors.joining(
                                "; ",
                                "P(same): probability of a difference too small to matter, ",
                                "; change this region with --rope.")));
    }

    /** The probabilities of worse, practically the same and better, or of lower, the same and higher; or a dash. */
    public static String probabilities(Comparison comparison) {
        Metric metric = comparison.metric();
        return comparison
                .sameness()
                .map(e -> metric.wanted() == Metric.Wanted.NEITHER
                        ? "%s | %s | %s"
                                .formatted(probability(e.below()), probability(e.inside()), probability(e.above()))
                        : "%s | %s | %s"
                                .formatted(
                                        probability(e.worse(metric)),
                                        probability(e.inside()),
                                        probability(e.better(metric))))
                .orElse("–");
    }

    /** The two arms of a comparison, marked if there is something to mind about it. */
    public static String pair(Comparison comparison) {
        return comparison.arm() + " – " + comparison.baseline()
                + (comparison.caveat().isEmpty() ? "" : " *");
    }

    /** A size of differences of {@code metric}, without sign, with unit. */
    static String size(Metric metric, double size) {
        String signed = amount(metric, Math.abs(size));
        return signed.startsWith("+") ? signed.substring(1) : signed;
    }

    /** A metric beside an axis, with what {@link #plotted} values are counted in. */
    public static String axis(Metric metric) {
        return metric.words()
                + switch (metric.unit()) {
                    case FRACTION -> metric.isGap() ? ", points" : ", %";
                    case NATS -> ", nats";
                    case SQUARED_ERROR -> " of standardized targets";
                    case TARGET -> ", in the target's unit";
                    case R2, SCORE, EPOCHS, NUMBER -> "";
                };
    }

    /** A value, as figures have it: fractions in percent. */
    public static double plotted(Metric metric, double value) {
        return metric.unit() == Metric.Unit.FRACTION ? 100 * value : value;
    }

    /** The same of an interval. */
    public static Interval plotted(Metric metric, Interval interval) {
        return new Interval(plotted(metric, interval.low()), plotted(metric, interval.high()));
    }

    /** With a capital letter, as a sentence or a heading begins. */
    public static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Three places behind the point, or three digits that tell. */
    private static String digits(double value) {
        double size = Math.abs(value);
        return size == 0 || size >= 0.1 ? "%.3f" : size >= 0.001 ? "%.4f" : "%.1e";
    }

    /** A value of a metric that this project does not know. */
    public static String plain(double value) {
        return number(digits(value), value);
    }

    /** A difference of two of its values, with sign. */
    public static String plainDifference(double difference) {
        return number(digits(difference).replace("%", "%+"), difference);
    }

    /** An interval of values of {@code metric}, or a dash. */
    public static String interval(Metric metric, Optional<Interval> interval) {
        return interval.map(i -> value(metric, i.low()) + " to " + value(metric, i.high()))
                .orElse("–");
    }

    /** An interval of differences of {@code metric}, or a dash. */
    public static String differenceInterval(Metric metric, Optional<Interval> interval) {
        return interval.map(i -> difference(metric, i.low()) + " to " + difference(metric, i.high()))
                .orElse("–");
    }

    /** Which weights numbers are of, as the end of a sentence. */
    public static String when(Study study) {
        boolean stopping = study.arms().stream().anyMatch(Wording::stopsEarly);
        return stopping ? "after the last epoch, or the epoch that early stopping restored" : "after the last epoch";
    }

    /** Whether an arm has early stopping. */
    public static boolean stopsEarly(Arm arm) {
        return arm.outcomes().stream()
                .flatMap(outcome -> outcome.regularizers().stream())
                .anyMatch(EarlyStopping.class::isInstance);
    }

    /** How trials of two arms belong together, and what test goes with that. */
    public static String pairing(Resampling resampling) {
        String adjusted = " The verdict is based on the Holm-adjusted p-value at the 5% level, adjusted across all"
                + " comparisons in the same metric; intervals are not adjusted.";
        if (resampling.pairing() == Pairing.PERIODS) {
            return "Arms are paired by test period and seed: same split, same initial weights, same order of mini-batches. Periods"
                    + " are not exchangeable, so there is no test of their mean difference and no interval.";
        }
        if (resampling.pairing() == Pairing.FIXED_FOLDS) {
            return "Arms are paired by split and seed: same split, same initial weights, same order of mini-batches. The splits are"
                    + " the same in every repeat, so differences are averaged over repeats first; splits share training data, which"
                    + " the corrected resampled t-test (Nadeau & Bengio 2003) accounts for." + adjusted;
        }
        return (resampling.pairing() == Pairing.SEEDS
                        ? "Arms are paired by seed: same training and validation examples, same initial weights, same order of"
                                + " mini-batches, same test examples; a paired t-test."
                        : "Arms are paired by fold and repeat: same split, same initial weights, same order of mini-batches."
                                + " Folds share training data, so the differences are not independent; the corrected"
                                + " resampled t-test (Nadeau & Bengio 2003; Bouckaert & Frank 2004) widens the interval to"
                                + " account for this.")
                + adjusted;
    }

    /** A p-value, or a dash. */
    public static String pValue(Optional<Double> p) {
        return p.map(value -> value < 0.001 ? "< 0.001" : number(value < 0.1 ? "%.3f" : "%.2f", value))
                .orElse("–");
    }

    /** Levels in one line, such as {@code rate 0.2, momentum 0.9}; the name of a candidate without levels. */
    public static String levels(Candidate candidate) {
        return candidate.levels().isEmpty()
                ? candidate.arm().name()
                : candidate.levels().entrySet().stream()
                        .map(level -> level.getKey() + " " + Search.word(level.getValue()))
                        .collect(Collectors.joining(", "));
    }

    /** What an arm chose how often, most often first, such as {@code rate 0.2 in 6 of 10 splits, 0.3 in 4}. */
    public static String chosen(ChosenLevels tuning) {
        List<ChosenLevels.Choice> chosen = tuning.chosen();
        if (chosen.isEmpty()) {
            return "nothing: all that was tried diverged";
        }
        List<String> words = new ArrayList<>();
        for (ChosenLevels.Choice choice : chosen) {
            String what = levels(choice.candidate());
            String repeated = tuning.level().map(level -> level + " ").orElse("");
            boolean one =
                    choice.candidate().levels().size() == 1 && tuning.level().isPresent();
            words.add(
                    words.isEmpty()
                            ? "%s in %d of %s".formatted(what, choice.chosen(), count(tuning.splits(), "split"))
                            : "%s in %d".formatted(one ? what.substring(repeated.length()) : what, choice.chosen()));
        }
        return String.join(tuning.level().isPresent() ? ", " : "; ", words);
    }

    /** A fraction in percent. */
    public static String percent(double fraction) {
        return number("%.1f", 100 * fraction) + " %";
    }

    /** {@code 1 trial}, {@code 2 trials}. */
    public static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }

    /** A number of seconds with three digits, or a dash. */
    public static String seconds(OptionalDouble seconds) {
        return seconds.isPresent()
                ? String.format(
                        Locale.ROOT,
                        seconds.getAsDouble() < 10 ? "%.2f" : seconds.getAsDouble() < 100 ? "%.1f" : "%,.0f",
                        seconds.getAsDouble())
                : "–";
    }

    /** How many times as much. */
    public static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio < 0.95 ? "%.2f" : "%.1f", ratio);
    }

    private static String percentOrPoints(Metric metric, double value) {
        return metric.isGap() ? number("%.1f", 100 * value) + " points" : percent(value);
    }

    /** With the minus sign proper, and no minus before a rounded zero. */
    private static String number(String format, double value) {
        String text = String.format(Locale.ROOT, format, value);
        if (text.matches("[-+]0[.]0+")) {
            text = text.substring(1);
        }
        return text.replace('-', '−');
    }

    /**
     * How training steps were taken, such as {@code direct steps: a; layered steps: b, c}, or {@code direct steps} where all were.
     *
     * @param arms the kind of each arm's steps, by its name
     */
    public static String steps(Map<String, String> arms) {
        Map<String, List<String>> kinds = new TreeMap<>();
        arms.forEach((arm, kind) ->
                kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(arm));
        return kinds.entrySet().stream()
                .map(kind -> kinds.size() == 1
                        ? kind.getKey() + " steps"
                        : "%s steps: %s".formatted(kind.getKey(), String.join(", ", kind.getValue())))
                .collect(Collectors.joining("; "));
    }
}
