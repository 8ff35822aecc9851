/** Scaling of inputs and targets, fitted on the training examples. */
package org.dropoutlab.scaling;
