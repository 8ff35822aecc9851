package org.dropoutlab.data.split;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.InputException;

/** Holds a stratified share of a training fold back for validation. */
final class ValidationShare {
    private ValidationShare() {}

    /**
     * The same split with validation examples drawn from its training examples.
     *
     * @param fold without validation examples
     * @param share of them, greater than 0 and less than 1; of each class as many, but for less than one example
     * @param seed of the drawing; the same seed draws the same
     * @throws InputException if that would be none of a class, or all of it; for regression, if all targets of a part would be
     *     the same
     */
    static Fold heldBack(Examples examples, Fold fold, double share, long seed) {
        Strata strata = Strata.of(examples, Arrays.stream(fold.train())).shuffle(new Random(seed));
        int[] sizes = strata.sizes();
        int[] wanted = apportioned(sizes, share);
        for (int label = 0; label < examples.classes().size(); label++) {
            if (wanted[label] == 0 || wanted[label] == sizes[label]) {
                throw new InputException(
                        "a validation share of %s takes %d of the %d examples of class %s in a training fold: there must be some of each class on both sides"
                                .formatted(
                                        share,
                                        wanted[label],
                                        sizes[label],
                                        examples.classes().get(label)));
            }
        }
        int[] validation = strata.first(wanted).sorted().toArray();
        int[] train = Arrays.stream(fold.train())
                .filter(example -> Arrays.binarySearch(validation, example) < 0)
                .toArray();
        if (examples instanceof Table table
                && table.isRegression()
                && !(table.targetsVary(train) && table.targetsVary(validation))) {
            throw new InputException(
                    "a validation share of %s of the %d examples of a training fold leaves targets that are all the same on one side"
                            .formatted(share, fold.train().length));
        }
        return new Fold(train, validation, fold.test());
    }

    /** The method of largest remainders: every number is its exact share rounded down or up, and so is their sum. */
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
