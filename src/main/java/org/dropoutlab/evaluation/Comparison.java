package org.dropoutlab.evaluation;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.measurement.Metric;

/**
 * A comparison of an arm with its baseline in one metric, paired by (split, repeat).
 *
 * @param arm name of the treated arm
 * @param baseline name of the baseline
 * @param metric the metric
 * @param pairs number of pairs with two completed trials; only these are compared
 * @param lostPairs number of pairs with a diverged trial
 * @param difference mean of arm − baseline; empty without pairs
 * @param ci95 95% interval of the difference, not adjusted for the number of comparisons
 * @param pValue two-sided, not adjusted
 * @param adjustedPValue Holm's adjustment over the study's comparisons in this metric
 * @param test name of the test
 * @param verdict outcome by the adjusted p-value at 5%
 * @param changes differences between the two arms
 * @param caveat a warning about the comparison; may be empty
 */
public record Comparison(
        String arm,
        String baseline,
        Metric metric,
        int pairs,
        int lostPairs,
        Optional<Double> difference,
        Optional<Interval> ci95,
        Optional<Double> pValue,
        Optional<Double> adjustedPValue,
        String test,
        Verdict verdict,
        List<String> changes,
        String caveat) {}
