package org.dropoutlab.evaluation;

/**
 * An interval of numbers.
 *
 * @param low its lower end
 * @param high its upper end, not less than {@code low}
 */
public record Interval(double low, double high) {}
