package org.dropoutlab.run;

import org.dropoutlab.backend.Backend;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.TrialResult;

/** What a worker process says on its standard output, a line of JSON each. */
sealed interface Reply {
    /**
     * Stands before each answer, as in the JSON text sequences of RFC 7464: native code prints on the same stream, where
     * Java cannot keep it from it, and may leave a line unfinished.
     */
    char SEPARATOR = '\u001e';

    /**
     * It can train now.
     *
     * @param backend as it is in force there
     */
    record Ready(Backend.Status backend) implements Reply {}

    /** The trial that it is at was measured; the first time is told, and then a few times a second. */
    record EpochEnded(LearningCurve.Point point) implements Reply {}

    /** The trial that it was at is finished. */
    record Finished(TrialResult result) implements Reply {}

    /**
     * The order could not be carried out.
     *
     * @param badInput whether what the user gave cannot be used
     * @param message one line; of another failure, what was thrown as a string
     */
    record Failed(boolean badInput, String message) implements Reply {}
}
