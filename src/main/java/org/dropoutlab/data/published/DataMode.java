package org.dropoutlab.data.published;

/** What may stand in for a data set that is not there. */
public enum DataMode {
    /** The files, else a verified download, else the synthetic stand-in. */
    AUTO,
    /** The files or a verified download; anything else is an error. */
    REAL,
    /** The synthetic stand-in. */
    SYNTHETIC
}
