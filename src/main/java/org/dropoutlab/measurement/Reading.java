package org.dropoutlab.measurement;

/** What a {@link Probe} found in one trained network. */
public sealed interface Reading
        permits Inspection, FeatureReading, AveragingReading, EnumerationReading, UncertaintyReading, SearchReading {}
