package org.dropoutlab.dl4j.update;

import org.dropoutlab.optimization.Schedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * {@link Schedule.Linear} for Deeplearning4j, whose {@code RampSchedule} starts near 0, counts steps and cannot be read back
 * from JSON.
 *
 * @param start value in the first epoch
 * @param end value after {@code epochs} epochs
 * @param epochs number of epochs in between
 */
public record LinearSchedule(
        @JsonProperty("start") double start, @JsonProperty("end") double end, @JsonProperty("epochs") int epochs)
        implements ISchedule {
    @JsonCreator
    public LinearSchedule {}

    /** The value in an epoch; after the last, exactly {@code end} without rounding. */
    @Override
    public double valueAt(int iteration, int epoch) {
        return epoch >= epochs ? end : start + (end - start) * epoch / epochs;
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public LinearSchedule clone() {
        return this;
    }
}
