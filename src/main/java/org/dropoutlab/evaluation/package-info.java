/**
 * Metrics, the generalization gap and paired statistics. Imports experiment; knows nothing of Deeplearning4j.
 */
package org.dropoutlab.evaluation;
