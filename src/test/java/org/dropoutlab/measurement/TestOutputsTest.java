package org.dropoutlab.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TestOutputsTest {
    private static final TestOutputs.Classes TWO =
            new TestOutputs.Classes(2, new int[] {0, 1, 1}, new float[] {0.25f, 0.5f, 0.75f}, 0.5, 3);
    private static final TestOutputs.Classes THREE =
            new TestOutputs.Classes(3, new int[] {2, 0}, new float[] {0.2f, 0.4f, 0.4f, 0.5f, 0.25f, 0.25f}, 0.5, 2);

    @Test
    void predictsTheMostProbableClassAndTheFirstInATie() {
        assertThat(TWO.predicted(0)).isZero();
        assertThat(TWO.predicted(1)).isZero();
        assertThat(TWO.predicted(2)).isOne();
        assertThat(THREE.predicted(0)).isOne();
        assertThat(THREE.predicted(1)).isZero();
    }

    @Test
    void predictsTheSecondOfTwoClassesAboveTheThreshold() {
        TestOutputs.Classes low = new TestOutputs.Classes(2, TWO.labels(), TWO.probabilities(), 0.4, 3);

        assertThat(low.predicted(0)).isZero();
        assertThat(low.predicted(1)).isOne();
    }

    @Test
    void knowsTheProbabilityOfEveryClass() {
        assertThat(TWO.probability(0, 0)).isEqualTo(0.75);
        assertThat(TWO.probability(0, 1)).isEqualTo(0.25);
        assertThat(THREE.probability(1, 0)).isEqualTo(0.5);
    }

    /** Of 10 examples at most 4: the stride is 3, since every second would be 5. */
    @Test
    void keepsEveryKthExample() {
        int[] labels = new int[10];
        float[] probabilities = new float[10];
        for (int i = 0; i < 10; i++) {
            labels[i] = i % 2;
            probabilities[i] = i / 10f;
        }
        TestOutputs.Classes all = new TestOutputs.Classes(2, labels, probabilities, 0.5, 10);

        assertThat(all.atMost(10)).isEqualTo(all);
        assertThat(all.atMost(4))
                .isEqualTo(
                        new TestOutputs.Classes(2, new int[] {0, 1, 0, 1}, new float[] {0, 0.3f, 0.6f, 0.9f}, 0.5, 10));
        assertThat(new TestOutputs.Numbers(new double[] {1, 2, 3}, new double[] {4, 5, 6}, 3).atMost(2))
                .isEqualTo(new TestOutputs.Numbers(new double[] {1, 3}, new double[] {4, 6}, 3));
    }

    /** 5,000 examples with 100 classes are 500,000 probabilities: a tenth of them is kept. */
    @Test
    void keepsFewerExamplesWithManyClasses() {
        int[] labels = new int[5_000];
        Arrays.fill(labels, 99);

        TestOutputs.Classes kept =
                new TestOutputs.Classes(100, labels, new float[500_000], 0.5, 5_000).atMost(TestOutputs.MOST_EXAMPLES);

        assertThat(kept.size()).isEqualTo(500);
        assertThat(kept.probabilities()).hasSize(TestOutputs.MOST_NUMBERS);
        assertThat(kept.outOf()).isEqualTo(5_000);
    }

    @Test
    void refusesWhatDoesNotMatch() {
        assertThatThrownBy(() -> new TestOutputs.Classes(3, new int[2], new float[2], 0.5, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 probabilities of 2 examples with 3 classes");
        assertThatThrownBy(() -> new TestOutputs.Classes(2, new int[] {2}, new float[1], 0.5, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no class 2");
    }
}
