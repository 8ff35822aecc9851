package org.dropoutlab.experiment;

import java.util.Locale;

/** The origin of a data set's bytes. */
public enum Provenance {
    /** The publisher's bytes: the checksum matches. */
    OFFICIAL,
    /** The right shape, but not the publisher's bytes. */
    UNVERIFIED,
    /** Made by a published rule, as the publisher's own examples were: the same bytes every time. */
    GENERATED,
    /** The user's own, unpublished file, identified by its fingerprint. */
    OWN,
    /** The bundled stand-in: right shape, invented content. Never compared with a published number. */
    SYNTHETIC;

    /** The spelling in files and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
