/**
 * Statistics: summaries of arms, paired tests, verdicts, claims, calibration, power, advice. Knows nothing of
 * Deeplearning4j.
 */
package org.dropoutlab.evaluation;
