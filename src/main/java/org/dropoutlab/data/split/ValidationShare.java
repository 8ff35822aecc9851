package org.dropoutlab.data.split;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.dropoutlab.data.Examples;
import org.dropoutlab.experiment.InputException;

/** Holds out a stratified fraction of a training fold for validation. */
final class ValidationShare {
    private ValidationShare() {}

    /**
     * The same split with validation examples drawn from its training examples.
     *
     * @param fold without validation examples
     * @param share of them, greater than 0 and less than 1; the same in every class, to within one example, and at least one
     *     example of a class that has two
     * @param seed of the drawing; the same seed draws the same
     * @throws InputException if that would be all of a class; for regression, if all targets of a part would be the
     *     same
     */
    static Fold heldBack(Examples examples, Fold fold, double share, long seed) {
        Strata strata = Strata.of(examples, fold.train()).shuffle(new Random(seed));
        int[] sizes = strata.sizes();
        int[] wanted = apportioned(sizes, share);
        for (int label = 0; label < examples.strata().size(); label++) {
            if (sizes[label] == 1) {
                // A single example is for training: validation data without a class are better than a network that
                // never saw it.
                wanted[label] = 0;
            } else if (wanted[label] == 0) {
                wanted[label] = 1;
            } else if (wanted[label] == sizes[label]) {
                throw new InputException(
                        "a validation fraction of %s takes %d of the %d examples of class %s in a training fold; training needs at least one"
                                .formatted(
                                        share,
                                        wanted[label],
                                        sizes[label],
                                        examples.strata().get(label)));
            }
        }
        boolean[] held = new boolean[examples.size()];
        strata.first(wanted).forEach(example -> held[example] = true);
        int[] validation =
                Arrays.stream(fold.train()).filter(example -> held[example]).toArray();
        int[] train =
                Arrays.stream(fold.train()).filter(example -> !held[example]).toArray();
        Fold split = new Fold(train, validation, fold.test());
        requireVarying(examples, split, share);
        return split;
    }

    /** Rejects constant targets in the training or validation examples, which are all of a training fold. */
    static void requireVarying(Examples examples, Fold held, double share) {
        if (examples.isRegression()
                && !(examples.targetsVary(held.train()) && examples.targetsVary(held.validation()))) {
            throw new InputException(
                    "with a validation fraction of %s of the %d examples in a training fold, all training or all validation targets are the same"
                            .formatted(share, held.train().length + held.validation().length));
        }
    }

    /** Largest-remainder method: each number, and their sum, is its exact share rounded down or up. */
    private static int[] apportioned(int[] sizes, double share) {
        int[] parts =
                Arrays.stream(sizes).map(size -> (int) Math.floor(share * size)).toArray();
        int missing = Math.toIntExact(Math.round(share * Arrays.stream(sizes).sum()))
                - Arrays.stream(parts).sum();
        IntStream.range(0, sizes.length)
                .boxed()
                .sorted(Comparator.comparingDouble(label -> parts[label] - share * sizes[label]))
                .limit(missing)
                .toList()
                .forEach(label -> parts[label]++);
        return parts;
    }
}
