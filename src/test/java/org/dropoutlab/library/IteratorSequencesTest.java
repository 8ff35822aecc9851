package org.dropoutlab.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Sequences;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class IteratorSequencesTest {
    private static final INDArray FEATURES =
            Nd4j.createFromArray(new double[][][] {{{1, 2, 9}, {10, 20, 9}}, {{3, 4, 5}, {30, 40, 50}}});
    private static final INDArray MASK = Nd4j.createFromArray(new double[][] {{1, 1, 0}, {1, 1, 1}});

    @BeforeAll
    static void start() {
        Backend.start();
    }

    private static Sequences read(DataSet batch) {
        IteratorData data = IteratorData.read(new ListDataSetIterator<>(List.of(batch), 1));
        return (Sequences) data.with(Optional.empty(), true, 2).examples();
    }

    @Test
    void paddingIsLeftOut() {
        Sequences read = read(new DataSet(FEATURES, Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}}), MASK, null));

        assertThat(read.lengths()).containsExactly(2, 3);
        assertThat(read.steps().rows()).isDeepEqualTo(new double[][] {{1, 10}, {2, 20}, {3, 30}, {4, 40}, {5, 50}});
        assertThat(read.labels()).containsExactly(0, 1);
        assertThat(read.answers().eachStep()).isFalse();
    }

    @Test
    void aLabelAtTheLastStepAloneIsThatOfTheSequence() {
        INDArray labels = Nd4j.zeros(2, 2, 3);
        labels.putScalar(0, 1, 1, 1);
        labels.putScalar(1, 0, 2, 1);
        INDArray last = Nd4j.createFromArray(new double[][] {{0, 1, 0}, {0, 0, 1}});

        Sequences read = read(new DataSet(FEATURES, labels, MASK, last));

        assertThat(read.answers()).isInstanceOf(Sequences.Classes.class);
        assertThat(read.labels()).containsExactly(1, 0);
    }

    @Test
    void numbersOfStepsFollowTheLabelsMask() {
        INDArray labels = Nd4j.createFromArray(new double[][][] {{{5, 6, 0}}, {{7, 8, 9}}});
        INDArray mask = Nd4j.createFromArray(new double[][] {{1, 1, 0}, {0, 1, 1}});

        Sequences read = read(new DataSet(FEATURES, labels, MASK, mask));

        assertThat(((Sequences.StepNumbers) read.answers()).targets()).containsExactly(5, 6, Double.NaN, 8, 9);
    }

    @Test
    void paddingBeforeStepsIsRefused() {
        INDArray before = Nd4j.createFromArray(new double[][] {{0, 1, 1}, {1, 1, 1}});

        assertThatThrownBy(() -> read(
                        new DataSet(FEATURES, Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}}), before, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("padding must come after the last step");
    }
}
