package org.dropoutlab.run;

import org.dropoutlab.backend.Backend;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.TrialResult;

/** A message from a worker process on its standard output, a line of JSON. */
sealed interface Reply {
    /**
     * Precedes each answer, as in the JSON text sequences of RFC 7464: native code also prints to this stream, which Java
     * cannot prevent, and may leave a line unfinished.
     */
    char SEPARATOR = '\u001e';

    /**
     * The worker is ready.
     *
     * @param backend its ND4J backend
     */
    record Ready(Backend.Status backend) implements Reply {}

    /** The running trial was measured; sent for the first measurement, and then a few times a second. */
    record EpochEnded(LearningCurve.Point point) implements Reply {}

    /** The trial has finished. */
    record Finished(TrialResult result) implements Reply {}

    /**
     * The order failed.
     *
     * @param badInput whether the user's input is to blame
     * @param message one line; otherwise the exception as a string
     */
    record Failed(boolean badInput, String message) implements Reply {}
}
