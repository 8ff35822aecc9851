package org.dropoutlab.regularization;

import java.io.Serializable;
import java.util.Objects;

/**
 * How {@link DropConnect} drops weights.
 *
 * @param rate drop probability of a weight
 * @param scope which examples share a mask
 * @param biases whether biases are dropped in training, too; at inference they take their mean and, in moment
 *     matching, contribute their variance under dropping
 * @param inference approximation of the average over all masks
 */
public record WeightMasks(DropProbability rate, MaskScope scope, boolean biases, Inference inference)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public WeightMasks {
        Objects.requireNonNull(rate);
        Objects.requireNonNull(scope);
        Objects.requireNonNull(inference);
    }

    /** Masks for weights only, with scope {@link MaskScope#AUTOMATIC} and mean weights at inference. */
    public static WeightMasks of(double rate) {
        return new WeightMasks(new DropProbability(rate), MaskScope.AUTOMATIC, false, new Inference.Mean());
    }

    /** A copy with another drop probability. */
    public WeightMasks withRate(DropProbability other) {
        return new WeightMasks(other, scope, biases, inference);
    }

    /** A copy with another mask scope. */
    public WeightMasks withScope(MaskScope other) {
        return new WeightMasks(rate, other, biases, inference);
    }

    /** A copy that drops biases, too. */
    public WeightMasks withBiases() {
        return new WeightMasks(rate, scope, true, inference);
    }

    /** A copy with another method of inference. */
    public WeightMasks withInference(Inference other) {
        return new WeightMasks(rate, scope, biases, other);
    }

    /** Drop probability and all non-default settings. */
    public String describe() {
        StringBuilder words = new StringBuilder().append(rate.value());
        if (scope != MaskScope.AUTOMATIC) {
            words.append(", ").append(scope.words());
        }
        if (biases) {
            words.append(", biases included");
        }
        if (inference instanceof Inference.MomentMatching matching) {
            words.append(", inference from %d samples".formatted(matching.samples()));
        }
        return words.toString();
    }

    /** Which examples share a mask of weights. */
    public enum MaskScope {
        /**
         * One mask per example if the mini-batch's masks fit into 2²² numbers (16 MB in single precision), otherwise
         * one per mini-batch. The limit is fixed to keep experiments independent of the machine, and low because time
         * grows with memory: at 2²⁴ numbers a step takes about 30 times as long as with the plain layer. A smaller
         * mini-batch at the end of an epoch may be below the limit when the others are above it.
         */
        AUTOMATIC("one mask per example up to 2²² numbers"),
        /** One mask per example, as published; needs examples × weights numbers. */
        PER_EXAMPLE("one mask per example"),
        /** One mask per mini-batch: one sampled network at a time. */
        PER_MINI_BATCH("one mask per mini-batch");

        private static final long MOST_MASKED_WEIGHTS = 1 << 22;

        private final String words;

        MaskScope(String words) {
            this.words = words;
        }

        /** Name within a description. */
        String words() {
            return words;
        }

        /** Whether each of {@code examples} gets its own mask for {@code weights} weights. */
        public boolean perExample(long examples, long weights) {
            return switch (this) {
                case PER_EXAMPLE -> true;
                case PER_MINI_BATCH -> false;
                case AUTOMATIC -> examples * weights <= MOST_MASKED_WEIGHTS;
            };
        }
    }

    /** How a DropConnect layer approximates the average over all masks at inference. */
    public sealed interface Inference extends Serializable {

        /** The mean weights: the plain layer, bit for bit. */
        record Mean() implements Inference {
            private static final long serialVersionUID = 1L;
        }

        /**
         * The paper's Gaussian moment matching (Wan et al. 2013, §3.2 and Algorithm 2): before the activation a unit's
         * input is a weighted sum of Bernoulli variables, here with mean Wv and, since kept weights are divided by p =
         * 1 − rate, variance (1 − p)/p · (W∘W)(v∘v); the layer's output is the average activation of {@code samples}
         * draws from the normal distribution with these moments.
         *
         * <p>The draws come from the network's seed and are the same for every example: an output depends only on the
         * input.
         *
         * @param samples S, at least 1
         */
        record MomentMatching(int samples) implements Inference {
            private static final long serialVersionUID = 1L;

            public MomentMatching {
                if (samples < 1) {
                    throw new IllegalArgumentException("moment matching needs at least one sample, not " + samples);
                }
            }
        }
    }
}
