package org.dropoutlab.data.table;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.util.OptionalDouble;

/** The meaning of a cell's text, which is already trimmed. */
final class Cell {
    private static final String[] MISSING = {"", "na", "n/a", "nan", "null", "?"};
    private static final String[] INFINITE = {"inf", "infinity"};
    private static final double WHOLE_IN_DOUBLES = 1e15;

    private Cell() {}

    static boolean isMissing(String text) {
        return isMissing(text.toCharArray(), 0, text.length());
    }

    /** The same for the characters {@code from} to {@code to} − 1 of {@code text}. */
    static boolean isMissing(char[] text, int from, int to) {
        return isOneOf(MISSING, text, from, to);
    }

    /** Whether the characters are one of some words in lower case, in either case. */
    private static boolean isOneOf(String[] words, char[] text, int from, int to) {
        for (String word : words) {
            if (word.length() == to - from && isWord(word, text, from)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWord(String word, char[] text, int from) {
        for (int i = 0; i < word.length(); i++) {
            char c = text[from + i];
            if (word.charAt(i) != (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c)) {
                return false;
            }
        }
        return true;
    }

    /** The text as a number, infinite if it exceeds the range of a float; empty if it is not a number. */
    static OptionalDouble number(String text) {
        double number = number(text.toCharArray(), 0, text.length());
        return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    /** The same for the characters {@code from} to {@code to} − 1 of {@code text}; {@code NaN} if they are not a number. */
    static double number(char[] text, int from, int to) {
        if (isDecimal(text, from, to)) {
            double value = JavaDoubleParser.parseDouble(text, from, to - from);
            return Math.abs(value) <= Float.MAX_VALUE || Float.isFinite((float) value)
                    ? value
                    : Math.copySign(Double.POSITIVE_INFINITY, value);
        }
        int word = afterSign(text, from, to);
        if (isOneOf(INFINITE, text, word, to)) {
            return text[from] == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.NaN;
    }

    /**
     * Whether the characters are a decimal number: a sign, digits with a point before, among or after them, and an exponent;
     * sign, point and exponent may be missing. Java would also take 1f, 0x1p3 and the like.
     */
    private static boolean isDecimal(char[] text, int from, int to) {
        int at = afterSign(text, from, to);
        int whole = afterDigits(text, at, to);
        int digits = whole - at;
        at = whole;
        if (at < to && text[at] == '.') {
            int fraction = afterDigits(text, at + 1, to);
            digits += fraction - at - 1;
            at = fraction;
        }
        if (digits == 0) {
            return false;
        }
        if (at < to && (text[at] == 'e' || text[at] == 'E')) {
            int exponent = afterSign(text, at + 1, to);
            at = afterDigits(text, exponent, to);
            return at == to && at > exponent;
        }
        return at == to;
    }

    private static int afterSign(char[] text, int from, int to) {
        return from < to && (text[from] == '-' || text[from] == '+') ? from + 1 : from;
    }

    private static int afterDigits(char[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }

    /** The class name of a number, independent of its notation. */
    static String className(double value) {
        return value == Math.rint(value) && Math.abs(value) < WHOLE_IN_DOUBLES
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
