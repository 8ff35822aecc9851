package org.dropoutlab.data.split;

import java.util.List;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.SplitKeys.Given;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.resampling.GivenSplits;

/** Splits that came with the data. */
final class GivenSplit {
    private GivenSplit() {}

    /**
     * The splits, which no seed changes.
     *
     * @throws InputException if a part is empty, or if all its targets are the same
     */
    static List<Fold> of(Examples examples, GivenSplits resampling) {
        if (examples.keys().given().size() != resampling.splits()) {
            throw new InputException("the data come with %d splits, not %d"
                    .formatted(examples.keys().given().size(), resampling.splits()));
        }
        List<Fold> split = examples.keys().given().stream()
                .map(given -> new Fold(
                        given.examples(Given.TRAIN), given.examples(Given.VALIDATION), given.examples(Given.TEST)))
                .toList();
        for (int i = 0; i < split.size(); i++) {
            Fold fold = split.get(i);
            String which = split.size() == 1 ? "" : " of split %d".formatted(i);
            require(examples, fold.train(), "training examples" + which, resampling);
            require(examples, fold.test(), "test examples" + which, resampling);
            if (resampling.givenValidation()) {
                require(examples, fold.validation(), "validation examples" + which, resampling);
            }
        }
        return split;
    }

    private static void require(Examples examples, int[] part, String name, GivenSplits resampling) {
        if (part.length == 0) {
            throw new InputException("%s gives no %s".formatted(resampling.source(), name));
        }
        if (examples.isRegression()) {
            examples.requireVaryingTargets(part, name);
        }
    }
}
