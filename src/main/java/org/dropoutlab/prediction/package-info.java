/**
 * What a kept model says of rows that it has not seen, with its uncertainty. Imports training for the model, montecarlo for the
 * passes and data for the rows.
 */
package org.dropoutlab.prediction;
