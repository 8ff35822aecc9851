package org.dropoutlab.probing;

import java.util.List;
import java.util.function.BiFunction;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Reading;

/** Measurement of a study's probes. */
public final class Probing {
    /** How each kind of probe is read. */
    static final List<Kind<?>> KINDS = List.of(
            new Kind<>(Probe.Inside.class, InsideProbing::read),
            new Kind<>(Probe.Features.class, (probe, subject) -> FeatureProbing.read(subject)),
            new Kind<>(Probe.ModelAveraging.class, AveragingProbing::read),
            new Kind<>(Probe.Enumeration.class, EnumerationProbing::read),
            new Kind<>(Probe.Uncertainty.class, (probe, subject) -> new UncertaintyProbing(probe, subject).read()));

    private Probing() {}

    record Kind<P extends Probe>(Class<P> probe, BiFunction<P, Subject, Reading> reading) {
        private Reading read(Probe asked, Subject subject) {
            return reading.apply(probe.cast(asked), subject);
        }
    }

    /**
     * Probes a trained network.
     *
     * @throws IllegalArgumentException if the probe does not suit the network
     */
    public static Reading read(Probe probe, Subject subject) {
        return KINDS.stream()
                .filter(kind -> kind.probe().isInstance(probe))
                .findFirst()
                .orElseThrow()
                .read(probe, subject);
    }
}
