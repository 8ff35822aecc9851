package org.dropoutlab.report.sections;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.measurement.AveragingReading;
import org.dropoutlab.measurement.EnumerationReading;
import org.dropoutlab.measurement.FeatureReading;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.measurement.UncertaintyReading;

/** What trials of a study found beyond their learning curves, as parts of its report. */
public final class Readings {
    private final StudySummary summary;
    private final List<TrialResult> results;

    /**
     * @param results in the order of seeds
     */
    public Readings(StudySummary summary, List<TrialResult> results) {
        this.summary = summary;
        this.results = results;
    }

    /** One or two for each kind of reading that there is, and one for the cost. */
    public List<Section> sections() {
        return Stream.of(
                        new SearchSections(summary).sections(),
                        new FeatureSections(byArm(FeatureReading.class)).sections(),
                        new AveragingSections(byArm(AveragingReading.class)).sections(),
                        new EnumerationSections(byArm(EnumerationReading.class)).sections(),
                        new UncertaintySections(byArm(UncertaintyReading.class)).sections(),
                        new CostSections(summary, results).sections())
                .flatMap(List::stream)
                .toList();
    }

    /** The readings of the arms that have some, in the study's order. */
    private <R extends Reading> Map<String, List<R>> byArm(Class<R> kind) {
        Map<String, List<R>> byArm = new LinkedHashMap<>();
        for (String arm : summary.study().armNames()) {
            List<R> readings = results.stream()
                    .filter(result -> result.id().arm().equals(arm))
                    .flatMap(result -> result.reading(kind).stream())
                    .toList();
            if (!readings.isEmpty()) {
                byArm.put(arm, readings);
            }
        }
        return byArm;
    }
}
