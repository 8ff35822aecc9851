package org.dropoutlab.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.dropoutlab.measurement.TrialId;

/**
 * Derives every seed of a study from what it is for, never from the order of calls, so that a trial draws the same
 * random numbers alone, beside others, or resumed. The arm is not among the ingredients: arms of one (split, repeat)
 * share initial weights and batch order.
 *
 * <p>A seed is the first eight bytes of SHA-256 over a line that names study seed, purpose, repeat, split and epoch.
 *
 * @param studySeed the one seed that a user chooses
 */
public record SeedPlan(long studySeed) {

    /** Which examples of a repeat go into which fold. */
    public long folds(int repeat) {
        return derive("folds repeat=" + repeat);
    }

    /** Which examples of a trial's training fold are held back for validation. */
    public long validation(TrialId trial) {
        return derive("validation " + place(trial));
    }

    /** Initial weights of a trial. */
    public long weights(TrialId trial) {
        return derive("weights " + place(trial));
    }

    /** Order of the examples in one epoch of a trial, counted from 1. */
    public long batchOrder(TrialId trial, int epoch) {
        return derive("batch-order " + place(trial) + " epoch=" + epoch);
    }

    /** Noise of the regularizers, such as dropout masks, in one epoch of a trial, counted from 1. */
    public long noise(TrialId trial, int epoch) {
        return derive("noise " + place(trial) + " epoch=" + epoch);
    }

    /** How an image is changed in one epoch of a trial, counted from 1; {@code example} is its place in the data set. */
    public long augmentation(TrialId trial, int epoch, int example) {
        return derive("augmentation " + place(trial) + " epoch=" + epoch + " example=" + example);
    }

    /** Which levels a random search tries: the same for every split, so that each can be averaged. */
    public long levels() {
        return derive("levels");
    }

    /** What probes of the trained network draw. */
    public long probes(TrialId trial) {
        return derive("probes " + place(trial));
    }

    /**
     * The seeds of a network that is trained beside others for the same arm and split: other weights, order and noise. The
     * first network's are this plan's own.
     *
     * @param number of the network, from 0
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
