package org.dropoutlab.run;

/** A worker process ended though it was needed. */
final class WorkerDied extends Exception {
    private static final long serialVersionUID = 1L;

    /** Of a process that ran out of memory; the JVM's own, with {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int OUT_OF_MEMORY = 3;
    /** A shell's way, and Java's, of telling the number of the signal that ended a process. */
    private static final int SIGNAL = 128;

    private static final int ABORTED = SIGNAL + 6;
    private static final int KILLED = SIGNAL + 9;
    private static final int MEMORY_ACCESS = SIGNAL + 11;

    WorkerDied(int status) {
        super("exit status %d%s".formatted(status, cause(status)));
    }

    private static String cause(int status) {
        return switch (status) {
            case OUT_OF_MEMORY -> ": out of memory; fewer --workers need less";
            case KILLED -> ": killed, or out of memory; fewer --workers need less";
            case ABORTED, MEMORY_ACCESS -> ": crashed in native code";
            default -> "";
        };
    }
}
