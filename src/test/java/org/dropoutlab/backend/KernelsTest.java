package org.dropoutlab.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelsTest {

    /** The program that the test starts as a process of its own, because libraries choose when they are loaded. */
    public static final class Shown {
        public static void main(String[] args) {
            System.out.println(Kernels.current());
        }
    }

    /** Oracle: with {@code OPENBLAS_VERBOSE=2}, OpenBLAS says itself which kernels it chose. */
    @Test
    void processesTellTheKernelsThatTheyUse() throws Exception {
        assumeThat(System.getProperty("os.name") + System.getProperty("os.arch"))
                .isEqualTo("Linuxamd64");
        for (String wanted : new String[] {"Nehalem", "Sandybridge"}) {
            String said =
                    said(Map.of("OPENBLAS_CORETYPE", wanted, "OPENBLAS_VERBOSE", "2", "ONEDNN_MAX_CPU_ISA", "SSE41"));

            assertThat(said).contains("Core: " + wanted);
            assertThat(said).containsIgnoringCase("OpenBLAS " + wanted + ", oneDNN sse41");
        }
    }

    private static String said(Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), Shown.class.getName())
                .redirectErrorStream(true);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
