package org.dropoutlab.library;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A metric of your own, computed for every completed trial on its test data. Deeplearning4j's evaluations can compute it:
 *
 * <pre>{@code
 * .metric("top-2 accuracy", (labels, outputs) -> {
 *     Evaluation evaluation = new Evaluation(null, 2);
 *     evaluation.eval(labels, outputs);
 *     return evaluation.topNAccuracy();
 * })
 * }</pre>
 */
@FunctionalInterface
public interface TestMetric {

    /**
     * The value for one trial; called from several threads. It must not draw from ND4J's random numbers.
     *
     * @param labels [example, output]: one-hot classes, a column of 0s and 1s for two classes with one output, or targets in their own
     *     unit
     * @param outputs [example, output], with all noise off: probabilities, or predictions in the unit of the targets
     * @return {@code NaN} if these examples lack what it needs; such trials are counted and in no mean
     */
    double of(INDArray labels, INDArray outputs);
}
