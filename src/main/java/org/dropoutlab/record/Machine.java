package org.dropoutlab.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.dropoutlab.backend.Kernels;

/**
 * The machine of a run.
 *
 * @param jvm name and version of the Java virtual machine
 * @param os name, version and architecture of the operating system
 * @param cpu model of the processor
 * @param cores logical processors
 */
public record Machine(String jvm, String os, String cpu, int cores) {

    /** This machine. */
    public static Machine current() {
        return new Machine(
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                processor(),
                Runtime.getRuntime().availableProcessors());
    }

    /**
     * The model of this machine's processor, and the kernels that native libraries chose for it. Machines of one kind give the same
     * bytes. Starts the backend if necessary.
     */
    public static String kind() {
        return processor() + "; " + Kernels.current();
    }

    private static String processor() {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try (Stream<String> lines = Files.lines(info)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown");
            } catch (IOException e) {
                return "unknown";
            }
        }
        String windows = System.getenv("PROCESSOR_IDENTIFIER");
        return windows == null ? "unknown" : windows;
    }
}
