package org.dropoutlab.data.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Words that people and programs write in place of a missing value. Some always are one; others, such as "none", are one among
 * numbers and may be a category among texts.
 */
final class MissingWords {
    private static final List<String> ALWAYS = List.of(
            "",
            "na",
            "n/a",
            "n.a.",
            "n.a",
            "#n/a",
            "#na",
            "#n/a n/a",
            "<na>",
            "nan",
            "-nan",
            "+nan",
            "null",
            "(null)",
            "#null!",
            "#div/0!",
            "#value!",
            "#ref!",
            "#name?",
            "#num!",
            "\\n",
            "?",
            "??",
            "k.a.",
            "k. a.",
            "k.a",
            "n/v",
            "nat",
            "missing",
            "(missing)",
            "<missing>",
            "1.#ind",
            "1.#qnan",
            "-1.#ind",
            "-1.#qnan",
            ".",
            "..",
            "...",
            "\u2014",
            "\u2013",
            "--",
            "---",
            "keine angabe");
    private static final List<String> AMONG_NUMBERS = List.of(
            "-",
            "none",
            "nil",
            "unknown",
            "unknown?",
            "unk",
            "unbekannt",
            "inconnu",
            "not available",
            "not applicable",
            "n.d.",
            "nd",
            "empty",
            "blank",
            "void",
            "undefined");
    private static final int LONGEST = 16;

    private final Texts always = new Texts();
    private final Texts amongNumbers = new Texts();
    /** The user's words in either case; numbers among them by value too. */
    private final Texts own = new Texts();

    private final double[] numbers;

    /** What a cell's text says about its value. */
    enum Meaning {
        /** There is a value. */
        VALUE,
        /** There is none if the column's other values are numbers. */
        MISSING_AMONG_NUMBERS,
        /** There is none. */
        MISSING
    }

    /**
     * @param more words of the user's, in any case
     */
    MissingWords(List<String> more) {
        ALWAYS.forEach(always::add);
        AMONG_NUMBERS.forEach(amongNumbers::add);
        List<Double> values = new ArrayList<>();
        for (String word : more) {
            String stripped = word.strip();
            own.add(stripped.toLowerCase(Locale.ROOT));
            OptionalDouble number = Cell.number(stripped);
            number.ifPresent(values::add);
        }
        numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The usual words and those of the user's. */
    static List<String> all(List<String> own, boolean amongNumbers) {
        return Stream.of(
                        own.stream().map(String::strip),
                        ALWAYS.stream(),
                        amongNumbers ? AMONG_NUMBERS.stream() : Stream.<String>of())
                .flatMap(words -> words)
                .distinct()
                .toList();
    }

    /** The meaning of the characters {@code from} to {@code to} − 1 of {@code text}, which are no number or not checked for one. */
    Meaning of(char[] text, int from, int to) {
        if (own.size() > 0) {
            String lowered = new String(text, from, to - from).toLowerCase(Locale.ROOT);
            if (own.find(lowered.toCharArray(), 0, lowered.length()) >= 0) {
                return Meaning.MISSING;
            }
        }
        int length = to - from;
        if (length > LONGEST) {
            return Meaning.VALUE;
        }
        char[] lower = new char[length];
        for (int i = 0; i < length; i++) {
            char c = text[from + i];
            lower[i] = c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
        }
        return always.find(lower, 0, length) >= 0
                ? Meaning.MISSING
                : amongNumbers.find(lower, 0, length) >= 0 ? Meaning.MISSING_AMONG_NUMBERS : Meaning.VALUE;
    }

    /** Whether a number is one of the user's words. */
    boolean contains(double number) {
        for (double one : numbers) {
            if (one == number) {
                return true;
            }
        }
        return false;
    }
}
