package org.dropoutlab.record;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Study;

/**
 * Record of a run and its environment: enough to repeat and to resume it.
 *
 * @param study as run
 * @param seed the study's seed, from which all others derive
 * @param data the data's provenance and fingerprint
 * @param dataOrigin source of the data, as a phrase
 * @param sessions the run's start, and each time it was resumed
 */
public record Manifest(Study study, long seed, DataInfo data, String dataOrigin, List<Session> sessions) {
    public Manifest {
        Objects.requireNonNull(study);
        Objects.requireNonNull(data);
        sessions = List.copyOf(sessions);
    }

    /**
     * A process that worked on the run.
     *
     * @param commandLine as typed
     * @param software the build that ran
     * @param machine its machine
     * @param backend its ND4J backend
     * @param engine name of the engine that ran the trials
     * @param workers number of parallel trials
     * @param steps implementation of the training steps by arm: {@code direct} or {@code layered}
     * @param start start time, ISO 8601, UTC
     * @param end time when all trials had finished; empty if it was stopped before
     * @param directory the directory in which it was started; empty in older records
     * @param cluster what a cluster did, once all trials had finished; empty for other engines, and in older records
     */
    public record Session(
            List<String> commandLine,
            Software software,
            Machine machine,
            Backend.Status backend,
            String engine,
            int workers,
            Map<String, String> steps,
            String start,
            Optional<String> end,
            Optional<String> directory,
            Optional<ClusterUse> cluster) {
        public Session {
            commandLine = List.copyOf(commandLine);
            steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
        }

        /** A session of this process that starts now. */
        public static Session begin(
                List<String> commandLine,
                Backend.Status backend,
                String engine,
                int workers,
                Map<String, String> steps) {
            return new Session(
                    commandLine,
                    Software.current(),
                    Machine.current(),
                    backend,
                    engine,
                    workers,
                    steps,
                    now(),
                    Optional.empty(),
                    Optional.of(Path.of("").toAbsolutePath().toString()),
                    Optional.empty());
        }

        private Session ended() {
            return with(Optional.of(now()), cluster);
        }

        private Session with(Optional<String> newEnd, Optional<ClusterUse> newCluster) {
            return new Session(
                    commandLine,
                    software,
                    machine,
                    backend,
                    engine,
                    workers,
                    steps,
                    start,
                    newEnd,
                    directory,
                    newCluster);
        }

        private static String now() {
            return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        }
    }

    /** The same with an additional session. */
    public Manifest withSession(Session session) {
        List<Session> more = new ArrayList<>(sessions);
        more.add(session);
        return new Manifest(study, seed, data, dataOrigin, more);
    }

    /** The same with the last session ended now. */
    public Manifest ended() {
        List<Session> ended = new ArrayList<>(sessions);
        ended.set(ended.size() - 1, ended.get(ended.size() - 1).ended());
        return new Manifest(study, seed, data, dataOrigin, ended);
    }

    /** The same with what a cluster did in the last session. */
    public Manifest withCluster(Optional<ClusterUse> cluster) {
        List<Session> all = new ArrayList<>(sessions);
        Session last = all.get(all.size() - 1);
        all.set(all.size() - 1, last.with(last.end(), cluster));
        return new Manifest(study, seed, data, dataOrigin, all);
    }
}
