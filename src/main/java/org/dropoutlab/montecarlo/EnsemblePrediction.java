package org.dropoutlab.montecarlo;

/**
 * The combined prediction of all masked networks of an {@link ExactEnsemble}, in arrays [example][class]; a single
 * sigmoid output p is two classes, {1 − p, p}. Masks are weighted by their probability in training.
 *
 * @param droppedUnits N, the number of units under dropout; there are 2ᴺ masks
 * @param arithmeticMean mean of the probabilities over the masks: the limit of the mean of Monte-Carlo passes
 * @param geometricMean geometric mean of the probabilities over the masks, divided by its sum over the classes
 * @param variance variance of the probabilities over the masks: the mean of k Monte-Carlo passes has standard error
 *     √(variance/k)
 * @param weightScaling plain inference: the prediction of the network without masks
 */
public record EnsemblePrediction(
        int droppedUnits,
        double[][] arithmeticMean,
        double[][] geometricMean,
        double[][] variance,
        double[][] weightScaling) {}
