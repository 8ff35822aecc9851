package org.dropoutlab.network;

import java.util.Map;

/**
 * The loss of a network's output layer, as reports speak of it, per example. Penalties of weights are not part of it.
 *
 * @param name such as {@code cross-entropy}
 * @param unit such as {@code nats}; empty if it has none
 */
public record Loss(String name, String unit) {
    /** Minus the logarithm of the true class's probability. */
    public static final Loss CROSS_ENTROPY = new Loss("cross-entropy", "nats");
    /** The squared error of one standardized target. */
    public static final Loss SQUARED_ERROR = new Loss("squared error", "");

    private static final Map<String, Loss> BY_CLASS = Map.ofEntries(
            Map.entry("BinaryCrossEntropy", CROSS_ENTROPY),
            Map.entry("LossBinaryXENT", CROSS_ENTROPY),
            Map.entry("LossMCXENT", CROSS_ENTROPY),
            Map.entry("LossNegativeLogLikelihood", CROSS_ENTROPY),
            Map.entry("LossSparseMCXENT", CROSS_ENTROPY),
            Map.entry("LossMSE", unitless("mean squared error")),
            Map.entry("LossL2", unitless("sum of squared errors")),
            Map.entry("LossMAE", unitless("mean absolute error")),
            Map.entry("LossL1", unitless("sum of absolute errors")),
            Map.entry("LossMAPE", new Loss("mean absolute percentage error", "%")),
            Map.entry("LossMSLE", unitless("mean squared logarithmic error")),
            Map.entry("LossKLD", new Loss("Kullback–Leibler divergence", "nats")),
            Map.entry("LossPoisson", unitless("Poisson loss")),
            Map.entry("LossHinge", unitless("hinge loss")),
            Map.entry("LossSquaredHinge", unitless("squared hinge loss")),
            Map.entry("LossCosineProximity", unitless("cosine proximity")),
            Map.entry("LossFMeasure", unitless("F-measure loss")),
            Map.entry("LossMultiLabel", unitless("multi-label loss")),
            Map.entry("LossMixtureDensity", new Loss("negative log-likelihood", "nats")),
            Map.entry("LossWasserstein", unitless("Wasserstein loss")));

    private static Loss unitless(String name) {
        return new Loss(name, "");
    }

    /** The loss of a class of Deeplearning4j's or ours; of another one, its simple name. */
    public static Loss ofClass(String name) {
        String simple = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
        return BY_CLASS.getOrDefault(simple, unitless(simple));
    }

    /** Whether it is a cross-entropy, so that the loss of a mean of networks follows from theirs. */
    public boolean isCrossEntropy() {
        return equals(CROSS_ENTROPY);
    }

    /** Name and unit, such as {@code cross-entropy in nats}. */
    public String words() {
        return unit.isEmpty() ? name : name + " in " + unit;
    }

    /** As a figure's axis has it, such as {@code loss, nats} or {@code mean squared error}. */
    public String axis() {
        return isCrossEntropy() ? "loss, nats" : unit.isEmpty() ? name : name + ", " + unit;
    }
}
