package org.dropoutlab.network;

import java.util.List;

/** Validation and scaling of layer widths. */
final class Widths {
    private static final int MOST = 100_000;

    private Widths() {}

    /**
     * Validates and returns the widths of hidden layers.
     *
     * @throws IllegalArgumentException if one is not from 1 to {@value #MOST}
     */
    static List<Integer> ofUnits(List<Integer> widths) {
        widths.forEach(width -> require("a layer", width, "unit"));
        return List.copyOf(widths);
    }

    /**
     * The widths times {@code factor}, rounded, at least 1.
     *
     * @throws IllegalArgumentException if the factor is not a positive number
     */
    static List<Integer> scaled(List<Integer> widths, double factor) {
        if (!(factor > 0 && Double.isFinite(factor))) {
            throw new IllegalArgumentException("the factor of widths must be a positive number, not " + factor);
        }
        return widths.stream()
                .map(width -> (int) Math.min(Math.max(1, Math.round(width * factor)), Integer.MAX_VALUE))
                .toList();
    }

    /**
     * Validates and returns a number.
     *
     * @param what subject of the message, such as "a layer"
     * @param unit the counted thing, singular
     * @throws IllegalArgumentException if it is not from 1 to {@value #MOST}
     */
    static int require(String what, int number, String unit) {
        if (number < 1) {
            throw new IllegalArgumentException("%s has at least one %s, not %d".formatted(what, unit, number));
        }
        if (number > MOST) {
            throw new IllegalArgumentException("%s has at most %,d %ss, not %,d".formatted(what, MOST, unit, number));
        }
        return number;
    }
}
