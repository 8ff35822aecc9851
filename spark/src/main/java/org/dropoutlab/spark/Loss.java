package org.dropoutlab.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.util.SparkExitCode;

/** Why Spark lost an executor, in a user's words. */
final class Loss {
    private static final Pattern EXIT = Pattern.compile("(?i)exit(?:ed with)? (?:code|status):? (\\d+)");
    /** YARN's and Kubernetes' words for a container that used more than it was given. */
    private static final Pattern EXCEEDED = Pattern.compile("exceeding (?:physical|virtual) memory limits|OOMKilled");

    private static final int SIGNAL = 128;
    private static final int KILLED = SIGNAL + 9;
    private static final int ABORTED = SIGNAL + 6;
    private static final int MEMORY_ACCESS = SIGNAL + 11;

    private Loss() {}

    /** Whether the executor ended because it had too little memory. */
    static boolean isOutOfMemory(String reason) {
        Matcher exit = EXIT.matcher(reason);
        return EXCEEDED.matcher(reason).find()
                || (exit.find() && Integer.parseInt(exit.group(1)) == SparkExitCode.OOM());
    }

    /**
     * The reason as the end of a sentence.
     *
     * @param reason Spark's
     */
    static String words(String reason) {
        Matcher exit = EXIT.matcher(reason);
        if (!exit.find()) {
            return reason.strip().lines().findFirst().orElse("unknown reason");
        }
        int status = Integer.parseInt(exit.group(1));
        String cause = status == SparkExitCode.OOM()
                ? ": out of memory"
                : switch (status) {
                    case KILLED -> ": killed, or out of memory";
                    case ABORTED, MEMORY_ACCESS -> ": crashed in native code";
                    default -> "";
                };
        return "exit status %d%s".formatted(status, cause);
    }
}
