package org.dropoutlab.data.table;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/** The meaning of a cell's text, which is already trimmed. */
final class Cell {
    private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "?");
    // Java would also take 1f, 0x1p3 and the like.
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?");
    private static final Pattern INFINITE = Pattern.compile("[-+]?inf(inity)?", Pattern.CASE_INSENSITIVE);
    private static final double WHOLE_IN_DOUBLES = 1e15;

    private Cell() {}

    static boolean isMissing(String text) {
        return text.length() <= 4 && MISSING.contains(text.toLowerCase(Locale.ROOT));
    }

    /** The text as a number, infinite if it exceeds the range of a float; empty if it is not a number. */
    static OptionalDouble number(String text) {
        if (NUMBER.matcher(text).matches()) {
            double value = Double.parseDouble(text);
            return OptionalDouble.of(
                    Float.isFinite((float) value) ? value : Math.copySign(Double.POSITIVE_INFINITY, value));
        }
        return INFINITE.matcher(text).matches()
                ? OptionalDouble.of(text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
                : OptionalDouble.empty();
    }

    /** The class name of a number, independent of its notation. */
    static String className(double value) {
        return value == Math.rint(value) && Math.abs(value) < WHOLE_IN_DOUBLES
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
