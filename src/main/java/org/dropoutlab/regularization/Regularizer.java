package org.dropoutlab.regularization;

import java.math.BigDecimal;

/**
 * One treatment against overfitting, as a plain value. {@code dl4j.RegularizedLayers} turns a network's regularizers
 * into Deeplearning4j layers, constraints and penalties; {@link OnData} regularizers act on mini-batches as they are
 * assembled, {@link OnTraining} regularizers between epochs.
 */
public sealed interface Regularizer
        permits Regularizer.Placed, Regularizer.Dropping, Regularizer.OutsideNetwork, WeightPenalty, WeightDecay {

    /** Name of the method in the literature; comparisons use it to name the difference between arms. */
    String family();

    /** One line for tables and legends: method, level and place. */
    String describe();

    /** A level without an exponent: 0.0001, not 1.0E-4. */
    static String plain(double level) {
        return BigDecimal.valueOf(level).stripTrailingZeros().toPlainString();
    }

    /** A regularizer that acts in one place of a network; networks without that place reject it. */
    sealed interface Placed extends Regularizer
            permits ActivationNoise, WeightMasking, MaxNorm, KlSparsity, BatchNormalization {

        /** The place it acts on. */
        Place place();
    }

    /** A regularizer whose level is a drop probability, or noise with the variance of dropout at that probability. */
    sealed interface Dropping extends Regularizer
            permits WeightMasking,
                    Dropout,
                    SpatialDropout,
                    ActivationNoise.GaussianDropout,
                    ActivationNoise.AlphaDropout {

        /** The drop probability. */
        DropProbability rate();

        /** A copy with another drop probability. */
        Dropping withRate(DropProbability other);
    }

    /** A regularizer that does not change the network. */
    sealed interface OutsideNetwork extends Regularizer {

        /** The requirement on the data. */
        Need needs();
    }

    /** A regularizer that changes the training examples. Measurements use the original examples. */
    sealed interface OnData extends OutsideNetwork permits LabelSmoothing, BalancedClasses, Augmentation {}

    /** A regularizer that acts around training: it decides how long to train, how many networks, or how to use the result. */
    sealed interface OnTraining extends OutsideNetwork permits EarlyStopping, ModelCombination, TunedThreshold {}

    /** A regularizer's requirement on the data. */
    enum Need {
        /** Examples that are images. */
        IMAGES,
        /** Labels that are classes. */
        CLASSES,
        /** Splits with validation data. */
        VALIDATION,
        /** Two classes, and splits with validation data. */
        DECISION
    }
}
