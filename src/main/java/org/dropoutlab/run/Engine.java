package org.dropoutlab.run;

import java.util.List;
import java.util.function.Consumer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.TrialResult;

/**
 * Runs trials. Engines differ in where and how fast; the results are the same to the bit. {@code toString()} is the
 * engine's name as it is recorded.
 */
public interface Engine extends AutoCloseable {

    /** ND4J as it is in force where the trials run. */
    Backend.Status backend();

    /** Whether networks have listeners and are therefore trained layer by layer. */
    boolean listens();

    /**
     * Runs every trial and returns when all are finished.
     *
     * @param trials in the order in which they are started
     * @param finished told each result as it comes in, one call at a time, in no particular order
     * @throws IllegalStateException if a trial failed, with what it has thrown as its cause if that was in this process;
     *     trials that were not started by then are not
     * @throws org.dropoutlab.experiment.InputException if a trial could not use what the user gave it
     */
    void run(List<Trial> trials, Consumer<TrialResult> finished);

    /** Gives back what the engine holds; trials that are under way come to nothing. */
    @Override
    void close();
}
