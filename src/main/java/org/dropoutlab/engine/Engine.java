package org.dropoutlab.engine;

import java.util.List;
import java.util.function.Consumer;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.TrialResult;

/** Runs trials. Engines differ in where and how fast; the results are the same to the bit. */
public interface Engine {

    /**
     * Runs every trial and returns when all are finished.
     *
     * @param trials in the order in which they are started
     * @param finished told each result as it comes in, one call at a time, in no particular order
     * @throws IllegalStateException if a trial failed, with what it has thrown as its cause; trials that were not
     *     started by then are not
     * @throws org.dropoutlab.experiment.InputException if a trial could not use what the user gave it
     */
    void run(List<Trial> trials, Consumer<TrialResult> finished);
}
