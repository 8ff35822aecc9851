package org.dropoutlab.probing;

import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Reading;

/** Measurement of a study's probes. */
public final class Probing {
    private Probing() {}

    /**
     * Probes a trained network.
     *
     * @throws IllegalArgumentException if the probe does not suit the network
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
        throw new IllegalArgumentException("the data of this study do not suit the probe " + probe);
    }
}
