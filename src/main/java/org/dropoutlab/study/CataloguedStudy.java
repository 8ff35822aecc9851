package org.dropoutlab.study;

import org.dropoutlab.experiment.Study;

/** A published experiment that can be run by name. */
public interface CataloguedStudy {

    /** As typed on the command line. */
    String name();

    /** The study at the given size. */
    Study at(Scale scale);
}
