package org.dropoutlab.report.sections;

import java.util.List;

/** A possible topic of the report. */
@FunctionalInterface
public interface Topic {

    /** The sections about a run; none if there is nothing to say. */
    List<Section> sections(RunResults run);
}
