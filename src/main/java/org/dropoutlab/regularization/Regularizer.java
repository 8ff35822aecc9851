package org.dropoutlab.regularization;

/**
 * One treatment against overfitting, as a plain value. {@code dl4j.RegularizedLayers} turns a network's
 * regularizers into Deeplearning4j layers, constraints and penalties; those {@link OnData} act where mini-batches are
 * made, those {@link OnTraining} between epochs.
 */
public sealed interface Regularizer
        permits Regularizer.Placed, Regularizer.Dropping, Regularizer.OutsideNetwork, WeightPenalty, WeightDecay {

    /** The family it belongs to, in the field's term: what a comparison says has changed. */
    String family();

    /** One line for tables and legends, with its level and where it acts. */
    String describe();

    /** A regularizer that acts in one place of a network, and is refused by a network that does not have it. */
    sealed interface Placed extends Regularizer
            permits ActivationNoise, WeightMasking, MaxNorm, KlSparsity, BatchNormalization {

        /** Where it acts. */
        Place place();
    }

    /**
     * A regularizer whose level is a probability of dropping, or of noise with the variance that dropping would have.
     */
    sealed interface Dropping extends Regularizer
            permits WeightMasking,
                    Dropout,
                    SpatialDropout,
                    ActivationNoise.GaussianDropout,
                    ActivationNoise.AlphaDropout {

        /** Probability of dropping. */
        DropProbability rate();

        /** The same with another probability of dropping. */
        Dropping withRate(DropProbability other);
    }

    /** A regularizer that leaves the network as it is. */
    sealed interface OutsideNetwork extends Regularizer {

        /** What it needs of the data. */
        Need needs();
    }

    /** A regularizer that changes the examples a network is trained on. Measurements use the examples as they are. */
    sealed interface OnData extends OutsideNetwork permits LabelSmoothing, Augmentation {}

    /** A regularizer that acts between epochs: it decides how long a network is trained, or how many are. */
    sealed interface OnTraining extends OutsideNetwork permits EarlyStopping, ModelCombination {}

    /** What data must have for a regularizer to act. */
    enum Need {
        /** Examples that are images. */
        IMAGES,
        /** Labels that are classes. */
        CLASSES,
        /** Splits with validation data. */
        VALIDATION
    }
}
