/**
 * Stochastic forward passes through a trained network, what they say together, and the exact ensemble that they sample.
 * Imports regularization alone.
 */
package org.dropoutlab.montecarlo;
