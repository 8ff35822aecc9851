/**
 * Scores of outputs against labels: predicted classes, softmax, cross-entropies, each defined once. Plain Java; imports
 * measurement.
 */
package org.dropoutlab.scoring;
