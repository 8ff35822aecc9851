/**
 * Treatments against overfitting as plain values, and the one place where they become Deeplearning4j objects. Imports nothing of the project.
 */
package org.dropoutlab.regularization;
