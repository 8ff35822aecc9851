package org.dropoutlab.experiment;

/**
 * Training length, mini-batch size and interval between measurements.
 *
 * @param epochs passes over the training data, 1 to 1,000,000
 * @param batchSize examples per step, at least 1; the last mini-batch of an epoch may be shorter
 * @param measureEvery epochs between measurements, 1 to {@code epochs}; the last epoch is always measured
 */
public record TrainingPlan(int epochs, int batchSize, int measureEvery) {
    private static final int MOST_EPOCHS = 1_000_000;

    public TrainingPlan {
        if (epochs < 1 || epochs > MOST_EPOCHS) {
            throw new IllegalArgumentException("epochs must be from 1 to %d, not %d".formatted(MOST_EPOCHS, epochs));
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size must be at least 1, not " + batchSize);
        }
        if (measureEvery < 1 || measureEvery > epochs) {
            throw new IllegalArgumentException(
                    "epochs between measurements must be from 1 to %d, not %d".formatted(epochs, measureEvery));
        }
    }

    /** A plan that measures after every epoch. */
    public TrainingPlan(int epochs, int batchSize) {
        this(epochs, batchSize, 1);
    }

    /** A copy with another number of epochs. */
    public TrainingPlan withEpochs(int newEpochs) {
        return new TrainingPlan(newEpochs, batchSize, Math.min(measureEvery, newEpochs));
    }

    /**
     * A copy that measures every {@code epochsBetween} epochs, for networks whose epochs are faster than a measurement.
     */
    public TrainingPlan measuredEvery(int epochsBetween) {
        return new TrainingPlan(epochs, batchSize, epochsBetween);
    }

    /** The first epoch, counted from 1, at or after {@code epoch} that is followed by a measurement. */
    public int measuredFrom(int epoch) {
        return Math.min((epoch + measureEvery - 1) / measureEvery * measureEvery, epochs);
    }

    /** Whether the network is measured after this epoch, counted from 1. */
    public boolean isMeasuredAfter(int epoch) {
        return epoch % measureEvery == 0 || epoch == epochs;
    }
}
