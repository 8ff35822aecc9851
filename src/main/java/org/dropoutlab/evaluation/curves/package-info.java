/** Curves over all thresholds of a classifier, averaged over trials, and counts of its confusions. Plain Java. */
package org.dropoutlab.evaluation.curves;
