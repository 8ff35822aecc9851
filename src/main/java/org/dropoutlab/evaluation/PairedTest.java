package org.dropoutlab.evaluation;

import java.util.Optional;

/** Tests whether paired differences have a mean other than 0. */
public interface PairedTest {

    /** Its name in results and reports. */
    String name();

    /**
     * Two-sided test and 95% interval.
     *
     * @param differences one per pair, in the order of repeats and folds
     * @return empty if there are too few pairs to tell their spread
     */
    Optional<Outcome> test(double[] differences);

    /**
     * What the test says.
     *
     * @param ci95 95% confidence interval of the mean difference
     * @param pValue two-sided
     */
    record Outcome(Interval ci95, double pValue) {}
}
