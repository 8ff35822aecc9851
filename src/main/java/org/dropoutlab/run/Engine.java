package org.dropoutlab.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.ClusterUse;

/**
 * Runs trials. Engines differ in place and speed, but their results are identical to the bit. {@code toString()} is the
 * engine's name in records.
 */
public interface Engine extends AutoCloseable {

    /** The ND4J backend of the trials. */
    Backend.Status backend();

    /** Whether networks have listeners, which makes them train layer by layer. */
    boolean listens();

    /**
     * Runs all trials and returns when they have finished.
     *
     * @param trials in starting order
     * @param finished receives the results as they arrive, in no particular order: in each call, one at a time, those that
     *     arrived during the last one
     * @throws IllegalStateException if a trial failed, with its exception as the cause if it ran in this process; remaining
     *     trials are not started
     * @throws org.dropoutlab.experiment.InputException if a trial failed because of the user's input
     */
    void run(List<Trial> trials, Consumer<List<TrialResult>> finished);

    /** What the machines of a cluster have done so far; empty for engines of this machine. */
    default Optional<ClusterUse> cluster() {
        return Optional.empty();
    }

    /** Releases the engine's resources and abandons running trials. */
    @Override
    void close();
}
