package org.dropoutlab.regularization;

import java.math.BigDecimal;

/**
 * One treatment against overfitting, as a plain value. {@code dl4j.RegularizedLayers} turns a network's regularizers
 * into Deeplearning4j layers, constraints and penalties; {@link OnData} regularizers act on mini-batches as they are
 * assembled, {@link OnTraining} regularizers between epochs.
 */
public sealed interface Regularizer
        permits Regularizer.Placed,
                Regularizer.Dropping,
                Regularizer.OutsideNetwork,
                Regularizer.OfCaller,
                Regularizer.Recorded,
                WeightPenalty,
                WeightDecay,
                Removal {

    /** Name of the method in the literature; comparisons use it to name the difference between arms. */
    String family();

    /** One line for tables and legends: method, level and place. */
    String describe();

    /** The regularizer as records keep it. */
    default Regularizer recorded() {
        return this;
    }

    /** A level without an exponent: 0.0001, not 1.0E-4. */
    static String plain(double level) {
        return BigDecimal.valueOf(level).stripTrailingZeros().toPlainString();
    }

    /**
     * A treatment of the program that calls this one. It acts in that program's process alone; records keep its
     * {@link Recorded} form. It acts after the network's other regularizers.
     */
    non-sealed interface OfCaller extends Regularizer {
        @Override
        default Recorded recorded() {
            return new Recorded(family(), describe());
        }
    }

    /** What a record keeps of a treatment of a program's own: enough to describe and to recognize it, not to apply it. */
    record Recorded(String family, String describe) implements Regularizer {}

    /** A regularizer that acts in one place of a network; networks without that place reject it. */
    sealed interface Placed extends Regularizer
            permits ActivationNoise, WeightMasking, MaxNorm, KlSparsity, BatchNormalization, Recurrent {

        /** The place it acts on. */
        Place place();
    }

    /** A regularizer whose level is a drop probability, or noise with the variance of dropout at that probability. */
    sealed interface Dropping extends Regularizer
            permits WeightMasking,
                    Recurrent,
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
    sealed interface OnData extends OutsideNetwork permits LabelSmoothing, OnData.BalancedClasses, Augmentation {

        /**
         * Class weights: in training, the loss of an example of class c counts n / (k · n_c) times, with n training examples, n_c of them of
         * class c, and k classes (King &amp; Zeng 2001, "Logistic regression in rare events data", §4.2; {@code class_weight='balanced'}
         * in scikit-learn). Every class then has the same share of the training loss, and the mean weight is 1. Losses are measured without
         * weights.
         */
        record BalancedClasses() implements OnData {

            @Override
            public Need needs() {
                return Need.CLASSES;
            }

            @Override
            public String family() {
                return "class weights";
            }

            @Override
            public String describe() {
                return "class weights balanced over the training examples";
            }
        }
    }

    /** A regularizer that acts around training: it decides how long to train, how many networks, or how to use the result. */
    sealed interface OnTraining extends OutsideNetwork
            permits EarlyStopping, ModelCombination, OnTraining.TunedThreshold {

        /**
         * A decision threshold chosen after training: of two classes, the second is predicted if its probability is above the threshold that
         * does best on the validation data, by the metric that judges the study's arms. The network is the plain one; only decisions differ.
         */
        record TunedThreshold() implements OnTraining {

            @Override
            public Need needs() {
                return Need.DECISION;
            }

            @Override
            public String family() {
                return "decision threshold";
            }

            @Override
            public String describe() {
                return "decision threshold chosen on validation data";
            }
        }
    }

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
