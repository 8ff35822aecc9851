package org.dropoutlab.study.catalogue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.study.demonstration.Demonstration;
import org.dropoutlab.study.demonstration.Demonstrations;

/** The studies that can be run by name. */
public final class Catalogue {
    private static final List<CataloguedStudy> STUDIES = List.of(
            new SonarStudy(),
            new TipsStudy(),
            new Cifar10Study(),
            new MnistAutoencoderStudy(),
            new MnistRateStudy(),
            new MnistDataSizeStudy(),
            new MnistAveragingStudy(),
            new EnsembleStudy(),
            new MnistRegularizersStudy(),
            new MnistNoiseStudy(),
            new MnistUncertaintyStudy(),
            new RegularizersStudy(),
            new VowelsStudy(),
            new TemporalOrderStudy());

    private Catalogue() {}

    /** All studies, in listing order. */
    public static List<CataloguedStudy> studies() {
        return STUDIES;
    }

    /**
     * The study named {@code name}.
     *
     * @throws InputException if there is none
     */
    public static CataloguedStudy named(String name) {
        return STUDIES.stream()
                .filter(study -> study.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException("unknown study '%s'; studies: %s"
                        .formatted(
                                name,
                                Stream.concat(
                                                STUDIES.stream().map(CataloguedStudy::name),
                                                Demonstrations.all().stream().map(Demonstration::name))
                                        .collect(Collectors.joining(", ")))));
    }
}
