package org.dropoutlab.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What decides which of a table's examples may be on different sides of a split. Arrays have one entry per example.
 *
 * @param groups number of each example's group, from 0: examples of one group stay on one side. Groups are those of a column,
 *     of equal rows, or both
 * @param times when each example is from, if they are to be split by time
 * @param given splits that were decided beforehand; none if they are to be drawn
 */
public record SplitKeys(Optional<int[]> groups, Optional<Times> times, List<Given> given) {
    /** Nothing: every example is on its own. */
    public static final SplitKeys NONE = new SplitKeys(Optional.empty(), Optional.empty(), List.of());

    public SplitKeys {
        given = List.copyOf(given);
    }

    /**
     * The times of examples.
     *
     * @param order for each example, the place of its time among the distinct ones, from 0 for the earliest
     * @param moments the distinct times in ascending order, as they are written
     */
    public record Times(int[] order, List<String> moments) {
        public Times {
            moments = List.copyOf(moments);
        }
    }

    /**
     * A split that was decided beforehand.
     *
     * @param roles of each example
     */
    public record Given(byte[] roles) {
        /** Not used in this split. */
        public static final byte UNUSED = 0;
        /** A training example. */
        public static final byte TRAIN = 1;
        /** A validation example. */
        public static final byte VALIDATION = 2;
        /** A test example. */
        public static final byte TEST = 3;

        /** The examples with this role, ascending. */
        public int[] examples(byte role) {
            int[] found = new int[roles.length];
            int count = 0;
            for (int example = 0; example < roles.length; example++) {
                if (roles[example] == role) {
                    found[count++] = example;
                }
            }
            return Arrays.copyOf(found, count);
        }
    }

    /** The same with these groups. */
    public SplitKeys withGroups(int[] others) {
        return new SplitKeys(Optional.of(others), times, given);
    }

    /** The same with these times. */
    public SplitKeys withTimes(Times others) {
        return new SplitKeys(groups, Optional.of(others), given);
    }

    /** The same with these splits. */
    public SplitKeys withGiven(List<Given> others) {
        return new SplitKeys(groups, times, others);
    }

    /** Fails if an array is not of {@code examples} entries. */
    void requireSize(int examples) {
        if (groups.filter(all -> all.length != examples).isPresent()
                || times.filter(all -> all.order().length != examples).isPresent()
                || given.stream().anyMatch(split -> split.roles().length != examples)) {
            throw new IllegalArgumentException(
                    "keys for splitting %d examples have another length".formatted(examples));
        }
    }
}
