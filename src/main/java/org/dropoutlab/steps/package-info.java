/**
 * Direct training steps for dense networks: Deeplearning4j's updates, in a fraction of the time for small networks.
 */
package org.dropoutlab.steps;
