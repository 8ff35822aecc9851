package org.dropoutlab.measurement;

/** The result of a {@link Probe} or a level search for one trial. */
public sealed interface Reading
        permits Inspection, FeatureReading, AveragingReading, EnumerationReading, UncertaintyReading, SearchReading {}
