package org.dropoutlab.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.dropoutlab.measurement.TrialId;

/**
 * The seeds of a study, each derived from its purpose, never from the order of calls: a trial draws the same random
 * numbers alone, in parallel with others, or resumed. The arm is not an ingredient: arms of one (split, repeat) share
 * initial weights and batch order.
 *
 * <p>A seed is the first eight bytes of SHA-256 over a line with study seed, purpose, repeat, split and epoch.
 *
 * @param studySeed the seed that the user chooses
 */
public record SeedPlan(long studySeed) {

    /** Seed of a repeat's folds. */
    public long folds(int repeat) {
        return derive("folds repeat=" + repeat);
    }

    /** Seed of the choice of a trial's validation examples. */
    public long validation(TrialId trial) {
        return derive("validation " + place(trial));
    }

    /** Seed of a trial's initial weights. */
    public long weights(TrialId trial) {
        return derive("weights " + place(trial));
    }

    /** Seed of the order of examples in one epoch of a trial, counted from 1. */
    public long batchOrder(TrialId trial, int epoch) {
        return derive("batch-order " + place(trial) + " epoch=" + epoch);
    }

    /** Seed of the regularizers' noise, such as dropout masks, in one epoch of a trial, counted from 1. */
    public long noise(TrialId trial, int epoch) {
        return derive("noise " + place(trial) + " epoch=" + epoch);
    }

    /**
     * Seed of an image's augmentation in one epoch of a trial, counted from 1; {@code example} is its data set index.
     */
    public long augmentation(TrialId trial, int epoch, int example) {
        return derive("augmentation " + place(trial) + " epoch=" + epoch + " example=" + example);
    }

    /** Seed of a random search's levels, the same for every split because each level is averaged over the splits. */
    public long levels() {
        return derive("levels");
    }

    /** Seed of the probes of a trained network. */
    public long probes(TrialId trial) {
        return derive("probes " + place(trial));
    }

    /**
     * The seeds of one network in a committee: each has its own weights, order and noise. The first has this plan's
     * seeds.
     *
     * @param number index of the network, from 0
     */
    public SeedPlan ofMember(int number) {
        return number == 0 ? this : new SeedPlan(derive("member=" + number));
    }

    private static String place(TrialId trial) {
        return "repeat=" + trial.repeat() + " split=" + trial.split();
    }

    private long derive(String purpose) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(("seed=" + studySeed + " " + purpose).getBytes(UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
