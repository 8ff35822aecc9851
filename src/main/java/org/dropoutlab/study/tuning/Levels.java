package org.dropoutlab.study.tuning;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.dropoutlab.experiment.InputException;

/** The candidate levels of a parameter. */
public sealed interface Levels {

    /**
     * Parses levels: a comma-separated list, in which {@code …} or {@code ...} continues the step of the two numbers before
     * it, as in {@code 0,0.1,…,0.8}; or a range, as in {@code 0..0.8}.
     *
     * @throws InputException if the text is neither
     */
    static Levels of(String typed) {
        if (typed.contains(",")) {
            return listed(typed);
        }
        int dots = typed.indexOf("..");
        if (dots >= 0) {
            return new Range(number(typed.substring(0, dots), typed), number(typed.substring(dots + 2), typed));
        }
        return new Listed(List.of(number(typed, typed)));
    }

    private static Levels listed(String typed) {
        List<BigDecimal> levels = new ArrayList<>();
        String[] words = typed.split(",", -1);
        for (int i = 0; i < words.length; i++) {
            String word = words[i].strip();
            if (word.equals("…") || word.equals("...")) {
                if (levels.size() < 2 || i + 1 >= words.length) {
                    throw new InputException(
                            "'%s': … needs two numbers before it and one after it, as in 0,0.1,…,0.8".formatted(typed));
                }
                fill(levels, decimal(words[i + 1].strip(), typed), typed);
            } else {
                levels.add(decimal(word, typed));
            }
        }
        return new Listed(levels.stream().map(BigDecimal::doubleValue).toList());
    }

    /** In decimal arithmetic, in which three times 0.1 is 0.3. */
    private static void fill(List<BigDecimal> levels, BigDecimal last, String typed) {
        BigDecimal before = levels.get(levels.size() - 1);
        BigDecimal step = before.subtract(levels.get(levels.size() - 2));
        if (step.signum() == 0 || last.subtract(before).signum() != step.signum()) {
            throw new InputException(
                    "'%s': starting at %s, steps of %s never reach %s".formatted(typed, before, step, last));
        }
        for (BigDecimal next = before.add(step);
                next.subtract(last).signum() == -step.signum();
                next = next.add(step)) {
            levels.add(next);
            if (levels.size() > Listed.MOST) {
                throw new InputException("'%s': at most %d values".formatted(typed, Listed.MOST));
            }
        }
    }

    private static BigDecimal decimal(String word, String typed) {
        try {
            return new BigDecimal(word);
        } catch (NumberFormatException e) {
            throw new InputException(
                    "--values takes numbers, as in 0,0.1,…,0.8 or 0..0.8; '%s' in '%s' is not a number"
                            .formatted(word, typed),
                    e);
        }
    }

    private static double number(String word, String typed) {
        return decimal(word.strip(), typed).doubleValue();
    }

    /**
     * A list of numbers.
     *
     * @param values distinct values, in order
     */
    record Listed(List<Double> values) implements Levels {
        private static final int MOST = 1000;

        public Listed {
            values = List.copyOf(values);
            if (values.isEmpty() || new LinkedHashSet<>(values).size() != values.size()) {
                throw new InputException("the values of a parameter must be distinct, not " + values);
            }
        }
    }

    /**
     * A range of numbers to sample from.
     *
     * @param low its lower end
     * @param high its upper end
     */
    record Range(double low, double high) implements Levels {
        private static final MathContext SHOWN = new MathContext(3);

        public Range {
            if (!(low < high)) {
                throw new InputException("a range must be ascending, not from %s to %s".formatted(low, high));
            }
        }

        /** A number of three digits from the range, sampled uniformly or on a log scale. */
        double draw(SplittableRandom random, boolean logarithmic) {
            double drawn = logarithmic
                    ? Math.exp(random.nextDouble(Math.log(low), Math.log(high)))
                    : random.nextDouble(low, high);
            return Math.min(
                    high, Math.max(low, new BigDecimal(drawn).round(SHOWN).doubleValue()));
        }
    }
}
