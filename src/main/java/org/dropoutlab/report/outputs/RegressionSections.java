package org.dropoutlab.report.outputs;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.report.figures.NumberFigures;
import org.dropoutlab.report.sections.Part;
import org.dropoutlab.report.sections.RunResults;
import org.dropoutlab.report.sections.Section;
import org.jfree.data.Range;

/** Predicted numbers and their errors. */
final class RegressionSections {
    /** Dots over all arms: more would neither be told apart nor fit a light page. */
    private static final int MOST_DOTS = 2_000;

    private RegressionSections() {}

    static List<Section> of(RunResults run) {
        Map<String, List<TestOutputs.Numbers>> arms = OutputTopics.byArm(run, TestOutputs.Numbers.class);
        if (arms.isEmpty()) {
            return List.of();
        }
        int kept = arms.values().stream()
                .flatMap(List::stream)
                .mapToInt(TestOutputs::size)
                .sum();
        int every = Math.max(1, (kept + MOST_DOTS - 1) / MOST_DOTS);
        Range predictions = range(arms, (target, predicted) -> predicted);
        Range both = Range.combine(range(arms, (target, predicted) -> target), predictions);
        Range errors = Range.expandToInclude(range(arms, (target, predicted) -> target - predicted), 0);
        return List.of(new Section(
                "Predictions and errors",
                new Part.Pictures(arms.entrySet().stream()
                        .map(arm -> NumberFigures.predicted(arm.getKey(), arm.getValue(), every, both))
                        .toList()),
                new Part.Note(
                        "Predicted against true values of test examples, in units of the target. On the dashed line,"
                                + " predictions are exact; a flatter cloud means that large values are predicted too small and"
                                + " small ones too large."),
                new Part.Pictures(arms.entrySet().stream()
                        .map(arm -> NumberFigures.residuals(arm.getKey(), arm.getValue(), every, predictions, errors))
                        .toList()),
                new Part.Note(
                        "Errors (true − predicted value) against predictions. A good model leaves a level band around"
                                + " the dashed line; a bend or a funnel shows what it has missed. All arms have the same axes. "
                                + OutputTopics.basis(arms)
                                + (every == 1 ? "" : " One in %d of them is drawn.".formatted(every)))));
    }

    private static Range range(Map<String, List<TestOutputs.Numbers>> arms, DoubleBinaryOperator value) {
        double[] values = arms.values().stream()
                .flatMap(List::stream)
                .flatMapToDouble(outputs -> IntStream.range(0, outputs.size())
                        .mapToDouble(i -> value.applyAsDouble(outputs.targets()[i], outputs.predictions()[i])))
                .sorted()
                .toArray();
        double low = values[0];
        double high = values[values.length - 1];
        double room = high > low ? 0.03 * (high - low) : 1;
        return new Range(low - room, high + room);
    }
}
