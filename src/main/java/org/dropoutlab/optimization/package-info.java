/**
 * Optimizers as plain values, and what Deeplearning4j lacks for them. Imports nothing of the project.
 */
package org.dropoutlab.optimization;
