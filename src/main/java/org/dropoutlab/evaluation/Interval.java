package org.dropoutlab.evaluation;

/**
 * An interval of numbers.
 *
 * @param low its lower end
 * @param high its upper end, not less than {@code low}
 */
public record Interval(double low, double high) {

    /** The interval cut to the range from {@code least} to {@code most}. */
    public Interval within(double least, double most) {
        return new Interval(Math.max(least, Math.min(low, most)), Math.min(most, Math.max(high, least)));
    }
}
