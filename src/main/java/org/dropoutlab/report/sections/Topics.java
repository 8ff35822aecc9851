package org.dropoutlab.report.sections;

import java.util.List;
import org.dropoutlab.measurement.AveragingReading;
import org.dropoutlab.measurement.EnumerationReading;
import org.dropoutlab.measurement.FeatureReading;
import org.dropoutlab.measurement.Inspection;
import org.dropoutlab.measurement.UncertaintyReading;

/** The topics of the page, in order: {@link #RESULT}, {@link #DETAILS}, {@link #EVIDENCE}. */
public final class Topics {
    /** The measurements of the arms, and whether claims hold. */
    public static final List<Topic> RESULT = List.of(ArmSections::measured, CurveSections::sweeps, ClaimSections::of);

    /** Levels chosen, probes, and costs; shown on the console, too. */
    public static final List<Topic> DETAILS = List.of(
            SearchSections::of,
            SearchSections::thresholds,
            PeriodSections::of,
            new Probed<>(FeatureReading.class, FeatureSections::of),
            new Probed<>(AveragingReading.class, AveragingSections::of),
            new Probed<>(EnumerationReading.class, EnumerationSections::of),
            new Probed<>(UncertaintyReading.class, UncertaintySections::of),
            CostSections::of);

    /** The evidence behind the result. */
    public static final List<Topic> EVIDENCE = List.of(
            CurveSections::curves,
            CurveSections::gap,
            ComparisonSections::of,
            new Probed<>(Inspection.class, InsideSections::of),
            ArmSections::published,
            DataSections::of,
            ProvenanceSections::of);

    private Topics() {}
}
