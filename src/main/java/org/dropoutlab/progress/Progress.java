package org.dropoutlab.progress;

import java.util.List;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.ClusterUse;

/** Monitors a run. */
public interface Progress extends AutoCloseable {

    /** Called first, with the measures to report; accuracy if it is not called. */
    default void measures(Measures measures) {}

    /** A trial finished an epoch; may be called by several threads at once. */
    void epochEnded(TrialId trial, LearningCurve.Point point);

    /**
     * A trial restarts after losing its worker; may be called by several threads at once.
     *
     * @param why the reason, as the end of a sentence
     */
    default void startsAgain(TrialId trial, String why) {}

    /** News of the engine, as a line; may be called by several threads at once. */
    default void news(String line) {}

    /** What the machines of a cluster have done so far; called before {@link #finished}. */
    default void cluster(ClusterUse use) {}

    /** A trial finished. */
    void finished(TrialResult result);

    /** The run is over, or has failed. */
    @Override
    void close();

    /** Creates the progress display of a run that is about to start. */
    @FunctionalInterface
    interface Factory {
        /**
         * The display of a run.
         *
         * @param study the study
         * @param known results of earlier sessions
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
