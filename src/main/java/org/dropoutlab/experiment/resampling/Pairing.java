package org.dropoutlab.experiment.resampling;

/** How the pairs of two arms' trials relate to one another, which decides what test there is for their differences. */
public enum Pairing {
    /** Pairs differ in their seeds and are independent given the test data. */
    SEEDS,
    /** Pairs are exchangeable splits that share training data. */
    FOLDS,
    /** The same exchangeable splits in every repeat, which share training data; repeats differ in their seeds. */
    FIXED_FOLDS,
    /**
     * Splits that are not exchangeable, such as one period after the other: each has more training data than the one before, and
     * what is predicted may change. There is no test of their mean difference.
     */
    PERIODS
}
