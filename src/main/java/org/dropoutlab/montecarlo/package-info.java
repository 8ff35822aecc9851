/**
 * Stochastic forward passes through a trained network. Imports regularization alone.
 */
package org.dropoutlab.montecarlo;
