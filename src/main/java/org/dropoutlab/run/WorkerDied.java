package org.dropoutlab.run;

/** A worker process ended unexpectedly. */
final class WorkerDied extends Exception {
    private static final long serialVersionUID = 1L;

    /** Out of memory: the JVM's exit status with {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int OUT_OF_MEMORY = 3;
    /** Added by shells and Java to the number of the signal that ended a process. */
    private static final int SIGNAL = 128;

    private static final int ABORTED = SIGNAL + 6;
    private static final int KILLED = SIGNAL + 9;
    private static final int MEMORY_ACCESS = SIGNAL + 11;

    WorkerDied(int status) {
        super("exit status %d%s".formatted(status, cause(status)));
    }

    private static String cause(int status) {
        return switch (status) {
            case OUT_OF_MEMORY -> ": out of memory; try fewer --workers";
            case KILLED -> ": killed, or out of memory; try fewer --workers";
            case ABORTED, MEMORY_ACCESS -> ": crashed in native code";
            default -> "";
        };
    }
}
