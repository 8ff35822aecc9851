package org.dropoutlab.run;

import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.training.TrialRunner;

/** Starts engines on clusters; found with {@link ServiceLoader}, because its libraries are in an artifact of their own. */
public interface ClusterEngineProvider {

    /**
     * Checks that an engine can be started, as far as that can be told without starting it.
     *
     * @throws InputException if not
     */
    void check(EngineChoice choice);

    /**
     * Starts an engine; the caller must close it.
     *
     * @param choice the cluster, and the number of parallel trials
     * @param runner trains a trial, and names what it needs
     * @param trials number of trials to run
     * @param news receives a line about the cluster now and then, such as the loss of an executor
     * @throws InputException if the cluster cannot be used
     */
    Engine start(EngineChoice choice, TrialRunner runner, int trials, Consumer<String> news);

    /**
     * Runs trials in every executor of a cluster.
     *
     * @param choice the cluster
     * @param trials what each executor runs, one after the other
     * @param atMost how long it may take; executors that have not answered then are told without results
     * @throws InputException if the cluster cannot be used
     */
    List<ExaminedExecutor> examine(EngineChoice choice, List<SampleTrial> trials, Duration atMost);

    /**
     * The provider on the class path.
     *
     * @throws InputException if there is none
     */
    static ClusterEngineProvider get() {
        return ServiceLoader.load(ClusterEngineProvider.class)
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "--engine spark: Spark is not on the class path; start with ./lab, which builds it, or add the"
                                + " artifact dropout-lab-spark"));
    }
}
