package org.dropoutlab.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;

/** Accepts results, each trial's first one. */
final class Intake {
    private final Map<TrialId, String> accepted = new HashMap<>();
    private long bytes;
    private double trialSeconds;

    /**
     * Whether this is the trial's first result.
     *
     * @throws IllegalStateException if it is another one, and differs
     */
    boolean accept(Reply.Finished reply) {
        TrialId id = reply.result().id();
        String now = Checksum.sha256(Messages.bytes(withoutTimes(reply.result())));
        String before = accepted.putIfAbsent(id, now);
        if (before != null && !before.equals(now)) {
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

    /** What a trial's result must be wherever it runs: all but its durations. */
    static JsonNode withoutTimes(TrialResult result) {
        JsonNode record = Messages.FORMAT.valueToTree(result);
        record.findParents("seconds").forEach(part -> ((ObjectNode) part).remove("seconds"));
        return record;
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
