package org.nd4j.nativeblas;

/**
 * Brings Deeplearning4j's oneDNN layer helpers back to life.
 *
 * <p>{@code org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper} of 1.0.0-M2.1 asks a class of this name by reflection
 * whether oneDNN may be used. That class moved to {@code org.nd4j.linalg.cpu.nativecpu.bindings}; the helper takes its
 * absence for a no, silently, and convolution, pooling and batch normalization run several times slower. This class
 * answers from the new place.
 */
@SuppressWarnings("MissingSuperCall")
public final class Nd4jCpu {
    private Nd4jCpu() {}

    /** The part of the old class that the helper asks. */
    public static final class Environment {
        private static final Environment INSTANCE = new Environment();

        private Environment() {}

        /** Called by reflection. */
        public static Environment getInstance() {
            return INSTANCE;
        }

        /** Whether the native library was built with oneDNN and may use it. Called by reflection. */
        public boolean isUseMKLDNN() {
            return org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu.Environment.getInstance()
                    .isUseONEDNN();
        }
    }
}
