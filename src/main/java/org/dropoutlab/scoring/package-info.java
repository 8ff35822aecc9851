/**
 * Scores of outputs against labels: predicted classes, softmax, cross-entropies, in one definition each. Plain Java;
 * imports measurement.
 */
package org.dropoutlab.scoring;
