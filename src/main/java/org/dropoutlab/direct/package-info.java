/**
 * Dense networks trained and asked without an operation for each of their parts: the steps that Deeplearning4j makes, on the
 * same parameters, in a tenth of the time where networks are small.
 */
package org.dropoutlab.direct;
