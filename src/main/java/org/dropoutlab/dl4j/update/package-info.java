/**
 * Weight updates: optimizers, learning-rate schedules and the max-norm constraint as Deeplearning4j objects.
 */
package org.dropoutlab.dl4j.update;
