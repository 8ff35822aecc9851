package org.dropoutlab.dl4j.update;

import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.optimization.Schedule;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** Conversion of an {@link Optimizer} to a Deeplearning4j updater. */
public final class Updaters {
    private Updaters() {}

    /**
     * The updater of {@code optimizer}.
     *
     * @throws IllegalArgumentException if a schedule needs the number of epochs and does not have it, or if the
     *     optimizer is left to a configuration that has none
     */
    public static IUpdater of(Optimizer optimizer) {
        if (optimizer instanceof Optimizer.Momentum momentum) {
            return new HeavyBall(
                    momentum.learningRate(),
                    momentum.momentum(),
                    schedule(momentum.learningRateSchedule(), momentum.learningRate()),
                    schedule(momentum.momentumSchedule(), momentum.momentum()));
        }
        if (optimizer instanceof Optimizer.Adam adam) {
            return Adam.builder()
                    .learningRate(adam.learningRate())
                    .learningRateSchedule(schedule(adam.learningRateSchedule(), adam.learningRate()))
                    .build();
        }
        if (optimizer instanceof Optimizer.Clipped clipped) {
            return new ClippedGradient(of(clipped.optimizer()), clipped.norm());
        }
        if (optimizer instanceof Optimizer.AsConfigured) {
            throw new IllegalArgumentException(
                    "this network has no optimizer of its own: choose one, with a learning rate");
        }
        throw new AssertionError("no updater for " + optimizer);
    }

    /** Deeplearning4j's schedule for a value that starts at {@code start}; null for a constant value. */
    private static ISchedule schedule(Schedule schedule, double start) {
        if (schedule instanceof Schedule.Constant) {
            return null;
        }
        if (schedule instanceof Schedule.Step step) {
            return new StepSchedule(ScheduleType.EPOCH, start, step.factor(), step.everyEpochs());
        }
        if (schedule instanceof Schedule.Exponential exponential) {
            return new ExponentialSchedule(ScheduleType.EPOCH, start, exponential.factorPerEpoch());
        }
        if (schedule instanceof Schedule.Cosine cosine) {
            int epochs = cosine.epochs()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "a cosine schedule needs its epochs: configure networks with Optimizer.over(epochs)"));
            return new CosineSchedule(start, start * cosine.finalFraction(), epochs);
        }
        if (schedule instanceof Schedule.Linear linear) {
            return new LinearSchedule(start, linear.to(), linear.epochs());
        }
        throw new AssertionError("no schedule for " + schedule);
    }
}
