package org.dropoutlab.montecarlo;

import java.util.Optional;
import org.dropoutlab.scoring.ClassProbabilities;

/**
 * The predictive distribution of several stochastic passes for each example (Gal &amp; Ghahramani 2016, "Dropout as a
 * Bayesian approximation", ICML; Gal 2016, "Uncertainty in deep learning", ch. 3). Pass t gives an example the class
 * probabilities p_t, and p̄ is their mean over the passes.
 *
 * <p>The entropy of p̄ is the total uncertainty of a prediction; mutual information is the model uncertainty in it: the
 * disagreement of the sampled networks, however confident each of them is (Houlsby et al. 2011, "Bayesian active
 * learning by disagreement").
 *
 * @param passes number of passes
 * @param mean p̄, [example][class]; a single sigmoid output p is two classes, {1 − p, p}
 * @param sd standard deviation of p_t over the passes, [example][class], with passes − 1 in the denominator; empty for
 *     one pass
 * @param entropy H(p̄) = −Σ p̄ log p̄ over the classes, in nats, per example
 * @param mutualInformation mutual information between prediction and network, H(p̄) − mean of H(p_t), in nats, at least
 *     0, per example
 */
public record PredictiveDistribution(
        int passes, double[][] mean, Optional<double[][]> sd, double[] entropy, double[] mutualInformation) {

    /** The number of examples. */
    public int examples() {
        return mean.length;
    }

    /** The class with the largest mean probability, the first in a tie. */
    public int predicted(int example) {
        return ClassProbabilities.predicted(mean[example]);
    }

    /** The mean probability of the {@link #predicted} class. */
    public double confidence(int example) {
        return mean[example][predicted(example)];
    }
}
