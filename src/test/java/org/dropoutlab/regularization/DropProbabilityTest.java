package org.dropoutlab.regularization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropProbabilityTest {
    @Test
    void retainsWhatItDoesNotDrop() {
        assertThat(new DropProbability(0.25).retain()).isEqualTo(0.75);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
    void refusesWhatIsNoProbabilityOfDropping(double value) {
        assertThatThrownBy(() -> new DropProbability(value)).hasMessageContaining("[0, 1)");
    }
}
