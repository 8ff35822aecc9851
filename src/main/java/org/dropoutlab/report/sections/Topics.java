package org.dropoutlab.report.sections;

import java.util.List;
import org.dropoutlab.measurement.AveragingReading;
import org.dropoutlab.measurement.EnumerationReading;
import org.dropoutlab.measurement.FeatureReading;
import org.dropoutlab.measurement.Inspection;
import org.dropoutlab.measurement.UncertaintyReading;

/** What a report has sections about, in the order of its page: {@link #RESULT}, {@link #DETAILS}, {@link #EVIDENCE}. */
public final class Topics {
    /** What was measured of the arms, and whether it is what was claimed. */
    public static final List<Topic> RESULT = List.of(ArmSections::measured, CurveSections::sweeps, ClaimSections::of);

    /** What arms chose, what probes found, and what arms cost; on the console as well. */
    public static final List<Topic> DETAILS = List.of(
            SearchSections::of,
            new Probed<>(FeatureReading.class, FeatureSections::of),
            new Probed<>(AveragingReading.class, AveragingSections::of),
            new Probed<>(EnumerationReading.class, EnumerationSections::of),
            new Probed<>(UncertaintyReading.class, UncertaintySections::of),
            CostSections::of);

    /** What the result comes from. */
    public static final List<Topic> EVIDENCE = List.of(
            CurveSections::curves,
            CurveSections::gap,
            ComparisonSections::of,
            new Probed<>(Inspection.class, InsideSections::of),
            ArmSections::published,
            ProvenanceSections::of);

    private Topics() {}
}
