package org.dropoutlab.study.catalogue;

/** How large a study is run. */
public enum Scale {
    /** A look: whether everything works, in well under a minute or so. */
    QUICK,
    /** An answer in a few minutes on two cores. */
    DEFAULT,
    /** The publication's protocol. */
    FULL
}
