package org.dropoutlab.training;

import org.nd4j.linalg.dataset.DataSet;

/** Makes mini-batches as a network wants them. */
interface BatchSource {

    /**
     * Some examples, scaled.
     *
     * @param examples their places
     * @param from the first to take
     * @param to the first not to take
     */
    DataSet batch(int[] examples, int from, int to);

    /** Numbers that a network is given for an example. */
    int inputs();

    /** Outputs of the network. */
    int outputs();

    /** Whether making a batch takes long enough for a thread of its own to be worth while. */
    boolean worthPrefetching();
}
