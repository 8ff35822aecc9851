package org.dropoutlab.spark;

import java.util.Map;
import java.util.Optional;
import org.dropoutlab.measurement.TrialResult;

/** What an executor says of a trial. Failures are replies, too: Spark would try a task again that throws an exception. */
sealed interface Reply {

    /**
     * The trial has finished.
     *
     * @param result its result
     * @param model file of its network; empty if it saved none, or an inferior one
     * @param notes what is unusual about saved networks, by arm
     * @param seconds duration in the executor
     * @param site where it ran
     */
    record Finished(TrialResult result, Optional<byte[]> model, Map<String, String> notes, double seconds, Site site)
            implements Reply {}

    /**
     * The trial failed.
     *
     * @param badInput whether the user's input is to blame
     * @param message the exception's, with its name unless the user's input is to blame
     * @param details its stack trace; empty if the user's input is to blame
     */
    record Failed(boolean badInput, String message, String details) implements Reply {}

    /**
     * A place where trials run.
     *
     * @param executor the cluster's name for it
     * @param host its machine
     * @param processor model, and the kernels that native libraries chose for it
     */
    record Site(String executor, String host, String processor) {}
}
