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

/** ND4J, configured for the experiments. */
public final class Backend {
    private static final int THREADS_PER_TRIAL = 1;

    private Backend() {}

    /**
     * Begins to load ND4J in another thread, for commands that have something else to do first, such as reading data.
     * {@link #start} waits for it; call that before using ND4J.
     */
    public static void startEarly() {
        NativeSettings.apply();
        Thread loading = new Thread(
                () -> {
                    try {
                        start();
                    } catch (LinkageError | RuntimeException e) {
                        // The caller's own start fails as well and says why.
                    }
                },
                "nd4j-start");
        loading.setDaemon(true);
        loading.start();
        // Native code that is just being loaded would not survive the end of the process, on wrong input for instance.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                loading.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /**
     * Loads ND4J with one native thread per trial: sums split over a different number of threads differ in their last bits,
     * and a trial's result must not depend on what runs in parallel.
     */
    public static synchronized void start() {
        NativeSettings.apply();
        Nd4j.getEnvironment().setMaxMasterThreads(THREADS_PER_TRIAL);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(THREADS_PER_TRIAL);
        Nd4j.factory().blas().setMaxThreads(THREADS_PER_TRIAL);
    }

    /** Sets the calling thread to one native thread, because OpenMP's setting is per thread. */
    public static void startThread() {
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(THREADS_PER_TRIAL);
    }

    /** The backend in use. Starts it if necessary. */
    public static Status status() {
        start();
        Properties environment = Nd4j.getExecutioner().getEnvironmentInformation();
        return new Status(
                Nd4j.getBackend().getClass().getSimpleName(),
                System.getProperty(NativeSettings.EXTENSION, ""),
                environment.get("blas.vendor") + " " + openBlasVersion(),
                helpersEnabled() && BaseMKLDNNHelper.mklDnnEnabled(),
                Nd4j.getEnvironment().maxThreads(),
                Nd4j.dataType().toString().toLowerCase(Locale.ROOT),
                Pointer.maxBytes());
    }

    /**
     * The version of the library on the classpath, such as {@code 0.3.23-1.5.9}: OpenBLAS, then JavaCPP.
     */
    static String openBlasVersion() {
        try {
            return Loader.getVersion("org.bytedeco", "openblas");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot determine the version of org.bytedeco:openblas", e);
        }
    }

    /** The helper itself does not check this; the code that creates it does. */
    private static boolean helpersEnabled() {
        return !Boolean.parseBoolean(System.getProperty(NativeSettings.HELPERS_DISABLED));
    }

    /**
     * The backend in use.
     *
     * @param backend ND4J's name for it
     * @param variant suffix of the requested native library, such as {@code -onednn}; may be empty
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
