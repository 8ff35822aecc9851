/**
 * What can be shown without training anything. Imports network, regularization, montecarlo and backend.
 */
package org.dropoutlab.demonstration;
