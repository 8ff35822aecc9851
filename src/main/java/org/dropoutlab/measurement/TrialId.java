package org.dropoutlab.measurement;

import java.util.Comparator;

/**
 * The identity of a trial within its study. Trials of different arms with the same (split, repeat) are a pair:
 * same split, same initial weights, same batch order.
 *
 * @param arm name of the arm
 * @param split number of the held-out fold, from 0
 * @param repeat number of the repeat, from 0, named seed in published files
 */
public record TrialId(String arm, int split, int repeat) {

    /** Order of repeats, then splits, regardless of the arm. */
    public static final Comparator<TrialId> BY_PAIR =
            Comparator.comparingInt(TrialId::repeat).thenComparingInt(TrialId::split);

    /** A file name for the trial, without extension: unique in the study and valid on every file system. */
    public String fileName() {
        return "%s-split%d-seed%d".formatted(fileNameOf(arm), split, repeat);
    }

    /** A file name for an arm, without extension: unique in the study and valid on every file system. */
    public static String fileNameOf(String arm) {
        // Arm names cannot contain @.
        return arm.replace(':', '@');
    }

    /** Whether the two belong to one pair. */
    public boolean pairsWith(TrialId other) {
        return split == other.split && repeat == other.repeat;
    }
}
