package org.dropoutlab.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * Writes the options that Spark needs to run in Java 17 and later, for {@code java @file}. The build calls it: {@code ./lab} and
 * the tests start Java with them, {@code spark-submit} and executors have them from Spark itself.
 */
final class JavaOptions {
    /** Only Spark's machine learning has a use for it, and Java prints a warning. */
    private static final String VECTORS = "--add-modules=jdk.incubator.vector";

    private JavaOptions() {}

    /**
     * Writes the file.
     *
     * @param file the one argument: its path
     */
    public static void main(String[] file) throws IOException {
        Path options = Path.of(file[0]);
        Files.createDirectories(options.toAbsolutePath().getParent());
        Files.write(options, all());
    }

    static List<String> all() {
        return Arrays.stream(JavaModuleOptions.defaultModuleOptionArray())
                .filter(option -> !option.equals(VECTORS))
                .toList();
    }
}
