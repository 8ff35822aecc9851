package org.dropoutlab.evaluation;

import java.util.Optional;

/** A test of whether paired differences have a mean other than 0. */
public interface PairedTest {

    /** The test's name in results and reports. */
    String name();

    /**
     * Two-sided test and 95% interval.
     *
     * @param differences one per pair, in the order of repeats and folds
     * @return empty if there are too few pairs to estimate their spread
     */
    Optional<Outcome> test(double[] differences);

    /**
     * The outcome of a test.
     *
     * @param ci95 95% confidence interval of the mean difference
     * @param pValue two-sided p-value
     */
    record Outcome(Interval ci95, double pValue) {}
}
