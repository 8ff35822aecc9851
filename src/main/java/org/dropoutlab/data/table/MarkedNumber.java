package org.dropoutlab.data.table;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dropoutlab.data.table.TableLayout.DecimalMark;

/**
 * A number with marks for people: a decimal comma, marks between thousands, a sign of its own kind, a currency, a percent sign or
 * another unit.
 *
 * @param value the number; infinite if it exceeds the range of a float
 * @param unit what stands before or after it; empty if nothing does
 * @param thousands the mark between its thousands; 0 if there is none
 * @param proof what it says about the file's decimal mark
 */
record MarkedNumber(double value, String unit, char thousands, Proof proof) {
    private static final int LONGEST = 40;
    private static final int LONGEST_UNIT = 8;
    private static final char[] SPACES = {' ', '\u00a0', '\u202f', '\u2009', '\u2007'};
    private static final char[] APOSTROPHES = {'\'', '\u2019'};
    /** Words in front of an amount; signs of currencies are told by their Unicode category. */
    private static final List<String> CURRENCIES = List.of(
            "usd", "eur", "chf", "gbp", "jpy", "cny", "inr", "cad", "aud", "sek", "nok", "dkk", "pln", "brl", "fr.",
            "sfr.", "kr", "kr.", "rs", "rs.", "r$", "us$", "c$", "a$", "z\u0142");

    /** What a number says about the mark between its whole digits and its decimals. */
    enum Proof {
        /** Nothing: it has no such mark, or one that could also be between thousands. */
        NONE,
        /** The mark that it was read with is certain. */
        DECIMAL,
        /** It has decimals with three digits, which would be thousands with the other mark. */
        LIKE_THOUSANDS,
        /** It has one mark between thousands, which would be decimals with the other mark. */
        LIKE_DECIMALS
    }

    /**
     * The characters {@code from} to {@code to} − 1 of {@code text} as a number with this decimal mark; null if they are not one.
     */
    @SuppressWarnings("ReturnMissingNullable")
    static MarkedNumber parse(char[] text, int from, int to, DecimalMark decimal) {
        int start = from;
        int end = to;
        if (end - start > LONGEST || end == start) {
            return null;
        }
        boolean negative = false;
        if (text[start] == '(' && text[end - 1] == ')') {
            negative = true;
            start++;
            end--;
        }
        // A sign, a currency and a sign, in this order.
        String before = "";
        boolean signed = negative;
        for (int part = 0; part < 3 && start < end; part++) {
            char c = text[start];
            if (!signed && isSign(c)) {
                negative = c != '+';
                signed = true;
                start++;
            } else if (before.isEmpty() && !isDigit(c) && !isMark(c)) {
                int after = start;
                while (after < end
                        && !isDigit(text[after])
                        && !isSign(text[after])
                        && !isSpace(text[after])
                        && after - start < LONGEST_UNIT
                        && !(isMark(text[after]) && after + 1 < end && isDigit(text[after + 1]))) {
                    after++;
                }
                before = new String(text, start, after - start);
                if (!isCurrency(before)) {
                    return null;
                }
                start = after;
            }
            while (start < end && isSpace(text[start])) {
                start++;
            }
        }
        int last = end;
        while (last > start && !isDigit(text[last - 1])) {
            last--;
        }
        if (last == start) {
            return null;
        }
        // A mark that ends the number, as in "5.", belongs to it.
        int tail = last < end && text[last] == decimal.mark() ? last + 1 : last;
        String after = new String(text, tail, end - tail).strip();
        if (!signed && after.endsWith("-") && after.length() == 1) {
            negative = true;
            after = "";
        }
        if (!after.isEmpty() && (!before.isEmpty() || !isUnit(after))) {
            return null;
        }
        return digits(text, start, last, decimal, negative, before.isEmpty() ? after : before);
    }

