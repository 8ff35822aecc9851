package org.dropoutlab.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dropoutlab.measurement.TrialId;

/**
 * What the machines of a cluster did in a session.
 *
 * @param master address of the cluster
 * @param executors the processes that ran trials, lost ones included
 * @param seconds from the first trial's start to the last result's arrival
 * @param trialSeconds in trials, over all executors, without trials that ended with their executor
 * @param driverSeconds processor time of this process meanwhile, over all its threads: what it takes to start trials and to keep
 *     their results
 * @param restarted number of trials that were started again because their executor was lost
 * @param dataBytes size of what each executor received before its first trial
 * @param resultBytes size of all results
 * @param ranOn names of processors with the trials that ran on each; empty if all have the same
 */
public record ClusterUse(
        String master,
        List<Executor> executors,
        double seconds,
        double trialSeconds,
        double driverSeconds,
        int restarted,
        long dataBytes,
        long resultBytes,
        Map<String, List<TrialId>> ranOn) {
    public ClusterUse {
        executors = List.copyOf(executors);
        ranOn = Collections.unmodifiableMap(new LinkedHashMap<>(ranOn));
    }

    /**
     * A process that runs trials.
     *
     * @param id the cluster's name for it
     * @param host its machine
     * @param cores number of its parallel trials
     * @param processor model of the processor, and what its native libraries make of it; empty before its first trial
     * @param trials number of trials whose result it gave
     * @param lost the reason for its loss; empty if it is alive
     */
    public record Executor(String id, String host, int cores, String processor, int trials, String lost) {
        /** Whether it can run trials. */
        public boolean isAlive() {
            return lost.isEmpty();
        }
    }

    /** Number of parallel trials on the executors that are alive. */
    public int cores() {
        return executors.stream()
                .filter(Executor::isAlive)
                .mapToInt(Executor::cores)
                .sum();
    }
}
