/**
 * Training, watched in Deeplearning4j's own user interface by a browser on this machine. Imports experiment.
 */
package org.dropoutlab.live;
