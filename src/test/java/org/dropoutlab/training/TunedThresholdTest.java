package org.dropoutlab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Judgement;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.Regularizer.OnTraining.TunedThreshold;
import org.dropoutlab.scoring.DecisionThreshold;
import org.dropoutlab.scoring.DecisionThreshold.Criterion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Trials that choose a decision threshold. */
class TunedThresholdTest {
    private static final Fold FOLD = new Fold(
            IntStream.range(0, 60).toArray(),
            IntStream.range(60, 100).toArray(),
            IntStream.range(100, 160).toArray());
    private static final Fold VALIDATION_AS_TEST =
            new Fold(FOLD.train(), /* validation= */ FOLD.test(), /* test= */ FOLD.validation());

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    /** Oracle: the plain arm, which is the same network; its outputs for the validation data come from a trial that tests on them. */
    @Test
    void itIsThePlainNetworkWithTheBestThresholdOfItsValidationData() {
        Table table = table();
        TrialResult plain = result(table, FOLD);
        TrialResult tuned = result(table, FOLD, new TunedThreshold());
        TestOutputs.Classes validation = outputs(result(table, VALIDATION_AS_TEST));
        double best = DecisionThreshold.chosen(validation.labels(), validation.probabilities(), Criterion.ACCURACY);

        assertThat(best).isNotEqualTo(0.5);
        assertThat(outputs(tuned)).isEqualTo(outputs(plain).withThreshold(best));
        assertThat(tuned.curve().end().test().accuracy())
                .isEqualTo(share(outputs(plain), best))
                .isNotEqualTo(plain.curve().end().test().accuracy());
        assertThat(tuned.curve().end().validation().orElseThrow().accuracy()).isEqualTo(share(validation, best));
        assertThat(tuned.curve().end().test().loss())
                .as("the threshold decides, and changes no probability")
                .isEqualTo(plain.curve().end().test().loss());
    }

    /** Test labels choose nothing. */
    @Test
    void otherTestLabelsGiveTheSameThreshold() {
        Table table = table();
        int[] others = table.labels().clone();
        for (int example : FOLD.test()) {
            others[example] = 1 - others[example];
        }
        double[][] rows = IntStream.range(0, table.size())
                .mapToObj(i -> table.features().row(i))
                .toArray(double[][]::new);

        assertThat(outputs(result(new Table(rows, others, table.classes()), FOLD, new TunedThreshold()))
                        .threshold())
                .isEqualTo(outputs(result(table, FOLD, new TunedThreshold())).threshold());
    }

    @Test
    void itNeedsTwoClassesAndValidationData() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Treatments.check(study(Resampling.of(2, 1), 1, new TunedThreshold()), table()))
                .withMessageContaining("decision threshold needs validation data");
        Table three = new Table(
                new double[][] {{1}, {2}, {3}, {4}, {5}, {6}}, new int[] {0, 1, 2, 0, 1, 2}, List.of("a", "b", "c"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Treatments.check(
                        study(Resampling.of(2, 1).withValidation(0.3), 3, new TunedThreshold()), three))
                .withMessageContaining("decision threshold needs two classes, but there are 3");
    }

    private static double share(TestOutputs.Classes outputs, double threshold) {
        return IntStream.range(0, outputs.size())
                        .filter(i -> (outputs.probabilities()[i] > threshold ? 1 : 0) == outputs.labels()[i])
                        .count()
                / (double) outputs.size();
    }

    private static TestOutputs.Classes outputs(TrialResult result) {
        return (TestOutputs.Classes) result.outputs().orElseThrow();
    }

    private static TrialResult result(Table table, Fold fold, Regularizer... regularizers) {
        Trial trial = study(Resampling.of(2, 1).withValidation(0.3), 1, regularizers)
                .trials()
                .get(0);
        try (Training training =
                new Training(trial, fold, table, Optional.empty(), Optional.empty(), TrialObserver.none())) {
            training.through(trial.training().epochs());
            return training.result();
        }
    }

    private static Study study(Resampling splits, int outputs, Regularizer... regularizers) {
        return Study.of(
                        "tiny",
                        "A study",
                        "?",
                        "tiny",
                        new NetworkSpec.TableMlp(3, List.of(5), outputs),
                        List.of(TinyTrials.arm(new Optimizer.Momentum(0.05, 0.9), regularizers)),
                        List.of(),
                        new TrainingPlan(4, 16),
                        splits)
                .withJudgement(Judgement.keeping());
    }

    /** Class 1 is a sixth of the training data and half of the others, so that half is too high a threshold. */
    private static Table table() {
        Random random = new Random(12);
        double[][] rows = new double[160][3];
        int[] labels = new int[160];
        for (int i = 0; i < rows.length; i++) {
            labels[i] = i % (i < 60 ? 6 : 2) == 0 ? 1 : 0;
            for (int j = 0; j < 3; j++) {
                rows[i][j] = random.nextGaussian() + 0.7 * labels[i];
            }
        }
        return new Table(rows, labels, List.of("no", "yes"));
    }
}
