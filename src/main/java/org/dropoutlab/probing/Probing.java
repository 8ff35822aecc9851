package org.dropoutlab.probing;

import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Reading;

/** Answers the probes of a study. */
public final class Probing {
    private Probing() {}

    /**
     * Asks a trained network.
     *
     * @throws IllegalArgumentException if the probe does not go with the network
     */
    public static Reading read(Probe probe, Subject subject) {
        if (probe instanceof Probe.Features) {
            return FeatureProbing.read(subject);
        }
        if (probe instanceof Probe.ModelAveraging averaging) {
            return AveragingProbing.read(averaging, subject);
        }
        if (probe instanceof Probe.Enumeration enumeration) {
            return EnumerationProbing.read(enumeration, subject);
        }
        if (probe instanceof Probe.Uncertainty uncertainty) {
            return new UncertaintyProbing(uncertainty, subject).read();
        }
        throw new IllegalArgumentException("the data of this study do not go with the probe " + probe);
    }
}
