/**
 * Trains and measures one trial with Deeplearning4j. Imports network and data.
 */
package org.dropoutlab.training;
