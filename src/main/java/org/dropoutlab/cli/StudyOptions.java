package org.dropoutlab.cli;

import java.util.List;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.study.catalogue.CataloguedStudy;
import org.dropoutlab.study.catalogue.Scale;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The size of a catalogued study, and changes to it. */
final class StudyOptions {
    @Mixin
    private SplitOptions splits;

    @Option(names = "--epochs", paramLabel = "E", description = "Number of training epochs.")
    private Integer epochs;

    @ArgGroup
    private ScaleOptions scale;

    @Option(names = "--seed", paramLabel = "S", description = "Seed for all random numbers (default: 1).")
    private Long seed;

    @Option(
            names = "--data",
            split = ",",
            paramLabel = "MODE|NAME",
            description =
                    "auto: local files, otherwise a download, otherwise the synthetic stand-in; real: never the stand-in;"
                            + " synthetic: always the stand-in (default: auto). If the study has several data sets, also the"
                            + " name of one, as in mnist or mnist,real.")
    private List<String> data;

    /** The size of the study. */
    static final class ScaleOptions {
        @Option(names = "--quick", description = "Quick preview with fewer trials and epochs.")
        private boolean quick;

        @Option(names = "--full", description = "The full protocol of the publication.")
        private boolean full;

        Scale scale() {
            return full ? Scale.FULL : quick ? Scale.QUICK : Scale.DEFAULT;
        }
    }

    /** The value of {@code --data}. */
    DataChoice data() {
        return data == null ? DataChoice.NONE : DataChoice.of(data);
    }

    /** The requested seed, otherwise 1. */
    long seed() {
        return seed == null ? 1 : seed;
    }

    /** Whether a size was requested. */
    boolean hasScale() {
        return scale != null;
    }

    /** The study as published, at the requested size and on the requested data set. */
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
     * The study with these options applied.
     *
     * @throws InputException if an option is invalid for it
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
