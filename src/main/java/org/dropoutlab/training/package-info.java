/** Trains and measures one trial with Deeplearning4j. */
package org.dropoutlab.training;
