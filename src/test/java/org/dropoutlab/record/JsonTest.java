package org.dropoutlab.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Variation;
import org.dropoutlab.experiment.resampling.ForwardChaining;
import org.dropoutlab.experiment.resampling.GivenSplits;
import org.dropoutlab.experiment.resampling.GroupedFolds;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Pairing;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Results;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.optimization.Schedule;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.EarlyStopping;
import org.dropoutlab.regularization.EveryRegularizer;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.WeightDecay;
import org.dropoutlab.regularization.WeightMasks;
import org.dropoutlab.regularization.WeightMasks.Inference;
import org.dropoutlab.regularization.WeightMasks.MaskScope;
import org.dropoutlab.regularization.WeightNoise;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.CataloguedStudy;
import org.dropoutlab.study.catalogue.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTest {
    static Stream<Regularizer> everyRegularizer() {
        DropConnect unusual = new DropConnect(
                Place.HIDDEN,
                WeightMasks.of(0.3)
                        .withScope(MaskScope.PER_MINI_BATCH)
                        .withBiases()
                        .withInference(new Inference.MomentMatching(5)));
        return Stream.concat(
                EveryRegularizer.all().stream(), Stream.of(unusual, new EarlyStopping(20, 1e-3), new L1(1e-5)));
    }

    @ParameterizedTest
    @MethodSource("everyRegularizer")
    void readsWhatItWrote(Regularizer regularizer) throws Exception {
        String json = Json.lines().writeValueAsString(regularizer);

        assertThat(Json.lines().readValue(json, Regularizer.class)).isEqualTo(regularizer);
    }

    @Test
    void readsStudiesThatItWrote() throws Exception {
        for (CataloguedStudy catalogued : Catalogue.studies()) {
            Study study = catalogued.at(Scale.DEFAULT);

            String json = Json.lines().writeValueAsString(study);

            assertThat(Json.lines().readValue(json, Study.class)).isEqualTo(study);
        }
        assertThat(Json.lines().writeValueAsString(new Optimizer.Adam(0.001)))
                .isEqualTo("{\"type\":\"adam\",\"learning_rate\":0.001,"
                        + "\"learning_rate_schedule\":{\"type\":\"constant\"}}");
        assertThat(Json.lines().readValue("{\"type\":\"as-configured\"}", Optimizer.class))
                .isEqualTo(new Optimizer.AsConfigured());
    }

    @Test
    void writesNetworksAsTheirNames() throws Exception {
        Study study = Catalogue.named("sonar").at(Scale.DEFAULT);

        assertThat(Json.lines().writeValueAsString(study)).contains("\"network\":\"sonar-mlp\"");
        assertThat(Json.lines().writeValueAsString(Variation.ofNetwork(new NetworkSpec.MnistMlp(8, 4))))
                .contains("\"network\":\"mnist-mlp-8-4\"");
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> Json.lines().readValue("\"moon\"", NetworkSpec.class))
                .withMessageContaining("no network is named moon");
    }

    @Test
    void readsStudiesThatChooseTheirLevels() throws Exception {
        for (Search.Strategy strategy : List.of(new Search.Exhaustive(), new Search.Halving(3))) {
            Search search = new Search(List.of(Results.rate(0), Results.rate(0.5)), strategy);

            String json = Json.lines().writeValueAsString(search);

            assertThat(Json.lines().readValue(json, Search.class)).isEqualTo(search);
        }
        Study study = Results.tuned(Resampling.of(2, 1).withValidation(0.2), Results.rate(0), Results.rate(0.5));
        assertThat(Json.lines().readValue(Json.lines().writeValueAsString(study), Study.class))
                .isEqualTo(study);
    }

    @Test
    void readsEveryScheduleThatItWrote() throws Exception {
        for (Schedule schedule : List.of(
                Schedule.constant(),
                new Schedule.Step(0.5, 10),
                new Schedule.Exponential(0.998),
                new Schedule.Cosine(0.1),
                new Schedule.Cosine(0.1).over(30),
                new Schedule.Linear(0.99, 500))) {
            Optimizer optimizer = new Optimizer.Momentum(0.1, 0.5, schedule, schedule);

            String json = Json.lines().writeValueAsString(optimizer);

            assertThat(Json.lines().readValue(json, Optimizer.class)).isEqualTo(optimizer);
        }
        assertThat(Json.lines().writeValueAsString(new Schedule.Linear(0.99, 500)))
                .isEqualTo("{\"type\":\"linear\",\"to\":0.99,\"epochs\":500}");
    }

    @Test
    void readsEveryResamplingThatItWrote() throws Exception {
        for (Resampling resampling : List.of(
                Resampling.of(10, 3),
                Resampling.of(10, 3).withTrainSize(100).withValidation(0.1),
                new GroupedFolds(Optional.of("patient"), Resampling.of(10, 3).withValidation(0.1)),
                GroupedFolds.ofCopies(Resampling.of(10, 3)),
                new ForwardChaining("day", 2, 1, 3, OptionalDouble.of(0.2), List.of("1 to 5", "6")),
                new GivenSplits("column fold", 5, 3, false, OptionalDouble.of(0.2), Pairing.FIXED_FOLDS),
                new HeldOutTest(3, OptionalInt.of(100), OptionalInt.empty(), 0.1))) {
            String json = Json.lines().writeValueAsString(resampling);

            assertThat(Json.lines().readValue(json, Resampling.class)).isEqualTo(resampling);
        }
        assertThat(Json.lines().writeValueAsString(Resampling.of(10, 3).withValidation(0.1)))
                .isEqualTo("{\"type\":\"cross-validation\",\"folds\":10,\"repeats\":3,\"train_size\":null,"
                        + "\"validation_share\":0.1}");
    }

    @Test
    void writesTypesAndPlacesInTheFieldsWords() throws Exception {
        assertThat(Json.lines().writeValueAsString(DropConnect.hidden(0.2)))
                .isEqualTo("{\"type\":\"drop-connect\",\"place\":\"hidden\",\"masks\":{\"rate\":0.2,"
                        + "\"scope\":\"automatic\",\"biases\":false,\"inference\":{\"type\":\"mean\"}}}");
        assertThat(Json.lines().writeValueAsString(WeightNoise.hidden(0.2))).contains("\"type\":\"weight-noise\"");
        assertThat(Json.lines().writeValueAsString(new L2(0.01))).isEqualTo("{\"type\":\"l2\",\"coefficient\":0.01}");
        assertThat(Json.lines().writeValueAsString(new L1(0.01))).isEqualTo("{\"type\":\"l1\",\"coefficient\":0.01}");
        assertThat(Json.lines().writeValueAsString(new WeightDecay(0.01)))
                .isEqualTo("{\"type\":\"weight-decay\",\"coefficient\":0.01}");
        assertThat(Json.lines().writeValueAsString(new EarlyStopping(20, 0.5)))
                .isEqualTo("{\"type\":\"early-stopping\",\"patience\":20,\"minimum_improvement\":0.5}");
        assertThat(Json.lines().writeValueAsString(new KlSparsity(0.1, 0.01)))
                .isEqualTo("{\"type\":\"kl-sparsity\",\"target\":0.1,\"weight\":0.01}");
    }
}
