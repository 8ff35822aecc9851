/** Stochastic forward passes through a trained network, and the exact ensemble that they sample. */
package org.dropoutlab.montecarlo;
