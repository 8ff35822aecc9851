/**
 * Study, arm, trial, result as plain records. Imports regularization and optimization for their values; knows nothing of Deeplearning4j.
 */
package org.dropoutlab.experiment;
