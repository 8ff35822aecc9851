package org.dropoutlab.run;

import java.util.List;
import org.dropoutlab.measurement.TrialResult;

/**
 * An executor of a cluster, and what came of {@linkplain SampleTrial sample trials} there.
 *
 * @param id the cluster's name for it
 * @param host its machine
 * @param cores number of its parallel trials
 * @param heapBytes limit of its Java heap; 0 if it gave no results
 * @param nativeBytes limit of its memory outside; 0 if it gave no results
 * @param processor its {@linkplain org.dropoutlab.record.Machine#kind kind}; empty if it gave no results
 * @param results of the trials, in their order; none if it has not answered, or failed
 * @param problem why there are no results, as a sentence's end; empty if there are
 */
public record ExaminedExecutor(
        String id,
        String host,
        int cores,
        long heapBytes,
        long nativeBytes,
        String processor,
        List<TrialResult> results,
        String problem) {
    public ExaminedExecutor {
        results = List.copyOf(results);
    }
}
