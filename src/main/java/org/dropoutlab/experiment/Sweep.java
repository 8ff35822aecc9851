package org.dropoutlab.experiment;

import java.util.List;

/**
 * A figure over the arms of a study that differ in one number: training and test error against it.
 *
 * @param name of its files, without ending
 * @param title what it shows, and where the paper has it
 * @param axis what the number is
 * @param logarithmic whether the axis is
 * @param lines one or more rows of arms
 */
public record Sweep(String name, String title, String axis, boolean logarithmic, List<Line> lines) {
    public Sweep {
        lines = List.copyOf(lines);
    }

    /**
     * Arms that belong together.
     *
     * @param name in the legend
     * @param steps from left to right
     */
    public record Line(String name, List<Step> steps) {
        public Line {
            steps = List.copyOf(steps);
        }
    }

    /**
     * An arm's place on the axis.
     *
     * @param x the number
     * @param arm the arm's name
     */
    public record Step(double x, String arm) {}

    /** The same with the named arms alone; lines of fewer than two arms are gone. */
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
