package org.dropoutlab.spark;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.run.EngineChoice;

/**
 * A cluster's address, and Spark's settings for it. Settings of the user (system properties {@code spark.*}, as
 * {@code spark-submit} sets them from its options) take precedence.
 *
 * @param master as Spark takes it
 * @param workers largest number of parallel trials; empty for all cores of the cluster
 */
record Address(String master, OptionalInt workers) {
    /** A jar with this project and what Spark does not have, for executors on other machines. */
    static final String JAR = "dropoutlab.spark.jar";

    private static final String MASTER = "spark.master";
    private static final String JARS = "spark.jars";
    private static final String CLASS_PATH = "spark.executor.extraClassPath";
    private static final String MEMORY = "spark.executor.memory";
    private static final Pattern EMBEDDED =
            Pattern.compile("local-cluster\\[\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,\\s*(\\d+)\\s*]");
    private static final Pattern KNOWN =
            Pattern.compile("spark://[^\\s/:]+:\\d+(,[^\\s/:]+:\\d+)*|yarn|k8s://\\S+|local(\\[(\\d+|\\*)(,\\d+)?])?|"
                    + EMBEDDED.pattern());

    /** Spark reserves 300 MB of an executor's heap, and refuses to start with less than one and a half times as much. */
    private static final int LEAST_MEGABYTES = 450;

    private static final int MOST_MEGABYTES = 4096;
    private static final long MEGABYTE = 1L << 20;

    /** The cluster that was asked for; without a master, that of {@code spark-submit}, or one of this machine's own. */
    static Address of(EngineChoice choice) {
        return new Address(
                choice.master()
                        .or(() -> Optional.ofNullable(System.getProperty(MASTER)))
                        .orElseGet(() -> "local-cluster[%d,1,%d]"
                                .formatted(choice.workersHere(), megabytes(choice.workersHere()))),
                choice.workers());
    }

    /** Half of this machine's memory among {@code executors}. */
    private static long megabytes(int executors) {
        long all = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        return Math.max(2 * LEAST_MEGABYTES, Math.min(MOST_MEGABYTES, all / MEGABYTE / 2 / executors));
    }

    /**
     * Checks what can be told without asking the cluster.
     *
     * @throws InputException if it cannot be used
     */
    void check() {
        if (!KNOWN.matcher(master).matches()) {
            throw new InputException(
                    "--master: expected spark://HOST:PORT, yarn, k8s://URL or local-cluster[EXECUTORS,CORES,MEGABYTES], not '%s'"
                            .formatted(master));
        }
        String memory = System.getProperty(MEMORY);
        if (memory != null && megabytes(memory) < LEAST_MEGABYTES) {
            throw new InputException(
                    "%s=%s: an executor needs at least %dm".formatted(MEMORY, memory, LEAST_MEGABYTES));
        }
        StandaloneMaster.of(master).ifPresent(StandaloneMaster::requireListening);
        Matcher embedded = EMBEDDED.matcher(master);
        if (embedded.matches()) {
            if (Integer.parseInt(embedded.group(1)) < 1 || Integer.parseInt(embedded.group(2)) < 1) {
                throw new InputException("--master %s: needs at least one executor of one core".formatted(master));
            }
            if (Long.parseLong(embedded.group(3)) < LEAST_MEGABYTES) {
                throw new InputException("--master %s: an executor needs at least %d MB, not %s"
                        .formatted(master, LEAST_MEGABYTES, embedded.group(3)));
            }
            String home = System.getenv("SPARK_HOME");
            if (home == null || !Files.isDirectory(Path.of(home, "jars"))) {
                throw new InputException(
                        "--engine spark: executors on this machine start from Spark's jars: start with ./lab, or set SPARK_HOME"
                                + " to a folder with Spark's jars/");
            }
        } else if (!isRemote() && workers.isPresent()) {
            throw new InputException("--workers does not limit --master %s: give the number there, as in local[%d]"
                    .formatted(master, workers.getAsInt()));
        } else if (isRemote() && jar().isEmpty() && System.getProperty(CLASS_PATH) == null) {
            throw new InputException(
                    "--engine spark: executors on other machines need dropout-lab-spark.jar: start with ./lab, or set spark.jars");
        }
    }

    private static long megabytes(String memory) {
        try {
            return JavaUtils.byteStringAsMb(memory);
        } catch (NumberFormatException e) {
            throw new InputException("%s=%s: expected a size such as 2g or 900m".formatted(MEMORY, memory), e);
        }
    }

    /** Whether the executors start and end with this process, on this machine. */
    boolean isEmbedded() {
        return EMBEDDED.matcher(master).matches();
    }

    /** What to type for executors with twice the memory. */
    String withMoreMemory() {
        long more = 2 * configuration().getSizeAsBytes(MEMORY, "1g") / MEGABYTE;
        Matcher embedded = EMBEDDED.matcher(master);
        return embedded.matches() && System.getProperty(MEMORY) == null
                ? "--master local-cluster[%s,%s,%d]".formatted(embedded.group(1), embedded.group(2), more)
                : "LAB_JAVA_OPTS=-D%s=%dm".formatted(MEMORY, more);
    }

    private boolean isRemote() {
        return !master.startsWith("local");
    }

    private static Optional<String> jar() {
        return Optional.ofNullable(System.getProperty(JARS)).or(() -> Optional.ofNullable(System.getProperty(JAR)));
    }

    /** This process's class path; executors start in other directories. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Spark's settings. */
    SparkConf configuration() {
        SparkConf conf = new SparkConf()
                .setMaster(master)
                .setIfMissing("spark.app.name", "dropout-lab")
                // Results are written to the journal one by one and never held together.
                .setIfMissing("spark.driver.maxResultSize", "0")
                // Data are at every executor.
                .setIfMissing("spark.locality.wait", "0")
                .setIfMissing("spark.ui.showConsoleProgress", "false");
        Matcher embedded = EMBEDDED.matcher(master);
        if (embedded.matches()) {
            conf.setIfMissing("spark.ui.enabled", "false")
                    .setIfMissing("spark.driver.host", "localhost")
                    .setIfMissing(MEMORY, embedded.group(3) + "m")
                    .setIfMissing(CLASS_PATH, classPath());
        } else if (isRemote()) {
            jar().ifPresent(jar -> conf.setIfMissing(JARS, jar));
            conf.setIfMissing(MEMORY, "2g");
        }
        // Standalone clusters obey the first, YARN and Kubernetes the second, with one core for each executor by
        // default.
        workers.ifPresent(most -> conf.setIfMissing("spark.cores.max", Integer.toString(most))
                .setIfMissing(
                        "spark.executor.instances",
                        Integer.toString(Math.max(1, most / conf.getInt("spark.executor.cores", 1)))));
        long heap = conf.getSizeAsBytes(MEMORY, "1g");
        // ND4J's arrays are outside the heap, and as large again at most: a cluster manager must count them in.
        conf.setIfMissing("spark.executor.memoryOverhead", heap / MEGABYTE + "m");
        return conf.set(
                "spark.executor.extraJavaOptions",
                "-Dorg.bytedeco.javacpp.maxbytes=%d -Djava.awt.headless=true %s"
                        .formatted(heap, conf.get("spark.executor.extraJavaOptions", ""))
                        .strip());
    }
}
