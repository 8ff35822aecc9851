package org.dropoutlab.cli;

import java.io.PrintWriter;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.published.DataLibrary;
import org.dropoutlab.data.published.DataSource;
import org.dropoutlab.record.Machine;
import org.dropoutlab.record.Software;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lab doctor}. */
@Command(
        name = "doctor",
        description = "Show the runtime environment: backend, oneDNN, threads, BLAS, memory, data sets.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Runnable {
    private static final long MEGABYTE = 1L << 20;

    @Mixin
    private DataOptions data;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
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
                "%d cores; %d native thread per trial; %1$d parallel trials by default (see --workers)"
                        .formatted(machine.cores(), backend.threadsPerTrial()));
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
