package org.dropoutlab.report.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dropoutlab.report.figures.Labels.Corner;
import org.dropoutlab.report.figures.Labels.Dot;
import org.junit.jupiter.api.Test;

class LabelsTest {

    @Test
    void aLoneLabelStandsToTheUpperRight() {
        assertThat(Labels.of(List.of(new Dot("plain", 100, 100)), 400, 200)).containsExactly(Corner.UPPER_RIGHT);
    }

    @Test
    void labelsOfTheSamePointStandInDifferentCorners() {
        Dot dot = new Dot("plain", 100, 100);

        assertThat(Labels.of(List.of(dot, dot, dot, dot), 400, 200)).doesNotHaveDuplicates();
    }

    @Test
    void noLabelIsCutOff() {
        assertThat(Labels.of(List.of(new Dot("plain", 395, 3)), 400, 200)).containsExactly(Corner.LOWER_LEFT);
    }

    @Test
    void noLabelCoversAnotherPoint() {
        assertThat(Labels.of(List.of(new Dot("plain", 100, 100), new Dot("b", 115, 88)), 400, 200))
                .first()
                .isNotEqualTo(Corner.UPPER_RIGHT);
    }
}
