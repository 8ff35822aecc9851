package org.dropoutlab.progress;

import java.util.List;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;

/** Told how a run gets on. */
public interface Progress extends AutoCloseable {

    /** What is measured, before anything is: accuracy, unless this says otherwise. */
    default void measures(Measures measures) {}

    /** An epoch of a trial was finished now; may be called by several threads at once. */
    void epochEnded(TrialId trial, LearningCurve.Point point);

    /**
     * A trial lost what trained it and is taken up again; may be called by several threads at once.
     *
     * @param why as the end of a sentence
     */
    default void startsAgain(TrialId trial, String why) {}

    /** Counts a trial that was finished now. */
    void finished(TrialResult result);

    /** The run is over, or has failed. */
    @Override
    void close();

    /** Begins to show the progress of a run, once it is certain that it will run. */
    @FunctionalInterface
    interface Factory {
        /**
         * The display of a run that begins.
         *
         * @param study what is run
         * @param known results that an earlier session left
         */
        Progress begin(Study study, List<TrialResult> known);
    }

    /** Shows nothing. */
    static Factory silent() {
        return (study, known) -> new Progress() {
            @Override
            public void epochEnded(TrialId trial, LearningCurve.Point point) {}

            @Override
            public void finished(TrialResult result) {}

            @Override
            public void close() {}
        };
    }
}
