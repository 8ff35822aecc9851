package org.dropoutlab.cli;

import java.util.List;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.study.catalogue.CataloguedStudy;
import org.dropoutlab.study.catalogue.Scale;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which of a catalogued study's sizes, and what is to be different from it. */
final class StudyOptions {
    @Mixin
    private SplitOptions splits;

    @Option(names = "--epochs", paramLabel = "E", description = "Epochs of training.")
    private Integer epochs;

    @ArgGroup
    private ScaleOptions scale;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed from which every random number derives (default 1).")
    private Long seed;

    @Option(
            names = "--data",
            split = ",",
            paramLabel = "MODE|NAME",
            description =
                    "auto: files, else download, else synthetic stand-in; real: fail instead of a stand-in;"
                            + " synthetic (default auto). Also the name of a data set, where a study has several, as in: mnist,real.")
    private List<String> data;

    /** How large the study is. */
    static final class ScaleOptions {
        @Option(names = "--quick", description = "A look: fewer trials, fewer epochs.")
        private boolean quick;

        @Option(names = "--full", description = "The publication's protocol.")
        private boolean full;

        Scale scale() {
            return full ? Scale.FULL : quick ? Scale.QUICK : Scale.DEFAULT;
        }
    }

    /** What was typed after {@code --data}. */
    DataChoice data() {
        return data == null ? DataChoice.NONE : DataChoice.of(data);
    }

    /** The seed that was typed, else 1. */
    long seed() {
        return seed == null ? 1 : seed;
    }

    /** Whether a size was typed. */
    boolean hasScale() {
        return scale != null;
    }

    /** The study at the size and on the data set that were typed, as published. */
    Study published(CataloguedStudy catalogued) {
        DataChoice choice = data();
        choice.dataset().ifPresent(catalogued::requireOnOffer);
        return catalogued.at(
                chosenScale(), choice.dataset().orElse(catalogued.datasets().get(0)));
    }

    /** The same size on the data set of a recorded run. */
    Study published(CataloguedStudy catalogued, String dataset) {
        return catalogued.at(chosenScale(), dataset);
    }

    private Scale chosenScale() {
        return scale == null ? Scale.DEFAULT : scale.scale();
    }

    /**
     * The study with what was typed.
     *
     * @throws InputException if it cannot be so
     */
    Study adjusted(Study study) {
        try {
            Study adjusted = study.withResampling(splits.adjusted(study.resampling()));
            adjusted = splits.trainSize().isPresent()
                    ? adjusted.withTrainSize(splits.trainSize().getAsInt())
                    : adjusted;
            adjusted = epochs == null ? adjusted : adjusted.withEpochs(epochs);
            return seed == null ? adjusted : adjusted.withSeed(seed);
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage(), e);
        }
    }
}
