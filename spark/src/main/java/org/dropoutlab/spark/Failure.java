package org.dropoutlab.spark;

import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.util.ShutdownHookManager;
import org.dropoutlab.experiment.InputException;

/** What to say when Spark gives up: Spark's own exceptions hold the log of its attempts. */
final class Failure {
    private static final Pattern MOST_RECENT =
            Pattern.compile("most recent failure: (?:Lost task [^)]*\\) *(?:\\([^)]*\\))?: *)?(.+)");

    private Failure() {}

    /** An exception in another process, as it was printed there. */
    static final class Elsewhere extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Elsewhere(String printed) {
            super(printed.strip(), null, false, false);
        }
    }

    /**
     * Starts Spark.
     *
     * @throws InputException if the cluster does not take it
     */
    static <T> T ofStart(Address address, Supplier<T> start) {
        try {
            return start.get();
        } catch (Exception e) {
            awaitEndOfProcess();
            throw new InputException(
                    "--master %s: Spark does not start there: %s".formatted(address.master(), firstLine(e)), e);
        }
    }

    /** Why the trials, or what precedes them, ended early. */
    static RuntimeException of(Throwable why, Executors executors, Address address) {
        String loss = executors.lastLoss();
        String spark = firstLine(why);
        if (Loss.isOutOfMemory(loss) || spark.contains("OutOfMemoryError")) {
            return new InputException(
                    "executors ran out of memory several times in a row; give them more, as with "
                            + address.withMoreMemory(),
                    why);
        }
        return new IllegalStateException("Spark gave up: " + (loss.isEmpty() ? spark : Loss.words(loss)));
    }

    /**
     * Why Spark stopped by itself.
     *
     * @param application Spark's name for the run, which a standalone master gives
     */
    static InputException ofCluster(Address address, String application, Executors executors) {
        if (StandaloneMaster.of(address.master()).isPresent() && !application.startsWith("app-")) {
            return new InputException(
                    "--master %s: no answer from a master of Spark %s; does another program, or another version, listen there?"
                            .formatted(address.master(), org.apache.spark.package$.MODULE$.SPARK_VERSION()));
        }
        String loss = executors.lastLoss();
        return new InputException(
                "--master %s: the cluster ended the run%s; the web pages of the master and its workers show why"
                        .formatted(
                                address.master(), loss.isEmpty() ? "" : " (last executor: " + Loss.words(loss) + ")"));
    }

    private static String firstLine(Throwable why) {
        String message = String.valueOf(why.getMessage());
        Matcher recent = MOST_RECENT.matcher(message);
        String line =
                recent.find() ? recent.group(1) : message.lines().findFirst().orElse(why.toString());
        return line.strip();
    }

    /** Waits for ever if the process is about to end, as after Ctrl-C: Spark then stops, and what fails is no news. */
    static void awaitEndOfProcess() {
        while (ShutdownHookManager.inShutdown()) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
