package org.dropoutlab.experiment;

import java.util.List;

/**
 * A figure over the arms of a study that differ in one number: training and test error against it.
 *
 * @param name name of its files, without extension
 * @param title caption, with the corresponding figure of the paper
 * @param axis label of the axis
 * @param logarithmic whether the axis is logarithmic
 * @param lines one or more series of arms
 */
public record Sweep(String name, String title, String axis, boolean logarithmic, List<Line> lines) {
    public Sweep {
        lines = List.copyOf(lines);
    }

    /**
     * One series of arms.
     *
     * @param name name in the legend
     * @param steps its arms, from left to right
     */
    public record Line(String name, List<Step> steps) {
        public Line {
            steps = List.copyOf(steps);
        }
    }

    /**
     * One arm of a series.
     *
     * @param x position on the axis
     * @param arm the arm's name
     */
    public record Step(double x, String arm) {}

    /** A copy with only the named arms; series left with fewer than two of them are dropped. */
    Sweep withArms(List<String> armNames) {
        return new Sweep(
                name,
                title,
                axis,
                logarithmic,
                lines.stream()
                        .map(line -> new Line(
                                line.name(),
                                line.steps().stream()
                                        .filter(step -> armNames.contains(step.arm()))
                                        .toList()))
                        .filter(line -> line.steps().size() > 1)
                        .toList());
    }
}
