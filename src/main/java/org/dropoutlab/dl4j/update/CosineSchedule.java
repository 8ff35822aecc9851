package org.dropoutlab.dl4j.update;

import org.dropoutlab.optimization.Schedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * {@link Schedule.Cosine} for Deeplearning4j, whose {@code CycleSchedule} is a different method.
 *
 * @param start value in the first epoch
 * @param end value after the last epoch
 * @param epochs number of epochs in between
 */
public record CosineSchedule(
        @JsonProperty("start") double start, @JsonProperty("end") double end, @JsonProperty("epochs") int epochs)
        implements ISchedule {
    @JsonCreator
    public CosineSchedule {}

    @Override
    public double valueAt(int iteration, int epoch) {
        double passed = Math.min((double) epoch / epochs, 1);
        return end + (start - end) * (1 + StrictMath.cos(Math.PI * passed)) / 2;
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public CosineSchedule clone() {
        return this;
    }
}
