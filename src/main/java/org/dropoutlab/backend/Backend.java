package org.dropoutlab.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** ND4J, started the way the experiments need it. */
public final class Backend {
    private static final int THREADS_PER_TRIAL = 1;

    private Backend() {}

    /**
     * Loads ND4J and gives every trial one native thread: a sum that is split over another number of threads differs in
     * its last bits, and a trial's result must not depend on what runs beside it.
     */
    public static void start() {
        NativeSettings.apply();
        Nd4j.getEnvironment().setMaxThreads(THREADS_PER_TRIAL);
        Nd4j.getEnvironment().setMaxMasterThreads(THREADS_PER_TRIAL);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(THREADS_PER_TRIAL);
        Nd4j.factory().blas().setMaxThreads(THREADS_PER_TRIAL);
    }

    /** Does for the calling thread what {@link #start} cannot do for it: OpenMP keeps its setting per thread. */
    public static void startThread() {
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(THREADS_PER_TRIAL);
    }

    /** What is in force. Starts the backend if need be. */
    public static Status status() {
        start();
        Properties environment = Nd4j.getExecutioner().getEnvironmentInformation();
        return new Status(
                Nd4j.getBackend().getClass().getSimpleName(),
                System.getProperty(NativeSettings.EXTENSION, ""),
                environment.get("blas.vendor") + " " + openBlasVersion(),
                helpersEnabled() && BaseMKLDNNHelper.mklDnnEnabled(),
                THREADS_PER_TRIAL,
                Nd4j.dataType().toString().toLowerCase(Locale.ROOT),
                Pointer.maxBytes());
    }

    /**
     * Of the library on the classpath, such as {@code 0.3.23-1.5.9}: OpenBLAS's own version, then that of the JavaCPP it
     * was made with.
     */
    static String openBlasVersion() {
        try {
            return Loader.getVersion("org.bytedeco", "openblas");
        } catch (IOException e) {
            throw new UncheckedIOException("org.bytedeco:openblas does not say which version it is", e);
        }
    }

    /** The helper itself does not ask: what creates it does. */
    private static boolean helpersEnabled() {
        return !Boolean.parseBoolean(System.getProperty(NativeSettings.HELPERS_DISABLED));
    }

    /**
     * The backend in force.
     *
     * @param backend ND4J's name for it
     * @param variant suffix of the native library that was asked for, such as {@code -onednn}; may be empty
     * @param blas the linear algebra library and its version
     * @param oneDnn whether layers use oneDNN
     * @param threadsPerTrial native threads of one trial
     * @param dataType of arrays and parameters
     * @param maxNativeBytes limit of the memory outside the Java heap
     */
    public record Status(
            String backend,
            String variant,
            String blas,
            boolean oneDnn,
            int threadsPerTrial,
            String dataType,
            long maxNativeBytes) {}
}
