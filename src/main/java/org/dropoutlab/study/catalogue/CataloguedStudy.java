package org.dropoutlab.study.catalogue;

import java.util.List;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;

/** A published experiment that can be run by name. */
public interface CataloguedStudy {

    /** As typed on the command line. */
    String name();

    /** The study at the given size, on the first of its {@link #datasets}. */
    Study at(Scale scale);

    /** Names of the data sets that it can be had on, the one that it is run on unless another is asked for first. */
    default List<String> datasets() {
        return List.of(at(Scale.DEFAULT).dataset());
    }

    /**
     * The study at the given size on a data set of that name.
     *
     * @throws InputException if it is not one of {@link #datasets}
     */
    default Study at(Scale scale, String dataset) {
        requireOnOffer(dataset);
        return at(scale);
    }

    /**
     * Checks that the study can be had on a data set.
     *
     * @throws InputException if it is not one of {@link #datasets}, with those
     */
    default void requireOnOffer(String dataset) {
        if (!datasets().contains(dataset)) {
            throw new InputException("study %s has no data set '%s'; it has: %s"
                    .formatted(name(), dataset, String.join(", ", datasets())));
        }
    }
}
