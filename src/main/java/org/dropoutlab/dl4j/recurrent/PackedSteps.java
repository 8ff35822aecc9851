package org.dropoutlab.dl4j.recurrent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The unmasked steps of a mini-batch, packed: a row for each, ordered by their position in a run and then by run, the longest
 * run first. A run is a maximal sequence of unmasked steps of one example. Rows of one position are contiguous, and the
 * runs that have a next one are the first of them.
 */
final class PackedSteps {
    private final int steps;
    private final List<Run> runs;
    private final int[] firsts;

    /**
     * Unmasked steps of an example.
     *
     * @param example index of the example
     * @param start its first step
     * @param length number of steps
     */
    record Run(int example, int start, int length) {}

    private PackedSteps(int steps, List<Run> runs) {
        this.steps = steps;
        this.runs = runs.stream()
                .sorted(Comparator.comparingInt(Run::length).reversed())
                .toList();
        int longest = runs.isEmpty() ? 0 : this.runs.get(0).length();
        this.firsts = new int[longest + 1];
        for (Run run : this.runs) {
            for (int position = 0; position < run.length(); position++) {
                firsts[position + 1]++;
            }
        }
        for (int position = 0; position < longest; position++) {
            firsts[position + 1] += firsts[position];
        }
    }

    /** All steps of {@code examples} sequences. */
    static PackedSteps all(int examples, int steps) {
        List<Run> runs = new ArrayList<>();
        for (int example = 0; example < examples; example++) {
            runs.add(new Run(example, 0, steps));
        }
        return new PackedSteps(steps, runs);
    }

    /**
     * The steps at which a mask is not 0.
     *
     * @param mask [example, step]
     */
    static PackedSteps of(float[][] mask, int steps) {
        List<Run> runs = new ArrayList<>();
        for (int example = 0; example < mask.length; example++) {
            int start = 0;
            for (int step = 0; step <= steps; step++) {
                if (step == steps || mask[example][step] == 0) {
                    if (step > start) {
                        runs.add(new Run(example, start, step - start));
                    }
                    start = step + 1;
                }
            }
        }
        return new PackedSteps(steps, runs);
    }

    /** The same steps in parts of about {@code rows} rows or of one run. */
    List<PackedSteps> parts(int rows) {
        if (rows() <= rows) {
            return List.of(this);
        }
        List<PackedSteps> parts = new ArrayList<>();
        List<Run> part = new ArrayList<>();
        int size = 0;
        for (Run run : runs) {
            if (size > 0 && size + run.length() > rows) {
                parts.add(new PackedSteps(steps, part));
                part = new ArrayList<>();
                size = 0;
            }
            part.add(run);
            size += run.length();
        }
        parts.add(new PackedSteps(steps, part));
        return parts;
    }

    /** Number of steps of the padded sequences. */
    int steps() {
        return steps;
    }

    /** Length of the longest run. */
    int positions() {
        return firsts.length - 1;
    }

    /** Number of rows. */
    int rows() {
        return firsts[firsts.length - 1];
    }

    /** The first row of a position. */
    int first(int position) {
        return firsts[position];
    }

    /** Number of runs that have a position, the first ones; 0 after the last position. */
    int active(int position) {
        return position < positions() ? firsts[position + 1] - firsts[position] : 0;
    }

    /** A run. */
    Run run(int index) {
        return runs.get(index);
    }
}
