package org.dropoutlab.data.audit;

import java.util.Locale;

/** How numbers of a table are written for people. */
public final class Numbers {
    private static final double LONG = 1e7;
    private static final double SHORT = 1e-3;

    private Numbers() {}

    /** A number rounded to about four significant digits, without zeros at its end. */
    public static String shortly(double number) {
        if (number == 0 || (number == Math.rint(number) && Math.abs(number) < LONG)) {
            return String.format(Locale.ROOT, "%d", (long) number);
        }
        double size = Math.abs(number);
        if (size >= LONG || size < SHORT) {
            return String.format(Locale.ROOT, "%.3g", number);
        }
        int decimals = (int) Math.max(0, 3 - Math.floor(Math.log10(size)));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", number);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("[.]$", "") : text;
    }
}
