package org.dropoutlab.experiment;

/**
 * How long and in what portions a network is trained.
 *
 * @param epochs passes over the training data, 1 to 1,000,000
 * @param batchSize examples per step, at least 1; the last mini-batch of an epoch may be shorter
 */
public record TrainingPlan(int epochs, int batchSize) {
    private static final int MOST_EPOCHS = 1_000_000;

    public TrainingPlan {
        if (epochs < 1 || epochs > MOST_EPOCHS) {
            throw new IllegalArgumentException("epochs must be from 1 to %d, not %d".formatted(MOST_EPOCHS, epochs));
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size must be at least 1, not " + batchSize);
        }
    }

    /** The same with another number of epochs. */
    public TrainingPlan withEpochs(int newEpochs) {
        return new TrainingPlan(newEpochs, batchSize);
    }
}
