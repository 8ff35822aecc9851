package org.dropoutlab.measurement;

import java.util.Comparator;

/**
 * What tells one trial of a study from the others. Trials of different arms with the same (split, repeat) are a pair:
 * same split, same initial weights, same batch order.
 *
 * @param arm name of the arm
 * @param split number of the fold that is held out, from 0
 * @param repeat number of the repeat, from 0; files that others read call it the seed
 */
public record TrialId(String arm, int split, int repeat) {

    /** Order of splits, whatever the arm. */
    public static final Comparator<TrialId> BY_PAIR =
            Comparator.comparingInt(TrialId::repeat).thenComparingInt(TrialId::split);

    /** A name for a file of the trial, without ending, that no other trial of its study has and every file system takes. */
    public String fileName() {
        return "%s-split%d-seed%d".formatted(fileNameOf(arm), split, repeat);
    }

    /** The same for a file of an arm. */
    public static String fileNameOf(String arm) {
        // No arm is called by a name with @ in it.
        return arm.replace(':', '@');
    }

    /** Whether the two belong to one pair. */
    public boolean pairsWith(TrialId other) {
        return split == other.split && repeat == other.repeat;
    }
}