    @SuppressWarnings("ReturnMissingNullable")
    private static MarkedNumber digits(
            char[] text, int from, int to, DecimalMark decimal, boolean negative, String unit) {
        char[] plain = new char[to - from];
        int length = 0;
        char grouping = 0;
        int inGroup = 0;
        int groups = 0;
        int firstGroup = 0;
        boolean lakh = false;
        boolean point = false;
        boolean exponent = false;
        int decimals = 0;
        for (int at = from; at < to; at++) {
            char c = text[at];
            if (isDigit(c)) {
                plain[length++] = c;
                inGroup++;
                decimals += point ? 1 : 0;
            } else if (c == decimal.mark() && !point && !exponent) {
                if (groups > 0 && inGroup != 3) {
                    return null;
                }
                plain[length++] = '.';
                point = true;
            } else if ((c == 'e' || c == 'E') && !exponent && inGroup > 0 && groups == 0) {
                plain[length++] = c;
                exponent = true;
            } else if (exponent && isSign(c) && (plain[length - 1] == 'e' || plain[length - 1] == 'E')) {
                plain[length++] = c == '+' ? '+' : '-';
            } else if (!point && !exponent && isGrouping(c, decimal) && (grouping == 0 || grouping == c)) {
                if (groups == 0) {
                    firstGroup = inGroup;
                    if (inGroup < 1 || inGroup > 3) {
                        return null;
                    }
                } else if (inGroup == 2) {
                    lakh = true;
                } else if (inGroup != 3) {
                    return null;
                }
                grouping = c;
                groups++;
                inGroup = 0;
            } else {
                return null;
            }
        }
        if (groups > 0 && !point && inGroup != 3) {
            return null;
        }
        boolean zeroFirst = plain.length > 0 && plain[0] == '0';
        if (groups > 0 && (zeroFirst || (lakh && (grouping != ',' || firstGroup > 2)))) {
            return null;
        }
        double number = Cell.number(plain, 0, length);
        if (Double.isNaN(number)) {
            return null;
        }
        Proof proof;
        if (point) {
            boolean likeThousands =
                    decimals == 3 && groups == 0 && !exponent && !zeroFirst && plain[0] != '.' && length - 4 <= 3;
            proof = likeThousands ? Proof.LIKE_THOUSANDS : Proof.DECIMAL;
        } else if (groups == 1 && grouping == other(decimal)) {
            proof = Proof.LIKE_DECIMALS;
        } else {
            proof = groups > 1 && grouping == other(decimal) ? Proof.DECIMAL : Proof.NONE;
        }
        return new MarkedNumber(negative ? -number : number, unit, grouping, proof);
    }

    /** The mark that is not the decimal one. */
    static char other(DecimalMark decimal) {
        return decimal == DecimalMark.POINT ? ',' : '.';
    }

    private static boolean isGrouping(char c, DecimalMark decimal) {
        return c == other(decimal) || contains(APOSTROPHES, c) || contains(SPACES, c);
    }

    private static boolean isMark(char c) {
        return c == '.' || c == ',';
    }

    private static boolean isSpace(char c) {
        return contains(SPACES, c);
    }

    private static boolean contains(char[] characters, char c) {
        for (char one : characters) {
            if (one == c) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSign(char c) {
        return c == '-' || c == '+' || c == '\u2212';
    }

    private static boolean isCurrency(String text) {
        return (text.length() == 1 && Character.getType(text.charAt(0)) == Character.CURRENCY_SYMBOL)
                || CURRENCIES.contains(text.toLowerCase(Locale.ROOT));
    }

    /** A percent sign, a currency, or a word such as kg: letters, and what units have beside them. */
    private static boolean isUnit(String text) {
        if (text.length() > LONGEST_UNIT || isDigit(text.charAt(0))) {
            return false;
        }
        return isCurrency(text)
                || text.chars()
                        .allMatch(c -> Character.isLetter(c)
                                || "%\u2030\u00b0\u00b5/\u00b2\u00b3\u00b7\"'.^23".indexOf(c) >= 0);
    }

    /** Whether a unit is an amount of money. */
    static boolean isMoney(String unit) {
        return isCurrency(unit);
    }

    /** How a mark between thousands is called. */
    static String called(char mark) {
        return contains(SPACES, mark)
                ? "a space"
                : Arrays.asList('\'', '\u2019').contains(mark) ? "an apostrophe" : "'" + mark + "'";
    }

    /** The number as {@link Optional}. */
    static Optional<MarkedNumber> of(String text, DecimalMark decimal) {
        return Optional.ofNullable(parse(text.toCharArray(), 0, text.length(), decimal));
    }
}
