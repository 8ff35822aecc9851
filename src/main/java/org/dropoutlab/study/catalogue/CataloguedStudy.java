package org.dropoutlab.study.catalogue;

import java.util.List;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;

/** A published experiment that can be run by name. */
public interface CataloguedStudy {

    /** The study's name on the command line. */
    String name();

    /** The study at the given size, on the first of its {@link #datasets}. */
    Study at(Scale scale);

    /** The names of the data sets that the study can run on, starting with the default. */
    default List<String> datasets() {
        return List.of(at(Scale.DEFAULT).dataset());
    }

    /**
     * The study at the given size on the named data set.
     *
     * @throws InputException if it is not one of {@link #datasets}
     */
    default Study at(Scale scale, String dataset) {
        requireOnOffer(dataset);
        return at(scale);
    }

    /**
     * Checks that the study can run on a data set.
     *
     * @throws InputException if it is not one of {@link #datasets}; the message lists them
     */
    default void requireOnOffer(String dataset) {
        if (!datasets().contains(dataset)) {
            throw new InputException("study %s has no data set '%s'; it has: %s"
                    .formatted(name(), dataset, String.join(", ", datasets())));
        }
    }
}
