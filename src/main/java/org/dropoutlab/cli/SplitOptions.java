package org.dropoutlab.cli;

import java.util.OptionalInt;
import org.dropoutlab.experiment.Resampling;
import picocli.CommandLine.Option;

/** How examples are split, and how often. */
final class SplitOptions {
    @Option(names = "--repeats", paramLabel = "N", description = "Repeats, each with other seeds and splits.")
    private Integer repeats;

    @Option(names = "--folds", paramLabel = "K", description = "Folds of the cross-validation.")
    private Integer folds;

    @Option(
            names = "--train-size",
            paramLabel = "N",
            description = "Use N training examples (stratified), validation data included.")
    private Integer trainSize;

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            description =
                    "Hold this share of the training examples back (stratified) to choose epochs, levels and models by;"
                            + " 0: none.")
    private Double validation;

    /**
     * The splits with what was typed, but for the number of training examples.
     *
     * @throws IllegalArgumentException if they cannot be so
     */
    Resampling adjusted(Resampling splits) {
        Resampling adjusted = repeats == null ? splits : splits.withRepeats(repeats);
        adjusted = folds == null ? adjusted : adjusted.withFolds(folds);
        if (validation == null) {
            return adjusted;
        }
        return validation == 0 ? adjusted.withoutValidation() : adjusted.withValidation(validation);
    }

    /** Training examples that were typed. */
    OptionalInt trainSize() {
        return trainSize == null ? OptionalInt.empty() : OptionalInt.of(trainSize);
    }
}
