package org.dropoutlab.dl4j.brought;

import java.util.Locale;

/** How the networks of all arms start. */
public enum Start {
    /** From the weights in the file. */
    TRAINED,
    /** From seeds. */
    ANEW;

    /** The spelling on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
