package org.dropoutlab.spark;

import java.util.HashMap;
import java.util.Map;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.ResultDifference;

/** Accepts results, each trial's first one. */
final class Intake {
    private final Map<TrialId, TrialResult> accepted = new HashMap<>();
    private long bytes;
    private double trialSeconds;

    /**
     * Whether this is the trial's first result.
     *
     * @throws IllegalStateException if it is another one, and differs
     */
    boolean accept(Reply.Finished reply) {
        TrialId id = reply.result().id();
        TrialResult before = accepted.putIfAbsent(id, reply.result());
        if (before != null && ResultDifference.between(before, reply.result()).isPresent()) {
            throw new IllegalStateException(
                    "trial %s, split %d, seed %d gave two results that differ, the second one on %s (%s)"
                            .formatted(
                                    id.arm(),
                                    id.split(),
                                    id.repeat(),
                                    reply.site().host(),
                                    reply.site().processor()));
        }
        trialSeconds += reply.seconds();
        return before == null;
    }

    void count(long size) {
        bytes += size;
    }

    long bytes() {
        return bytes;
    }

    double trialSeconds() {
        return trialSeconds;
    }
}
