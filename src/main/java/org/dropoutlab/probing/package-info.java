/**
 * What is asked of trained networks: probes and how they are answered. Imports montecarlo, the plain values, and evaluation
 * for its calibration.
 */
package org.dropoutlab.probing;
