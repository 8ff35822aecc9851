package org.dropoutlab.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.layer.BinaryCrossEntropy;
import org.dropoutlab.regularization.LabelSmoothing;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class SmoothedLabelsTest {
    private static final LabelSmoothing TENTH = new LabelSmoothing(0.1);

    /**
     * Examples with any labels.
     *
     * @param features [example][feature]
     * @param labels [example][output]
     */
    private record Given(float[][] features, float[][] labels) implements BatchSource {
        @Override
        public void write(int[] examples, int from, int to, FloatBuffer into, FloatBuffer labelsInto) {
            for (int i = from; i < to; i++) {
                into.put(features[examples[i]]);
                labelsInto.put(labels[examples[i]]);
            }
        }

        @Override
        public long[] shape(int examples) {
            return new long[] {examples, inputs()};
        }

        @Override
        public int inputs() {
            return features[0].length;
        }

        @Override
        public int outputs() {
            return labels[0].length;
        }

        @Override
        public boolean worthPrefetching() {
            return false;
        }
    }

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /** Oracle: y(1 − ε) + ε/K. */
    @Test
    void labelsAreThoseOfTheFormulaAndSumToOne() {
        Given rows = new Given(new float[][] {{7}, {8}}, new float[][] {{0, 1, 0, 0}, {0, 0, 0, 1}});

        float[][] labels = labels(rows, 1, 0, 1);

        assertThat(labels[0]).containsExactly(new float[] {0.025f, 0.025f, 0.025f, 0.925f}, within(1e-7f));
        assertThat(labels[1]).containsExactly(new float[] {0.025f, 0.925f, 0.025f, 0.025f}, within(1e-7f));
        for (float[] label : labels) {
            assertThat((double) label[0] + label[1] + label[2] + label[3]).isCloseTo(1, within(1e-6));
        }
        assertThat(rows.labels()[0]).as("the true labels").containsExactly(0, 1, 0, 0);
    }

    @Test
    void oneOutputStandsForTwoClasses() {
        Given rows = new Given(new float[][] {{7}, {8}}, new float[][] {{0}, {1}});

        assertThat(labels(rows, 0, 1)).isDeepEqualTo(new float[][] {{0.05f}, {0.95f}});
    }

    /** The cross-entropy is least where the network puts out the smoothed label, and is that label's entropy there. */
    @Test
    void theLossIsLeastAtTheSmoothedLabel() {
        Given four = new Given(new float[][] {{7}}, new float[][] {{0, 1, 0, 0}});
        INDArray classes = Nd4j.createFromArray(labels(four, 0));
        LossMCXENT loss = new LossMCXENT();
        ActivationSoftmax softmax = new ActivationSoftmax();
        double entropy = -0.925 * Math.log(0.925) - 3 * 0.025 * Math.log(0.025);

        INDArray gradient = loss.computeGradient(classes, logarithm(classes), softmax, null);

        assertThat(gradient.amaxNumber().doubleValue()).isLessThan(1e-6);
        assertThat(loss.computeScore(classes, logarithm(classes), softmax, null, true))
                .isCloseTo(entropy, within(1e-5));

        INDArray one = Nd4j.createFromArray(labels(new Given(new float[][] {{7}}, new float[][] {{1}}), 0));
        ILossFunction binary = new BinaryCrossEntropy();
        INDArray logit = Nd4j.createFromArray(new float[][] {{(float) Math.log(0.95 / 0.05)}});
        assertThat(binary.computeGradient(one, logit, new ActivationSigmoid(), null)
                        .getDouble(0))
                .isCloseTo(0, within(1e-6));
    }

    @Test
    void featuresAreLeftAlone() {
        Given rows = new Given(new float[][] {{7, 1}, {8, 2}}, new float[][] {{0}, {1}});

        assertThat(new SmoothedLabels(rows, TENTH).batch(new int[] {1, 0}, 0, 2).getFeatures())
                .isEqualTo(rows.batch(new int[] {1, 0}, 0, 2).getFeatures());
    }

    private static INDArray logarithm(INDArray probabilities) {
        double[] logarithms =
                Arrays.stream(probabilities.toDoubleVector()).map(Math::log).toArray();
        return Nd4j.createFromArray(logarithms).castTo(probabilities.dataType()).reshape(probabilities.shape());
    }

    private static float[][] labels(Given rows, int... examples) {
        return new SmoothedLabels(rows, TENTH)
                .batch(examples, 0, examples.length)
                .getLabels()
                .toFloatMatrix();
    }
}
