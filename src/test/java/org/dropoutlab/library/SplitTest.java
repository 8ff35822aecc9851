package org.dropoutlab.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SplitTest {

    @Test
    void anExampleInTwoPartsIsRefused() {
        assertThatThrownBy(() -> Split.of(new int[] {0, 1, 2}, new int[] {2, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("example 2 is in a split twice");
        assertThatThrownBy(() -> new Split(new int[] {0, 1}, new int[] {1}, new int[] {3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("example 1 is in a split twice");
    }

    @Test
    void anEmptyPartIsRefused() {
        assertThatThrownBy(() -> Split.of(new int[] {0, 1, 2}, new int[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a split needs training and test examples; it has 3 and 0");
    }

    @Test
    void anIndexOutOfRangeIsRefused() {
        assertThatThrownBy(() -> Split.of(new int[] {0, 7}, new int[] {1}).roles(7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no example 7: the iterator has 7, counted from 0");
    }

    @Test
    void examplesHaveTheRolesOfTheirParts() {
        assertThat(new Split(new int[] {4, 0}, new int[] {2}, new int[] {1})
                        .roles(5)
                        .roles())
                .containsExactly(1, 3, 2, 0, 1);
    }
}
