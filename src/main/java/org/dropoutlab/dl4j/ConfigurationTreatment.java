package org.dropoutlab.dl4j;

import org.dropoutlab.regularization.Regularizer;

/** A treatment of the calling program's own, on a network's configuration. Called from several threads. */
public interface ConfigurationTreatment extends Regularizer.OfCaller {

    /**
     * The configuration with the treatment.
     *
     * @param network of one trial, with its other regularizers; may be changed
     * @throws IllegalArgumentException if it cannot have the treatment; the message is one line
     */
    NetworkConfiguration applied(NetworkConfiguration network);
}
