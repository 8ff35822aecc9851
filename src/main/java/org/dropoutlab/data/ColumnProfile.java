package org.dropoutlab.data;

import java.util.List;
import java.util.Optional;

/**
 * What a column of a table holds and what becomes of it.
 *
 * @param name of the column
 * @param kind of values
 * @param missing number of rows without a value
 * @param distinct number of different values; empty if there are too many to count
 * @param numbers their range, of dates in days since 1970-01-01; empty if they are no numbers or there are none
 * @param categories the most frequent ones, with their numbers of rows; none for numbers of many different values
 * @param histogram rows in each part of the range, or with each of the most frequent categories, from left to right
 * @param fate what becomes of it, such as {@code one-hot, 4 inputs}
 * @param role what it is for
 */
public record ColumnProfile(
        String name,
        Kind kind,
        int missing,
        Optional<Integer> distinct,
        Optional<Range> numbers,
        List<Category> categories,
        List<Integer> histogram,
        String fate,
        Role role) {
    public ColumnProfile {
        categories = List.copyOf(categories);
        histogram = List.copyOf(histogram);
    }

    /** Kinds of values. */
    public enum Kind {
        NUMBER("number"),
        WHOLE_NUMBER("whole number"),
        CATEGORY("category"),
        TRUTH("yes or no"),
        DATE("date"),
        TEXT("text"),
        EMPTY("empty");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** Its name for people. */
        public String word() {
            return word;
        }
    }

    /** What a column is for. */
    public enum Role {
        INPUT,
        LABEL,
        /** It decides how the data are split. */
        SPLIT,
        IGNORED
    }

    /**
     * A range of numbers.
     *
     * @param min the smallest
     * @param median the middle one, or the larger of two
     * @param mean arithmetic mean
     * @param sd standard deviation
     * @param max the largest
     */
    public record Range(double min, double median, double mean, double sd, double max) {}

    /**
     * A category.
     *
     * @param name as in the file
     * @param rows that have it
     */
    public record Category(String name, int rows) {}
}
