package org.dropoutlab.steps.layer;

import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sscal;

import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.dropoutlab.convolution.ConvolutionPlan;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.natives.Scratch;
import org.dropoutlab.regularization.KlSparsity;
import org.nd4j.linalg.activations.IActivation;

/** One part of a network that direct steps can train, from inputs [example, input] to outputs [example, unit]. */
public sealed interface Part {

    /** Number of outputs per example. */
    int units();

    /** Number of inputs per example. */
    default int inputs() {
        return units();
    }

    /** Whether its computation is left to operations of Deeplearning4j. */
    default boolean usesOperations() {
        return false;
    }

    /** Number of its parameters in the network's parameter vector. */
    default long parameters() {
        return 0;
    }

    /**
     * The end of a layer: ReLU or nothing, then dropout.
     *
     * @param rectified whether ReLU applies
     * @param retain probability with which dropout keeps an output; 1 without dropout
     */
    record Finish(boolean rectified, double retain) {
        public static final Finish NONE = new Finish(false, 1);
        public static final Finish RELU = new Finish(true, 1);

        public Finish {
            if (retain < 1 && !rectified) {
                throw new IllegalArgumentException("dropout of units that can be negative needs a mask of its own");
            }
        }

        public boolean hasDropout() {
            return retain < 1;
        }

        /**
         * Passes derivatives back: an output greater than 0 was neither clipped nor dropped, so no mask needs to be kept.
         *
         * @param errors derivatives, [example, unit], which are replaced
         * @param outputs the outputs, [example, unit]
         */
        void passBack(NativeNumbers errors, NativeNumbers outputs, int examples, int units, Scratch scratch) {
            if (rectified) {
                scratch.clearWhereZero(errors, outputs, examples * units);
            }
            if (hasDropout()) {
                cblas_sscal(examples * units, 1 / (float) retain, errors.address(), 1);
            }
        }
    }

    /** A part whose outputs are finished in one pass with its own computation. */
    sealed interface Finished extends Part permits Dense, Normalized {
        Finish finish();

        /** The same part with another end. */
        Finished with(Finish other);
    }

    /**
     * A dense layer. In memory its weights, [input, unit] with a unit's inputs contiguous, precede its biases.
     *
     * @param inputs number of inputs
     * @param units number of units
     * @param retainWeight probability with which DropConnect keeps a weight for an example; 1 without DropConnect
     * @param finish what its sums become
     */
    record Dense(int inputs, int units, double retainWeight, Finish finish) implements Finished {
        /** Number of weights. */
        public int weights() {
            return Math.multiplyExact(inputs, units);
        }

        @Override
        public long parameters() {
            return (long) weights() + units;
        }

        @Override
        public Dense with(Finish other) {
            return new Dense(inputs, units, retainWeight, other);
        }
    }

    /**
     * Batch normalization (Ioffe &amp; Szegedy 2015). In memory: scale γ, shift β, running mean, running variance or
     * log10 of the running standard deviation, each [unit].
     *
     * @param units number of units
     * @param decay share of the running statistics that a mini-batch leaves unchanged
     * @param epsilon added to variances
     * @param logStd whether the last parameter is log10 of the standard deviation
     * @param finish what its outputs become
     */
    record Normalized(int units, double decay, double epsilon, boolean logStd, Finish finish) implements Finished {
        public static final int VECTORS = 4;

        @Override
        public long parameters() {
            return (long) VECTORS * units;
        }

        @Override
        public Normalized with(Finish other) {
            return new Normalized(units, decay, epsilon, logStd, other);
        }
    }

    /** The convolutions of a network, from images to flattened feature maps. */
    record Convolved(ConvolutionPlan plan) implements Part {
        @Override
        public int inputs() {
            return plan.images().size();
        }

        @Override
        public int units() {
            return plan.features();
        }

        @Override
        public long parameters() {
            return plan.parameters();
        }
    }

    /** Dropout that does not follow ReLU; {@code retain} is the probability of keeping an input. */
    record Dropped(int units, double retain) implements Part {}

    /** Alpha dropout with a constant probability. */
    record AlphaDropped(int units, AlphaDropout noise) implements Part {}

    /** Any activation function of units, computed by Deeplearning4j. */
    record Activated(int units, IActivation function) implements Part {
        @Override
        public boolean usesOperations() {
            return true;
        }
    }

    /** Any noise on units, drawn by Deeplearning4j. */
    record Noisy(int units, IDropout noise) implements Part {
        @Override
        public boolean usesOperations() {
            return true;
        }
    }

    /** A KL sparsity penalty on the activations below, which pass unchanged. */
    record Sparse(int units, KlSparsity penalty) implements Part {}
}
