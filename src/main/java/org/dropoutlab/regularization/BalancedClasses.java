package org.dropoutlab.regularization;

/**
 * Class weights: in training, the loss of an example of class c counts n / (k · n_c) times, with n training examples, n_c of them of
 * class c, and k classes (King &amp; Zeng 2001, "Logistic regression in rare events data", §4.2; {@code class_weight='balanced'}
 * in scikit-learn). Every class then has the same share of the training loss, and the mean weight is 1. Losses are measured without
 * weights.
 */
public record BalancedClasses() implements Regularizer.OnData {

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
