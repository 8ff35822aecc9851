package org.dropoutlab.report.sections;

import java.util.List;

/** Something that a report may have a section about. */
@FunctionalInterface
public interface Topic {

    /** What there is to say of a run: no section where there is nothing. */
    List<Section> sections(RunResults run);
}
