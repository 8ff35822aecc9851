/**
 * Direct training steps for dense networks: the same updates as Deeplearning4j's, in a fraction of the time where
 * networks are small.
 */
package org.dropoutlab.steps;
