package org.dropoutlab.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.dropoutlab.backend.NativeSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

class BinaryCrossEntropyTest {
    private static final IActivation SIGMOID = new ActivationSigmoid();

    @BeforeAll
    static void settle() {
        NativeSettings.apply();
    }

    /** Oracle: −log σ(z) for y = 1 and −log(1 − σ(z)) for y = 0, worked out with 30 digits. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0.693147180559945",
        "2, 1, 0.126928011042973",
        "2, 0, 2.126928011042973",
        "-30, 1, 30.0000000000000936",
        "40, 1, 4.24835425529159e-18",
        "100, 0, 100"
    })
    void isTheLogLikelihoodOfTheLogit(double logit, double label, double loss) {
        INDArray scores = new BinaryCrossEntropy().computeScoreArray(one(label), one(logit), SIGMOID, null);

        assertThat(scores.getDouble(0)).isCloseTo(loss, within(1e-14 * Math.max(1, loss)));
    }

    /** Oracle: central differences of the loss, in double precision; error O(h²) = 1e-8 of a third derivative below 0.1. */
    @Test
    void itsGradientMeetsFiniteDifferences() {
        BinaryCrossEntropy loss = new BinaryCrossEntropy();
        double h = 1e-4;
        for (double z = -3; z <= 3; z += 0.75) {
            for (double y = 0; y <= 1; y++) {
                double up = loss.computeScore(one(y), one(z + h), SIGMOID, null, false);
                double down = loss.computeScore(one(y), one(z - h), SIGMOID, null, false);
                double gradient =
                        loss.computeGradient(one(y), one(z), SIGMOID, null).getDouble(0);
                assertThat(gradient).as("z = %s, y = %s", z, y).isCloseTo((up - down) / (2 * h), within(1e-8));
            }
        }
    }

    /** The reason for this class: a change of Deeplearning4j's own loss should be noticed here. */
    @Test
    void aConfidentlyWrongExampleKeepsItsGradientWhereDeeplearning4jsLossLosesIt() {
        double logit = 20;

        assertThat(gradient(new BinaryCrossEntropy(), logit)).isCloseTo(1, within(1e-6));
        assertThat(gradient(new LossBinaryXENT(), logit)).isLessThan(0.01);
    }

    private static double gradient(ILossFunction loss, double logit) {
        return loss.computeGradient(one(0), one(logit), SIGMOID, null).getDouble(0);
    }

    private static INDArray one(double value) {
        return Nd4j.createFromArray(new double[][] {{value}});
    }
}
