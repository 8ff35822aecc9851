package org.dropoutlab.data.published;

/** The substitutes allowed for a missing data set. */
public enum DataMode {
    /** Local files, otherwise a verified download, otherwise the synthetic stand-in. */
    AUTO,
    /** Local files or a verified download; anything else is an error. */
    REAL,
    /** The synthetic stand-in. */
    SYNTHETIC
}
