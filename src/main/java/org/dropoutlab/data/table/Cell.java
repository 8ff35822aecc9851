package org.dropoutlab.data.table;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.util.OptionalDouble;

/** The meaning of a cell's text, which is already trimmed. */
final class Cell {
    private static final String[] INFINITE = {"inf", "infinity"};
    private static final double WHOLE_IN_DOUBLES = 1e15;
    /** Digits of which every number is exact in a double. */
    private static final int EXACT_DIGITS = 15;

    private static final double[] POWERS_OF_TEN = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private Cell() {}

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

    /**
     * The text as a number, infinite if it exceeds the range of a float; empty if it is not a number. A number is decimal, with
     * or without sign, point and exponent: Java would also take 1f, 0x1p3 and the like.
     */
    static OptionalDouble number(String text) {
        double number = number(text.toCharArray(), 0, text.length());
        return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    /** The same for the characters {@code from} to {@code to} − 1 of {@code text}; {@code NaN} if they are not a number. */
    static double number(char[] text, int from, int to) {
        return number(text, from, to, '.');
    }

    /** The same with another decimal mark; {@code NaN} also for numbers of more than 15 digits or with an exponent then. */
    static double number(char[] text, int from, int to, char mark) {
        int at = afterSign(text, from, to);
        long digits = 0;
        int count = 0;
        int decimals = 0;
        boolean point = false;
        for (; at < to; at++) {
            char c = text[at];
            if (c >= '0' && c <= '9') {
                digits = 10 * digits + (c - '0');
                count++;
                decimals += point ? 1 : 0;
            } else if (c == mark && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (at == to && count > 0 && count <= EXACT_DIGITS) {
            // Both are exact in doubles, so the quotient is the nearest double (Clinger 1990).
            double magnitude = digits / POWERS_OF_TEN[decimals];
            return text[from] == '-' ? -magnitude : magnitude;
        }
        if (mark == '.' && count > 0 && (at == to || isExponent(text, at, to))) {
            double value = JavaDoubleParser.parseDouble(text, from, to - from);
            return Float.isFinite((float) value) ? value : Math.copySign(Double.POSITIVE_INFINITY, value);
        }
        return infinite(text, from, to);
    }

    private static double infinite(char[] text, int from, int to) {
        if (isOneOf(INFINITE, text, afterSign(text, from, to), to)) {
            return text[from] == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.NaN;
    }

    private static boolean isExponent(char[] text, int from, int to) {
        if (text[from] != 'e' && text[from] != 'E') {
            return false;
        }
        int first = afterSign(text, from + 1, to);
        for (int at = first; at < to; at++) {
            if (text[at] < '0' || text[at] > '9') {
                return false;
            }
        }
        return first < to;
    }

    private static int afterSign(char[] text, int from, int to) {
        return from < to && (text[from] == '-' || text[from] == '+') ? from + 1 : from;
    }

    /** The class name of a number, independent of its notation. */
    static String className(double value) {
        return value == Math.rint(value) && Math.abs(value) < WHOLE_IN_DOUBLES
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
