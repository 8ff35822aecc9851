package org.dropoutlab.network;

import java.util.List;

/** Validation of layer widths. */
public final class Widths {
    static final int MOST = 100_000;

    private Widths() {}

    /**
     * Validates and returns the widths of hidden layers.
     *
     * @throws IllegalArgumentException if one is not from 1 to {@value #MOST}
     */
    public static List<Integer> ofUnits(List<Integer> widths) {
        widths.forEach(width -> require("a layer", width, "unit"));
        return List.copyOf(widths);
    }

    /**
     * Validates and returns a number.
     *
     * @param what subject of the message, such as "a layer"
     * @param unit the counted thing, singular
     * @throws IllegalArgumentException if it is not from 1 to {@value #MOST}
     */
    public static int require(String what, int number, String unit) {
        if (number < 1) {
            throw new IllegalArgumentException("%s has at least one %s, not %d".formatted(what, unit, number));
        }
        if (number > MOST) {
            throw new IllegalArgumentException("%s has at most %,d %ss, not %,d".formatted(what, MOST, unit, number));
        }
        return number;
    }
}
