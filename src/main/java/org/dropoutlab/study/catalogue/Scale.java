package org.dropoutlab.study.catalogue;

/** The size of a study. */
public enum Scale {
    /** A quick check that everything works, usually in well under a minute. */
    QUICK,
    /** An answer in a few minutes on two cores. */
    DEFAULT,
    /** The publication's protocol. */
    FULL
}
