package org.dropoutlab.library;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.dropoutlab.data.SplitKeys.Given;

/**
 * One split of your own, as indices of examples in the iterator's order, from 0. An example may be in none of the parts.
 *
 * @param train the training examples, at least one
 * @param validation the validation examples; may be empty
 * @param test the test examples, at least one
 */
public record Split(int[] train, int[] validation, int[] test) {
    /**
     * @throws IllegalArgumentException if a part is empty that must not be, or an example is in two parts or twice in one
     */
    public Split {
        Objects.requireNonNull(validation);
        if (train.length == 0 || test.length == 0) {
            throw new IllegalArgumentException(
                    "a split needs training and test examples; it has %d and %d".formatted(train.length, test.length));
        }
        int[] all = Stream.of(train, validation, test)
                .flatMapToInt(Arrays::stream)
                .sorted()
                .toArray();
        for (int i = 1; i < all.length; i++) {
            if (all[i] == all[i - 1]) {
                throw new IllegalArgumentException(
                        "example %d is in a split twice: training, validation and test examples must be different ones"
                                .formatted(all[i]));
            }
        }
        train = train.clone();
        validation = validation.clone();
        test = test.clone();
    }

    /** A split without validation examples. */
    public static Split of(int[] train, int[] test) {
        return new Split(train, new int[0], test);
    }

    /**
     * The role of each of {@code examples} examples.
     *
     * @throws IllegalArgumentException if an index is out of range
     */
    Given roles(int examples) {
        byte[] roles = new byte[examples];
        mark(roles, train, Given.TRAIN);
        mark(roles, validation, Given.VALIDATION);
        mark(roles, test, Given.TEST);
        return new Given(roles);
    }

    private static void mark(byte[] roles, int[] part, byte role) {
        for (int example : part) {
            if (example < 0 || example >= roles.length) {
                throw new IllegalArgumentException(
                        "there is no example %d: the iterator has %d, counted from 0".formatted(example, roles.length));
            }
            roles[example] = role;
        }
    }
}
