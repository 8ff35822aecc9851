package org.dropoutlab.training;

import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.TrialId;

/**
 * Watches trials while they train. Called by the thread that trains, for trials side by side by several at once; it must
 * leave the random numbers of that thread alone.
 */
public interface TrialObserver {

    /** A network is about to be trained: the time to give it a listener of Deeplearning4j's. */
    default void starts(TrialId trial, MultiLayerNetwork network) {}

    /** Whether networks are given listeners when they start. */
    default boolean listens() {
        return false;
    }

    /** An epoch is finished; {@code point} says how the network does. */
    default void epochEnded(TrialId trial, LearningCurve.Point point) {}

    /**
     * A trial is completed, with the weights that it ends with.
     *
     * @param test what its networks say of its test examples, for as long as this call takes; it costs a forward pass
     */
    default void completed(TrialId trial, Supplier<Predictions> test) {}

    /**
     * What trained a trial is gone; the trial is taken up again from its last checkpoint.
     *
     * @param why as the end of a sentence
     */
    default void startsAgain(TrialId trial, String why) {}

    /** Both this one and {@code other}. */
    default TrialObserver and(TrialObserver other) {
        TrialObserver first = this;
        return new TrialObserver() {
            @Override
            public void starts(TrialId trial, MultiLayerNetwork network) {
                first.starts(trial, network);
                other.starts(trial, network);
            }

            @Override
            public boolean listens() {
                return first.listens() || other.listens();
            }

            @Override
            public void epochEnded(TrialId trial, LearningCurve.Point point) {
                first.epochEnded(trial, point);
                other.epochEnded(trial, point);
            }

            @Override
            public void completed(TrialId trial, Supplier<Predictions> test) {
                first.completed(trial, test);
                other.completed(trial, test);
            }

            @Override
            public void startsAgain(TrialId trial, String why) {
                first.startsAgain(trial, why);
                other.startsAgain(trial, why);
            }
        };
    }

    /** Watches nothing. */
    static TrialObserver none() {
        return new TrialObserver() {};
    }
}
