package org.dropoutlab.cli;

import java.util.OptionalInt;
import org.dropoutlab.experiment.resampling.Resampling;
import picocli.CommandLine.Option;

/** How to split the examples, and how often. */
final class SplitOptions {
    @Option(names = "--repeats", paramLabel = "N", description = "Number of repeats, each with new seeds and splits.")
    private Integer repeats;

    @Option(names = "--folds", paramLabel = "K", description = "Number of cross-validation folds.")
    private Integer folds;

    @Option(
            names = "--train-size",
            paramLabel = "N",
            description = "Number of training examples (stratified), including validation examples.")
    private Integer trainSize;

    @Option(
            names = "--validation",
            paramLabel = "FRACTION",
            description =
                    "Fraction of the training examples held out (stratified) as validation data, to choose epochs,"
                            + " hyperparameters and models; 0 for none.")
    private Double validation;

    /**
     * The splits with these options applied, except for the number of training examples.
     *
     * @throws IllegalArgumentException if an option is invalid for them
     */
    Resampling adjusted(Resampling splits) {
        Resampling adjusted = repeats == null ? splits : splits.withRepeats(repeats);
        adjusted = folds == null ? adjusted : adjusted.withFolds(folds);
        if (validation == null) {
            return adjusted;
        }
        return validation == 0 ? adjusted.withoutValidation() : adjusted.withValidation(validation);
    }

    /** The requested number of folds. */
    OptionalInt folds() {
        return folds == null ? OptionalInt.empty() : OptionalInt.of(folds);
    }

    /** The requested number of training examples. */
    OptionalInt trainSize() {
        return trainSize == null ? OptionalInt.empty() : OptionalInt.of(trainSize);
    }
}
