package org.dropoutlab.montecarlo;

import java.util.Optional;
import org.dropoutlab.scoring.ClassProbabilities;

/**
 * What several stochastic passes say of each example (Gal &amp; Ghahramani 2016, "Dropout as a Bayesian approximation",
 * ICML; Gal 2016, "Uncertainty in deep learning", ch. 3). The pass t gives example x the class probabilities p_t, and p̄ is
 * their mean over the passes.
 *
 * <p>The entropy of p̄ is the whole uncertainty of a prediction, mutual information the part of it that is the network's own:
 * how far the sampled networks disagree, each however sure of itself (Houlsby et al. 2011, "Bayesian active learning by
 * disagreement").
 *
 * @param passes how many
 * @param mean p̄, [example][class]; a single sigmoid output p is two classes, {1 − p, p}
 * @param sd standard deviation of p_t over the passes, [example][class], with passes − 1 in the denominator; empty if there
 *     was one pass
 * @param entropy H(p̄) = −Σ p̄ log p̄ over the classes, in nats, per example
 * @param mutualInformation between the prediction and the network, H(p̄) − mean of H(p_t), in nats, at least 0, per example
 */
public record PredictiveDistribution(
        int passes, double[][] mean, Optional<double[][]> sd, double[] entropy, double[] mutualInformation) {

    /** How many examples. */
    public int examples() {
        return mean.length;
    }

    /** The class that is most probable on average, the first of equals. */
    public int predicted(int example) {
        return ClassProbabilities.predicted(mean[example]);
    }

    /** The mean probability of the {@link #predicted} class. */
    public double confidence(int example) {
        return mean[example][predicted(example)];
    }
}
