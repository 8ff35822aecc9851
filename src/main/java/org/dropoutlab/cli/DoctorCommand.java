package org.dropoutlab.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.backend.Kernels;
import org.dropoutlab.data.published.DataLibrary;
import org.dropoutlab.data.published.DataSource;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.record.Machine;
import org.dropoutlab.record.Software;
import org.dropoutlab.report.words.Wording;
import org.dropoutlab.run.ClusterEngineProvider;
import org.dropoutlab.run.EngineChoice;
import org.dropoutlab.run.EngineKind;
import org.dropoutlab.run.ExaminedExecutor;
import org.dropoutlab.run.SameBytes;
import org.dropoutlab.run.SampleTrial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab doctor}. */
@Command(
        name = "doctor",
        description = {
            "Show the runtime environment: backend, oneDNN, threads, BLAS, memory, data sets.",
            "With --engine spark or --master, also run two short trials in every executor of the cluster, compare their bytes with"
                    + " those of this machine, and say what to expect. Exit status 1 if machines of the same kind differ."
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final long MEGABYTE = 1L << 20;

    @Mixin
    private DataOptions data;

    @Option(names = "--engine", paramLabel = "ENGINE", description = "spark: examine a cluster, too.")
    private EngineKind engine;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description =
                    "The cluster, such as spark://HOST:7077 (default: one executor process per core of this machine).")
    private String master;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long executors may take (default: ${DEFAULT-VALUE}).")
    private int timeout = 120;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Optional<EngineChoice> cluster = cluster();
        cluster.ifPresent(EngineChoice::check);
        PrintWriter out = spec.commandLine().getOut();
        showMachine(out);
        return cluster.isEmpty() || isGood(cluster.get(), out) ? 0 : 1;
    }

    /** The cluster to examine; empty if none was named. */
    private Optional<EngineChoice> cluster() {
        if (timeout < 1) {
            throw new InputException("--timeout must be at least 1, not " + timeout);
        }
        if (engine != null && engine != EngineKind.SPARK) {
            throw new InputException("doctor --engine takes spark only, not '%s'".formatted(engine));
        }
        return engine == null && master == null
                ? Optional.empty()
                : Optional.of(new EngineChoice(EngineKind.SPARK, OptionalInt.empty(), Optional.ofNullable(master)));
    }

    /** Examines a cluster and tells what it found: whether machines of the same kind gave the same bytes. */
    private boolean isGood(EngineChoice cluster, PrintWriter out) {
        List<SampleTrial> trials = SampleTrial.all();
        List<ExaminedExecutor> executors =
                ClusterEngineProvider.get().examine(cluster, trials, Duration.ofSeconds(timeout));
        SameBytes found =
                new SameBytes(trials, trials.stream().map(SampleTrial::run).toList(), Machine.kind(), executors);
        row(out, "kernels here", Kernels.current().toString());
        executors.forEach(executor -> row(out, "executor " + executor.id(), found.row(executor)));
        out.println(found.expectation());
        out.flush();
        return found.isGood();
    }

    private void showMachine(PrintWriter out) {
        Software software = Software.current();
        Machine machine = Machine.current();
        Backend.Status backend = Backend.status();
        row(
                out,
                "dropout-lab",
                software.version() + ", commit " + software.commit() + (software.modified() ? " (modified)" : ""));
        row(out, "Deeplearning4j", software.dl4j());
        row(
                out,
                "backend",
                backend.backend() + ", native library "
                        + (backend.variant().isEmpty() ? "(plain)" : backend.variant()));
        row(
                out,
                "oneDNN",
                backend.oneDnn()
                        ? "on"
                        : "OFF: convolution, pooling and batch normalization will be several times slower");
        row(out, "BLAS", backend.blas());
        row(
                out,
                "threads",
                "%d cores; %s per trial; %1$d parallel trials by default (see --workers)"
                        .formatted(machine.cores(), Wording.count(backend.threadsPerTrial(), "native thread")));
        row(out, "data type", backend.dataType());
        row(
                out,
                "memory",
                "at most %d MB of Java heap, %d MB native"
                        .formatted(Runtime.getRuntime().maxMemory() / MEGABYTE, backend.maxNativeBytes() / MEGABYTE));
        row(out, "JVM", machine.jvm());
        row(out, "system", machine.os() + ", " + machine.cpu());
        DataLibrary library = data.library();
        for (DataSource source : DataLibrary.sources()) {
            row(out, "data: " + source.name(), library.whereabouts(source));
        }
        out.flush();
    }

    private static void row(PrintWriter out, String name, String value) {
        out.printf("%-15s %s%n", name, value);
    }
}
