package org.dropoutlab.training;

import java.util.function.BiPredicate;
import org.dropoutlab.measurement.LearningCurve.Point;
import org.dropoutlab.measurement.TrialId;

/** Ends a trial as a kill does: between two checkpoints. */
public final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Kills a trial that has measured this epoch. */
    static TrialObserver after(int epoch) {
        return when((trial, point) -> point.epoch() == epoch);
    }

    /** Kills a trial once it measures a point of which this is true. */
    public static TrialObserver when(BiPredicate<TrialId, Point> condition) {
        return new TrialObserver() {
            @Override
            public void epochEnded(TrialId trial, Point point) {
                if (condition.test(trial, point)) {
                    throw new Killed();
                }
            }
        };
    }
}
