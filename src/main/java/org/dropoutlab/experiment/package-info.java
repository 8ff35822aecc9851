/**
 * The definition of an experiment: study, arm, trial, seeds, resampling, levels to search, as plain records.
 */
package org.dropoutlab.experiment;
