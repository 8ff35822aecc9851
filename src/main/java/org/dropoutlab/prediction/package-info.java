/** Predictions of a saved model for new rows, with Monte-Carlo uncertainty. */
package org.dropoutlab.prediction;
