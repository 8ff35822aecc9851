package org.dropoutlab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.DataLibrary;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.network.Architectures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Studies at sizes that no test has the time to train: whatever can be wrong with them before training is found here. */
class CatalogueTest {
    @BeforeAll
    static void start() {
        Backend.start();
    }

    static Stream<Arguments> studies() {
        return Catalogue.studies().stream()
                .flatMap(study -> Stream.of(Scale.values()).map(scale -> Arguments.of(study.name(), scale)));
    }

    /** A network refuses regularizers that could not act in it as they are meant to when it is configured. */
    @ParameterizedTest
    @MethodSource("studies")
    void everyArmHasANetworkThatTakesItsRegularizersAndData(String name, Scale scale) {
        Study study = Catalogue.named(name).at(scale);

        assertThat(study.name()).isEqualTo(name);
        assertThat(DataLibrary.source(study.dataset()).name()).isEqualTo(study.dataset());
        for (Arm arm : study.arms()) {
            assertThat(Architectures.named(study.networkOf(arm))
                            .configure(arm.regularizers(), arm.optimizer(), 1)
                            .getConfs())
                    .as(arm.name())
                    .isNotEmpty();
        }
    }

    /** An arm that is in no comparison, figure or claim, and not the only one, would be trained for nothing. */
    @ParameterizedTest
    @MethodSource("studies")
    void everyArmIsComparedOrShown(String name, Scale scale) {
        Study study = Catalogue.named(name).at(scale);
        Set<String> used = new HashSet<>();
        study.contrasts().forEach(contrast -> used.addAll(List.of(contrast.arm(), contrast.baseline())));
        study.claims().forEach(claim -> used.add(claim.arm()));
        study.sweeps().stream()
                .flatMap(sweep -> sweep.lines().stream())
                .flatMap(line -> line.steps().stream())
                .forEach(step -> used.add(step.arm()));

        assertThat(used).containsAll(study.armNames());
        assertThat(study.notes()).doesNotHaveDuplicates().allSatisfy(note -> assertThat(note)
                .doesNotContain("%d", "%s", "%,d"));
    }

    @Test
    void aStudyThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> Catalogue.named("moon"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("mnist-noise");
    }
}
