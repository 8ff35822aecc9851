package org.dropoutlab.regularization;

import java.io.Serializable;
import java.util.Objects;

/**
 * How {@link DropConnect} drops weights.
 *
 * @param rate probability of dropping a weight
 * @param scope what shares a mask
 * @param biases whether biases are dropped, too; never at inference, where they have their mean and, in moment matching,
 *     the variance that dropping gives them
 * @param inference what stands for the average over all masks
 */
public record WeightMasks(DropProbability rate, MaskScope scope, boolean biases, Inference inference)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public WeightMasks {
        Objects.requireNonNull(rate);
        Objects.requireNonNull(scope);
        Objects.requireNonNull(inference);
    }

    /** Weights alone, {@link MaskScope#AUTOMATIC} masks, the mean at inference. */
    public static WeightMasks of(double rate) {
        return new WeightMasks(new DropProbability(rate), MaskScope.AUTOMATIC, false, new Inference.Mean());
    }

    /** The same that drops with another probability. */
    public WeightMasks withRate(DropProbability other) {
        return new WeightMasks(other, scope, biases, inference);
    }

    /** The same with masks of another scope. */
    public WeightMasks withScope(MaskScope other) {
        return new WeightMasks(rate, other, biases, inference);
    }

    /** The same with biases dropped, too. */
    public WeightMasks withBiases() {
        return new WeightMasks(rate, scope, true, inference);
    }

    /** The same with another inference. */
    public WeightMasks withInference(Inference other) {
        return new WeightMasks(rate, scope, biases, other);
    }

    /** Level and whatever is not usual. */
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
         * Each example has its own while those of a mini-batch fit into 2²² numbers (16 MB in single precision); beyond
         * that the examples of the mini-batch share one. The limit is fixed, so that the machine does not decide the
         * experiment, and low, because time grows with memory: at 2²⁴ numbers a step takes some 30 times that of the
         * plain layer. A mini-batch that is shorter than the others, at the end of an epoch, may fit where they do not.
         */
        AUTOMATIC("one mask per example up to 2²² numbers"),
        /** Each example has its own, as published; takes examples × weights numbers. */
        PER_EXAMPLE("one mask per example"),
        /** The examples of a mini-batch share one: one sampled network at a time. */
        PER_MINI_BATCH("one mask per mini-batch");

        private static final long MOST_MASKED_WEIGHTS = 1 << 22;

        private final String words;

        MaskScope(String words) {
            this.words = words;
        }

        /** As part of a description. */
        String words() {
            return words;
        }

        /** Whether each of {@code examples} gets a mask of its own for {@code weights} weights. */
        public boolean perExample(long examples, long weights) {
            return switch (this) {
                case PER_EXAMPLE -> true;
                case PER_MINI_BATCH -> false;
                case AUTOMATIC -> examples * weights <= MOST_MASKED_WEIGHTS;
            };
        }
    }

    /** What a layer with DropConnect puts in place of the average over all masks when it does not train. */
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
         * <p>The draws come from the network's seed and are the same for every example, so that an output depends on
         * nothing but the input.
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
