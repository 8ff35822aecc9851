package org.dropoutlab.report;

import org.dropoutlab.experiment.TrialResult;

/** Told how a run gets on. */
public interface Progress extends AutoCloseable {

    /** Counts a result that an earlier session left. */
    void known(TrialResult result);

    /** Counts a trial that was finished now. */
    void finished(TrialResult result);

    /** The run is over, or has failed. */
    @Override
    void close();

    /** Shows nothing. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void known(TrialResult result) {}

            @Override
            public void finished(TrialResult result) {}

            @Override
            public void close() {}
        };
    }
}
