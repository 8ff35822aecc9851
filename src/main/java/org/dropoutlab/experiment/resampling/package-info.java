/**
 * How a study's data are split into training and test data, and how often: folds, groups, periods, given splits, a held-out test
 * set, as plain records.
 */
package org.dropoutlab.experiment.resampling;
