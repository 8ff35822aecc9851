/**
 * Metrics, the generalization gap, paired statistics and calibration. Imports experiment; knows nothing of Deeplearning4j.
 */
package org.dropoutlab.evaluation;
