package org.dropoutlab.probing;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Portions of the examples, small enough for a wide network's activations. */
final class Portions {
    private static final int SIZE = 500;

    private Portions() {}

    /**
     * Consecutive examples.
     *
     * @param from index of the first
     * @param features [example, feature]
     */
    record Portion(int from, INDArray features) {
        int size() {
            return Math.toIntExact(features.size(0));
        }
    }

    static List<Portion> of(INDArray features) {
        int examples = Math.toIntExact(features.size(0));
        List<Portion> portions = new ArrayList<>();
        for (int from = 0; from < examples; from += SIZE) {
            int to = Math.min(from + SIZE, examples);
            portions.add(new Portion(from, features.get(NDArrayIndex.interval(from, to))));
        }
        return portions;
    }
}
