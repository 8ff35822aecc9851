package org.dropoutlab.evaluation.curves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ConfusionsTest {

    /** Oracle: counted by hand; rows are true classes, as in scikit-learn's confusion_matrix. */
    @Test
    void testSetsAreSummed() {
        Confusions sum = Confusions.none(3)
                .and(new int[] {0, 0, 1, 2}, new int[] {0, 1, 1, 0})
                .and(new int[] {0, 2}, new int[] {1, 0});

        assertThat(sum).isEqualTo(new Confusions(new long[][] {{1, 2, 0}, {0, 1, 0}, {2, 0, 0}}));
        assertThat(sum.examples()).isEqualTo(6);
        assertThat(sum.examples(0)).isEqualTo(3);
        assertThat(sum.share(0, 1)).isEqualTo(2 / 3.0);
        assertThat(Confusions.none(2).share(0, 0))
                .as("a class without examples")
                .isZero();
    }

    @Test
    void rareClassesAreJoinedWithoutLosingAnExample() {
        Confusions all = new Confusions(new long[][] {{5, 1, 2, 0}, {1, 0, 0, 1}, {0, 3, 4, 1}, {1, 1, 0, 1}});

        assertThat(all.largest(2)).containsExactly(0, 2);
        assertThat(all.largest(3))
                .as("the most examples, in the order of the classes")
                .containsExactly(0, 2, 3);
        assertThat(all.joined(new int[] {0, 2}))
                .isEqualTo(new Confusions(new long[][] {{5, 2, 1}, {0, 4, 4}, {2, 0, 3}}));
        assertThat(all.joined(new int[] {0, 2}).examples()).isEqualTo(all.examples());
    }

    @Test
    void matricesAreSquareAndNotChangedFromOutside() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Confusions(new long[2][3]));
        long[][] counts = {{1, 0}, {0, 1}};
        Confusions confusions = new Confusions(counts);
        counts[0][0] = 9;
        confusions.counts()[1][1] = 9;

        assertThat(confusions).isEqualTo(new Confusions(new long[][] {{1, 0}, {0, 1}}));
    }
}
