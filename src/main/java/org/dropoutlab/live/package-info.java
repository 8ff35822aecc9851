/** Training, watched in Deeplearning4j's own user interface by a browser on this machine. */
package org.dropoutlab.live;
