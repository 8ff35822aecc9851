package org.dropoutlab.experiment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A separate choice of an arm's levels in every split: each candidate is trained on the training data, and the arm
 * becomes the one with the highest validation accuracy (R² for regression); ties go to the lower validation loss, then
 * to the first. Test data have no part in it, so the arm's test result is unbiased: nested resampling (Varma &amp;
 * Simon 2006, "Bias in error estimation when using cross-validation for model selection").
 *
 * @param candidates at least one, with distinct names
 * @param strategy which of them are trained for how long
 */
public record Search(List<Candidate> candidates, Strategy strategy) {
    private static final int MOST_WORDS = 10;

    public Search {
        candidates = List.copyOf(candidates);
        Objects.requireNonNull(strategy);
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("a search needs at least one candidate");
        }
        Set<String> names = new HashSet<>();
        for (Candidate candidate : candidates) {
            if (!names.add(candidate.arm().name())) {
                throw new IllegalArgumentException(
                        "two candidates are named " + candidate.arm().name());
            }
        }
    }

    /** A search that trains every candidate to the end. */
    public static Search among(List<Candidate> candidates) {
        return new Search(candidates, new Exhaustive());
    }

    /** Which candidates are trained for how long. */
    public sealed interface Strategy {}

    /** Full training of every candidate. */
    public record Exhaustive() implements Strategy {}

    /**
     * Successive halving (Jamieson &amp; Talwalkar 2016): all candidates train for a few epochs, the best of them for
     * more, and so on until only a few train to the end. Validation data rank them.
     *
     * @param keepOneOf η, 2 to 10: each round keeps one in η candidates and trains them to η times the epochs
     */
    public record Halving(int keepOneOf) implements Strategy {
        private static final int MOST = 10;

        public Halving {
            if (keepOneOf < 2 || keepOneOf > MOST) {
                throw new IllegalArgumentException(
                        "successive halving keeps one of 2 to %d candidates, not one of %d".formatted(MOST, keepOneOf));
            }
        }
    }

    /**
     * One round of a search.
     *
     * @param epochs total epochs after which the remaining candidates are ranked
     * @param kept number of candidates kept; 1 in the last round, the chosen one
     */
    public record Round(int epochs, int kept) {}

    /** The rounds of the search, for a full training of {@code plan}. */
    public List<Round> rounds(TrainingPlan plan) {
        if (!(strategy instanceof Halving halving)) {
            return List.of(new Round(plan.epochs(), 1));
        }
        Map<Integer, Integer> kept = new LinkedHashMap<>();
        int rounds = 1;
        for (int left = candidates.size(); left > 1; left = next(left, halving)) {
            rounds++;
        }
        int left = candidates.size();
        for (int round = 1; round <= rounds; round++) {
            left = round == rounds ? 1 : next(left, halving);
            double share = Math.pow(halving.keepOneOf(), round - rounds);
            kept.put(plan.measuredFrom((int) Math.ceil(share * plan.epochs())), left);
        }
        return kept.entrySet().stream()
                .map(round -> new Round(round.getKey(), round.getValue()))
                .toList();
    }

    private static int next(int left, Halving halving) {
        return (left + halving.keepOneOf() - 1) / halving.keepOneOf();
    }

    /** The maximum number of training epochs over all candidates together. */
    public int epochs(TrainingPlan plan) {
        int sum = 0;
        int before = 0;
        int left = candidates.size();
        for (Round round : rounds(plan)) {
            sum += left * (round.epochs() - before);
            before = round.epochs();
            left = round.kept();
        }
        return sum;
    }

    /** The levels by name, in the order of the candidates. */
    public Map<String, Set<Double>> levels() {
        Map<String, Set<Double>> levels = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            candidate.levels().forEach((name, level) -> levels.computeIfAbsent(name, n -> new LinkedHashSet<>())
                    .add(level));
        }
        return levels;
    }

    /** One line, in the field's terms. */
    public String describe() {
        String what = levels().entrySet().stream()
                .map(entry -> entry.getKey() + " of " + words(entry.getValue()))
                .collect(Collectors.joining(" and "));
        return "%s on validation data%s"
                .formatted(
                        what.isEmpty() ? "chosen among " + names() : "chosen: " + what,
                        strategy instanceof Halving halving
                                ? ", successive halving, one of %d goes on".formatted(halving.keepOneOf())
                                : "");
    }

    private String names() {
        return candidates.stream().map(candidate -> candidate.arm().name()).collect(Collectors.joining(", "));
    }

    private static String words(Set<Double> levels) {
        if (levels.size() > MOST_WORDS) {
            return "%d levels from %s to %s"
                    .formatted(levels.size(), word(Collections.min(levels)), word(Collections.max(levels)));
        }
        return levels.stream().map(Search::word).collect(Collectors.joining(", "));
    }

    /** A level as people write it: whole numbers in full, others with up to four significant digits. */
    public static String word(double level) {
        if (level == Math.rint(level) && Math.abs(level) < 1e9) {
            return String.valueOf((long) level);
        }
        BigDecimal rounded = BigDecimal.valueOf(level).round(new MathContext(4)).stripTrailingZeros();
        return Math.abs(level) < 1e-5 ? rounded.toString().replace("E", "e") : rounded.toPlainString();
    }
}
