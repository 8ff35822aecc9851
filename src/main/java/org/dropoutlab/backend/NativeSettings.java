package org.dropoutlab.backend;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Locale;

/**
 * Settings for loading ND4J, which spare users JVM flags. Must be applied before the first ND4J class is loaded, and refers
 * to none. Properties set by the user take precedence.
 */
public final class NativeSettings {
    static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";
    static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

    private static final String THREADS = "OMP_NUM_THREADS";
    private static final String ONE = "1";
    private static boolean isOneThreadSet;

    private NativeSettings() {}

    /** Sets the system properties and {@value #THREADS}. Idempotent. */
    public static void apply() {
        setOneThread();
        // Layer helpers (oneDNN) are off by default; org.nd4j.nativeblas.Nd4jCpu does the other half.
        setDefault(HELPERS_DISABLED, "false");
        if (onClasspath(platform() + "-onednn")) {
            setDefault(EXTENSION, "-onednn");
        }
        // Without a limit, JavaCPP does not query the size of the process at every allocation.
        setDefault("org.bytedeco.javacpp.maxphysicalbytes", "0");
        setDefault("org.bytedeco.javacpp.logger", "slf4j");
        setDefault("org.nd4j.log.initialization", "false");
        setDefault("java.awt.headless", "true");
    }

    /**
     * Sums over whole arrays are split among as many threads as this variable says or, without it, as the machine has cores, so
     * their last bits would depend on the machine. ND4J's {@code Environment.setMaxThreads} changes nothing.
     */
    private static synchronized void setOneThread() {
        if (ONE.equals(System.getenv(THREADS)) || isOneThreadSet) {
            return;
        }
        isOneThreadSet = true;
        try {
            NativeLibrary c = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME);
            if (Platform.isWindows()) {
                c.getFunction("_putenv_s").invokeInt(new Object[] {THREADS, ONE});
            } else {
                c.getFunction("setenv").invokeInt(new Object[] {THREADS, ONE, 1});
            }
        } catch (LinkageError e) {
            // Backend.status() tells the number of threads that are in force.
        }
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static boolean onClasspath(String platform) {
        String library = System.mapLibraryName("jnind4jcpu");
        return NativeSettings.class.getResource("/org/nd4j/linalg/cpu/nativecpu/bindings/" + platform + "/" + library)
                != null;
    }

    /** JavaCPP's name of this platform, such as {@code linux-x86_64}. */
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "macosx" : os.startsWith("windows") ? "windows" : "linux";
        String processor =
                switch (arch) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> arch;
                };
        return system + "-" + processor;
    }
}
