package org.dropoutlab.optimization;

import org.nd4j.linalg.learning.config.IUpdater;

/** The one place where an {@link Optimizer} becomes a Deeplearning4j updater. */
public final class Updaters {
    private Updaters() {}

    /** The updater that steps as {@code optimizer} says. */
    public static IUpdater of(Optimizer optimizer) {
        if (optimizer instanceof Optimizer.Momentum momentum) {
            return new HeavyBall(momentum.learningRate(), momentum.momentum());
        }
        if (optimizer instanceof Optimizer.Adam adam) {
            return new org.nd4j.linalg.learning.config.Adam(adam.learningRate());
        }
        throw new AssertionError("no updater for " + optimizer);
    }
}
