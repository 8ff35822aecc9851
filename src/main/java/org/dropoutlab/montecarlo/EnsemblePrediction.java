package org.dropoutlab.montecarlo;

/**
 * What all masked networks of an {@link ExactEnsemble} say together, [example][class] everywhere; a single sigmoid output p
 * is two classes, {1 − p, p}. A mask counts by its probability in training.
 *
 * @param droppedUnits N, the number of units that dropout acts on; there are 2ᴺ masks
 * @param arithmeticMean of the probabilities over the masks: what the mean of Monte-Carlo passes converges to
 * @param geometricMean of the probabilities over the masks, divided by its sum over the classes
 * @param variance of the probabilities over the masks: the mean of k Monte-Carlo passes has standard error √(variance/k)
 * @param weightScaling the prediction of the one network without masks, plain inference
 */
public record EnsemblePrediction(
        int droppedUnits,
        double[][] arithmeticMean,
        double[][] geometricMean,
        double[][] variance,
        double[][] weightScaling) {}
