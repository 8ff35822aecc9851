package org.dropoutlab.report.outputs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dropoutlab.evaluation.Estimate;
import org.dropoutlab.evaluation.OwnMetricResult;
import org.dropoutlab.evaluation.OwnMetricResult.ArmValue;
import org.dropoutlab.evaluation.OwnMetricResult.Difference;
import org.dropoutlab.report.sections.Part;
import org.dropoutlab.report.sections.RunResults;
import org.dropoutlab.report.sections.Section;
import org.dropoutlab.report.words.Wording;

/** Metrics that the calling program computed. */
final class OwnMetricSections {
    private OwnMetricSections() {}

    static List<Section> of(RunResults run) {
        List<OwnMetricResult> all = run.summary().own();
        if (all.isEmpty()) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        for (OwnMetricResult result : all) {
            parts.add(new Part.Table(
                    List.of("arm", result.metric().name() + "\n95% interval", "sd over trials"),
                    Set.of(0),
                    result.arms().stream().map(OwnMetricSections::row).toList()));
            if (!result.differences().isEmpty()) {
                parts.add(new Part.Table(
                        List.of("arm – baseline", "pairs", "difference", "95% interval", "p", "p (Holm)", "verdict"),
                        Set.of(0, 6),
                        result.differences().stream()
                                .map(OwnMetricSections::row)
                                .toList()));
            }
        }
        parts.add(new Part.Note("Computed by the program that ran the comparison, from the outputs for test examples: "
                + words(all) + ". They judge no arm."));
        return List.of(new Section("Your own metrics", parts));
    }

    private static String words(List<OwnMetricResult> all) {
        return String.join(
                "; ",
                all.stream()
                        .map(result -> result.metric().name()
                                + switch (result.metric().wanted()) {
                                    case MORE -> ", more is better";
                                    case LESS -> ", less is better";
                                    case NEITHER -> ", no direction is better";
                                })
                        .toList());
    }

    private static List<String> row(ArmValue arm) {
        return List.of(
                arm.arm(),
                arm.estimate().map(Estimate::mean).map(Wording::plain).orElse("–")
                        + (arm.undefined() == 0 ? "" : " (%d undefined)".formatted(arm.undefined()))
                        + arm.estimate()
                                .flatMap(Estimate::ci95)
                                .map(interval ->
                                        "\n" + Wording.plain(interval.low()) + " to " + Wording.plain(interval.high()))
                                .orElse(""),
                arm.estimate().flatMap(Estimate::sd).map(Wording::plain).orElse("–"));
    }

    private static List<String> row(Difference d) {
        return List.of(
                d.arm() + " – " + d.baseline(),
                d.pairs() + (d.lostPairs() > 0 ? "\n" + d.lostPairs() + " lost" : ""),
                d.difference().map(Wording::plainDifference).orElse("–"),
                d.ci95()
                        .map(interval -> Wording.plainDifference(interval.low()) + " to "
                                + Wording.plainDifference(interval.high()))
                        .orElse("–"),
                Wording.pValue(d.pValue()),
                Wording.pValue(d.adjustedPValue()),
                d.verdict().words());
    }
}
