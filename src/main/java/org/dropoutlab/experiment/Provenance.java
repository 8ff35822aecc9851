package org.dropoutlab.experiment;

import java.util.Locale;

/** Where the bytes of a data set come from. */
public enum Provenance {
    /** The publisher's bytes: the checksum matches. */
    OFFICIAL,
    /** The right shape, but other bytes than the publisher's. */
    UNVERIFIED,
    /** The user's own file, which nobody published: its fingerprint says which one it was. */
    OWN,
    /** The bundled stand-in: right shape, invented content. Never compared with a published number. */
    SYNTHETIC;

    /** As it is written in files and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
