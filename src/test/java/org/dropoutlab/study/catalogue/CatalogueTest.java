package org.dropoutlab.study.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.published.DataLibrary;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Studies at sizes that no test has the time to train: whatever can be wrong with them before training is found here. */
class CatalogueTest {
    @BeforeAll
    static void start() {
        Backend.start();
    }

    static Stream<Arguments> studies() {
        return Catalogue.studies().stream()
                .flatMap(study -> study.datasets().stream().flatMap(dataset -> Stream.of(Scale.values())
                        .map(scale -> Arguments.of(study.name(), dataset, scale))));
    }

    /** A network refuses regularizers that could not act in it as they are meant to when it is configured. */
    @ParameterizedTest
    @MethodSource("studies")
    void everyArmHasANetworkThatTakesItsRegularizersAndData(String name, String dataset, Scale scale) {
        Study study = Catalogue.named(name).at(scale, dataset);

        assertThat(study.name()).isEqualTo(name);
        assertThat(study.dataset()).isEqualTo(dataset);
        assertThat(DataLibrary.source(dataset).name()).isEqualTo(dataset);
        for (Arm arm : study.arms()) {
            assertThat(Architectures.of(study.networkOf(arm))
                            .configure(
                                    arm.regularizers(),
                                    arm.optimizer().over(study.trainingOf(arm).epochs()),
                                    1)
                            .getConfs())
                    .as(arm.name())
                    .isNotEmpty();
        }
    }

    /** An arm that is in no comparison, figure or claim, and not the only one, would be trained for nothing. */
    @ParameterizedTest
    @MethodSource("studies")
    void everyArmIsComparedOrShown(String name, String dataset, Scale scale) {
        Study study = Catalogue.named(name).at(scale, dataset);
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
    void theFirstDataSetIsTheOneThatNobodyHasToAskFor() {
        for (CataloguedStudy study : Catalogue.studies()) {
            assertThat(study.at(Scale.DEFAULT))
                    .isEqualTo(study.at(Scale.DEFAULT, study.datasets().get(0)));
        }
        assertThat(Catalogue.named("tips").datasets()).containsExactly("sonar", "mnist");
        assertThat(Catalogue.named("ensemble").datasets()).containsExactly("mnist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tips | cifar10 | it has: sonar, mnist",
                "sonar | mnist | it has: sonar",
                "sonar | '' | it has: sonar"
            })
    void aDataSetThatAStudyDoesNotHaveIsRefusedWithThoseThatItHas(String study, String dataset, String message) {
        assertThatThrownBy(() -> Catalogue.named(study).at(Scale.QUICK, dataset))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("study %s has no data set '%s'; %s".formatted(study, dataset, message));
    }

    /** Else the difference could not be put down to the tip; the tips that are about several things say so. */
    @ParameterizedTest
    @MethodSource("tips")
    void aTipChangesOneThingOrSaysThatItChangesSeveral(Study study) {
        for (Contrast contrast : study.contrasts()) {
            List<String> changes = study.arm(contrast.arm()).changesFrom(study.arm(contrast.baseline()));
            if (contrast.caveat().isEmpty()) {
                assertThat(changes).as("%s", contrast).hasSize(1);
            } else {
                assertThat(changes).as("%s", contrast).hasSizeGreaterThan(1);
            }
        }
    }

    /** A comparison that answers nothing would make the others' p-values larger for nothing. */
    @ParameterizedTest
    @MethodSource("tips")
    void everyTipIsMeasuredAndEveryComparisonIsShown(Study study) {
        assertThat(study.claims()).isNotEmpty().allSatisfy(claim -> {
            assertThat(study.measures(claim.metric())).isTrue();
            assertThat(Metric.COMPARED).contains(claim.metric());
            assertThat(study.contrasts())
                    .anyMatch(contrast -> contrast.arm().equals(claim.arm())
                            && contrast.baseline().equals(claim.baseline().orElseThrow()));
        });
        assertThat(study.claims()).extracting(Claim::statement).doesNotHaveDuplicates();
        Set<String> drawn = new HashSet<>();
        study.sweeps().get(0).lines().get(0).steps().forEach(step -> drawn.add(step.arm()));
        assertThat(study.contrasts())
                .allMatch(contrast -> drawn.contains(contrast.arm())
                        || study.claims().stream()
                                .anyMatch(claim -> claim.arm().equals(contrast.arm())
                                        && claim.baseline().equals(Optional.of(contrast.baseline()))));
    }

    /** Oracle: the paper's n/p for retention p = 1 − rate, appendix A.1. */
    @ParameterizedTest
    @MethodSource("tips")
    void theWiderNetworkHasUnitsInExchangeForThoseThatAreDropped(Study study) {
        Arm wider = study.arm("wider");
        double rate = ((Dropout) wider.regularizers().get(0)).rate().value();

        assertThat(hiddenUnits(study.networkOf(wider)))
                .isEqualTo(hiddenUnits(study.network()).stream()
                        .map(n -> Math.round(n / (1 - rate)))
                        .toList());
    }

    static Stream<Study> tips() {
        CataloguedStudy tips = Catalogue.named("tips");
        return tips.datasets().stream()
                .flatMap(dataset -> Stream.of(Scale.values()).map(scale -> tips.at(scale, dataset)));
    }

    private static List<Long> hiddenUnits(NetworkSpec network) {
        List<Long> units =
                Architectures.of(network).configure(List.of(), new Optimizer.Adam(1e-3), 1).getConfs().stream()
                        .map(layer -> ((FeedForwardLayer) layer.getLayer()).getNOut())
                        .toList();
        return units.subList(0, units.size() - 1);
    }

    /** The protocol by which other frameworks are compared with this one. */
    @Test
    void vowelsKeepsToItsProtocol() {
        Study vowels = Catalogue.named("vowels").at(Scale.DEFAULT);

        assertThat(Catalogue.named("vowels").at(Scale.FULL)).isEqualTo(vowels);
        assertThat(vowels.network().name()).isEqualTo("lstm-classifier-12-100-9");
        assertThat(vowels.training().epochs()).isEqualTo(100);
        assertThat(vowels.training().batchSize()).isEqualTo(27);
        assertThat(vowels.resampling()).isEqualTo(new HeldOutTest(5, OptionalInt.empty(), OptionalInt.empty(), 0));
        assertThat(vowels.arms())
                .allMatch(arm -> arm.optimizer().equals(new Optimizer.Clipped(new Optimizer.Adam(0.001), 1)))
                .extracting(Arm::name)
                .containsExactly(
                        "plain",
                        "input-dropout",
                        "output-dropout",
                        "variational",
                        "recurrent-dropout",
                        "recurrent-dropconnect",
                        "zoneout");
    }

    @Test
    void aStudyThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> Catalogue.named("moon"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("mnist-noise");
    }
}
