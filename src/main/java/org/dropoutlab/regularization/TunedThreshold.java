package org.dropoutlab.regularization;

/**
 * A decision threshold chosen after training: of two classes, the second is predicted if its probability is above the threshold that
 * does best on the validation data, by the metric that judges the study's arms. The network is the plain one; only decisions differ.
 */
public record TunedThreshold() implements Regularizer.OnTraining {

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
