package org.dropoutlab.run;

import java.util.Locale;

/** The engines that a user can choose. */
public enum EngineKind {
    /**
     * Processes for networks that train layer by layer, which takes long enough to justify starting them, and whose native
     * operations may crash; threads for direct steps, which need half the memory, and for a single worker.
     */
    LOCAL,
    /** Threads of this process. */
    THREADS,
    /** Separate processes: a crash costs one trial, not the whole run. */
    PROCESSES,
    /** Executors of an Apache Spark cluster, provided by a separate artifact. */
    SPARK;

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
