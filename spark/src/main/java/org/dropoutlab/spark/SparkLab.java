package org.dropoutlab.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.dropoutlab.cli.Lab;

/**
 * The command line for {@code spark-submit}: {@link Lab}, with {@code --engine spark} unless another engine is given. The
 * cluster and its settings are those of {@code spark-submit}.
 */
public final class SparkLab {
    private static final Set<String> WITH_TRIALS = Set.of("run", "compare", "tune");

    private SparkLab() {}

    /** Runs a command; ends the process only if it fails, because YARN takes an exit for a failure. */
    public static void main(String[] args) {
        int status = Lab.run(onSpark(List.of(args)).toArray(String[]::new));
        if (status != 0) {
            System.exit(status);
        }
    }

    /** A command that has trials and names no engine, with Spark as its engine. */
    static List<String> onSpark(List<String> args) {
        boolean named = args.stream().anyMatch(arg -> arg.equals("--engine") || arg.startsWith("--engine="));
        if (args.isEmpty() || named || !WITH_TRIALS.contains(args.get(0))) {
            return args;
        }
        List<String> all = new ArrayList<>(args);
        all.addAll(1, Arrays.asList("--engine", "spark"));
        return all;
    }
}
