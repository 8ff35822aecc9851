package org.dropoutlab.regularization;

import java.io.Serializable;

/** What a layer with DropConnect puts in place of the average over all masks when it does not train. */
public sealed interface Inference extends Serializable {

    /** The mean weights: the plain layer, bit for bit. */
    record Mean() implements Inference {
        private static final long serialVersionUID = 1L;
    }

    /**
     * The paper's Gaussian moment matching (Wan et al. 2013, §3.2 and Algorithm 2): before the activation a unit's input
     * is a weighted sum of Bernoulli variables, here with mean Wv and, since kept weights are divided by p = 1 − rate,
     * variance (1 − p)/p · (W∘W)(v∘v); the layer's output is the average activation of {@code samples} draws from the
     * normal distribution with these moments.
     *
     * <p>The draws come from the network's seed and are the same for every example, so that an output depends on nothing
     * but the input.
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
