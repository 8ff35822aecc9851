package org.dropoutlab.study.tuning;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.dropoutlab.experiment.InputException;

/** The levels of a parameter that may be tried. */
public sealed interface Levels {

    /**
     * What was typed: numbers with commas between, in which {@code …} or {@code ...} stands for the numbers that go on as the
     * two before it began, as in {@code 0,0.1,…,0.8}; or a range, as in {@code 0..0.8}.
     *
     * @throws InputException if it is neither
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
                            "'%s': two numbers come before … and one behind it, as in 0,0.1,…,0.8".formatted(typed));
                }
                fill(levels, decimal(words[i + 1].strip(), typed), typed);
            } else {
                levels.add(decimal(word, typed));
            }
        }
        return new Listed(levels.stream().map(BigDecimal::doubleValue).toList());
    }

    /** In decimal numbers, where 0.1 three times is 0.3. */
    private static void fill(List<BigDecimal> levels, BigDecimal last, String typed) {
        BigDecimal before = levels.get(levels.size() - 1);
        BigDecimal step = before.subtract(levels.get(levels.size() - 2));
        if (step.signum() == 0 || last.subtract(before).signum() != step.signum()) {
            throw new InputException(
                    "'%s': from %s on, no steps of %s lead to %s".formatted(typed, before, step, last));
        }
        for (BigDecimal next = before.add(step);
                next.subtract(last).signum() == -step.signum();
                next = next.add(step)) {
            levels.add(next);
            if (levels.size() > Listed.MOST) {
                throw new InputException("'%s': at most %d levels".formatted(typed, Listed.MOST));
            }
        }
    }

    private static BigDecimal decimal(String word, String typed) {
        try {
            return new BigDecimal(word);
        } catch (NumberFormatException e) {
            throw new InputException(
                    "--values takes numbers, as in 0,0.1,…,0.8 or 0..0.8; '%s' in '%s' is none".formatted(word, typed),
                    e);
        }
    }

    private static double number(String word, String typed) {
        return decimal(word.strip(), typed).doubleValue();
    }

    /**
     * Some numbers.
     *
     * @param values in the order in which they are tried, each once
     */
    record Listed(List<Double> values) implements Levels {
        private static final int MOST = 1000;

        public Listed {
            values = List.copyOf(values);
            if (values.isEmpty() || new LinkedHashSet<>(values).size() != values.size()) {
                throw new InputException("the values of a parameter are one or more, each once, not " + values);
            }
        }
    }

    /**
     * Every number of a range, of which only some can be tried.
     *
     * @param low the least
     * @param high greater than that
     */
    record Range(double low, double high) implements Levels {
        private static final MathContext SHOWN = new MathContext(3);

        public Range {
            if (!(low < high)) {
                throw new InputException("a range goes upwards: not from %s to %s".formatted(low, high));
            }
        }

        /** A number of three digits from the range, each as likely as any other or, with logarithms, its logarithm. */
        double draw(SplittableRandom random, boolean logarithmic) {
            double drawn = logarithmic
                    ? Math.exp(random.nextDouble(Math.log(low), Math.log(high)))
                    : random.nextDouble(low, high);
            return Math.min(
                    high, Math.max(low, new BigDecimal(drawn).round(SHOWN).doubleValue()));
        }
    }
}
