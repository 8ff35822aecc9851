package org.dropoutlab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;
import static org.dropoutlab.training.TinyTrials.measured;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.batches.BatchSource;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.Rows;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.published.SonarData;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.resampling.CrossValidation;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.WeightNoise;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.dropoutlab.scoring.Scores;
import org.dropoutlab.steps.DirectPlan;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;
import org.dropoutlab.training.TrainingData.Measurement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class TrainingTest {
    @BeforeAll
    static void start() {
        Backend.start();
    }

    private static Table sonar() {
        return (Table) new SonarData().synthetic().examples();
    }

    @Test
    void anEpochHoldsEveryTrainingExampleOnceInAnOrderThatTheSeedDecides() {
        MiniBatches batches = thirtyFiveOfForty();

        List<Double> first = epoch(batches, 1);

        assertThat(first)
                .hasSize(35)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 35).mapToObj(i -> (double) i).toList());
        assertThat(epoch(batches, 2)).isNotEqualTo(first);
        assertThat(epoch(batches, 1)).as("whatever order came before").isEqualTo(first);
    }

    @Test
    void theLastMiniBatchIsShorter() {
        MiniBatches batches = thirtyFiveOfForty();
        batches.shuffled(1);

        List<Long> sizes = new ArrayList<>();
        while (batches.hasNext()) {
            sizes.add(batches.next().getFeatures().size(0));
        }

        assertThat(sizes).containsExactly(16L, 16L, 3L);
    }

    /** Oracle: mean and standard deviation computed in doubles. Rounding to float costs 1e-7 a value. */
    @Test
    void scalingIsFittedOnTheTrainingExamplesAlone() {
        double[][] features = {{1}, {2}, {3}, {1000}};
        Table table = new Table(features, new int[] {0, 1, 0, 1}, List.of("a", "b"));

        float[][] scaled = TableData.of(table, new Fold(new int[] {0, 1, 2}, new int[0], new int[] {3}))
                .rows()
                .batch(new int[] {0, 1, 2, 3}, 0, 4)
                .getFeatures()
                .toFloatMatrix();

        double sd = Math.sqrt(2.0 / 3);
        assertThat((double) scaled[0][0]).isCloseTo(-1 / sd, within(1e-4));
        assertThat((double) scaled[1][0]).isCloseTo(0, within(1e-6));
        assertThat((double) scaled[3][0]).isCloseTo(998 / sd, within(0.05));
    }

    /** Oracle: the same examples as test data, in other places: their sums round otherwise, by some 1e-7 of their size. */
    @Test
    void validationExamplesAreScaledAndMeasuredAsTestExamplesAre() {
        Table table = sonar();
        int[] train = everyThird(table, 0);
        int[] validation = everyThird(table, 1);
        int[] test = everyThird(table, 2);
        TableData all = TableData.of(table, new Fold(train, validation, test));
        TableData swapped = TableData.of(table, new Fold(train, test, validation));
        MultiLayerNetwork network = new MultiLayerNetwork(
                Architectures.of(new NetworkSpec.SonarMlp()).configure(List.of(), new Optimizer.Momentum(0.1, 0.9), 1));
        network.init();

        MiniBatches batches = new MiniBatches(all.rows(), train, 16);

        try (Learner learner =
                Learner.of(new Network.Stack(network), DirectPlan.of(network.getLayerWiseConfigurations(), 16))) {
            for (int epoch = 0; epoch < 20; epoch++) {
                learner.fit(batches.shuffled(epoch));
            }
            Measurement measured = all.measure(Committee.of(learner));
            Measurement other = swapped.measure(Committee.of(learner));

            assertAgree(other.train(), measured.train());
            assertAgree(other.validation().orElseThrow(), measured.test());
            assertAgree(other.test(), measured.validation().orElseThrow());
            assertThat(measured.test().accuracy()).isNotEqualTo(other.test().accuracy());
        }
    }

    private static int[] everyThird(Table table, int from) {
        return IntStream.range(0, table.size()).filter(i -> i % 3 == from).toArray();
    }

    private static void assertAgree(Score one, Score other) {
        assertThat(one.accuracy()).isEqualTo(other.accuracy());
        assertThat(one.loss()).isCloseTo(other.loss(), within(1e-5));
    }

    /** 10 folds of 208 examples leave 187 or 188 for training; a fifth of them is 37 or 38. */
    @Test
    void crossValidationWithValidationDataHasABestEpoch() {
        Study study = Catalogue.named("sonar").at(Scale.QUICK);
        study = study.withResampling(Resampling.of(10, 1).withValidation(0.2))
                .withTraining(study.training().withEpochs(3));

        TrialResult result = new TrialRunner(sonar()).run(study.trials().get(0));

        assertThat(result.trainExamples()).isBetween(149, 151);
        assertThat(result.curve().points())
                .allSatisfy(point -> assertThat(point.validation()).isPresent());
        assertThat(Metric.BEST_EPOCH.of(result)).isBetween(1.0, 3.0);
        assertThat(measured(new TrialRunner(sonar()).run(study.trials().get(0))))
                .isEqualTo(measured(result));
    }

    /**
     * Oracle: Deeplearning4j's own {@code output} and {@code scoreExamples}. Sums that are added up in another order differ
     * by some 1e-7 of their size.
     */
    @Test
    void scoresAreTheNetworksOwnHoweverItLearns() {
        Table table = sonar();
        int[] all = IntStream.range(0, table.size()).toArray();
        Rows rows = TableData.of(table, new Fold(all, new int[0], new int[0])).rows();
        MultiLayerNetwork network = new MultiLayerNetwork(Architectures.of(new NetworkSpec.SonarMlp())
                .configure(List.of(Dropout.hidden(0.5)), new Optimizer.Momentum(0.1, 0.9), 1));
        network.init();
        DataSet data = rows.batch(all, 0, all.length);
        double[] losses = network.scoreExamples(data, false).toDoubleVector();
        float[] outputs = network.output(data.getFeatures()).toFloatVector();

        Optional<DirectPlan> plan = DirectPlan.of(network.getLayerWiseConfigurations(), 16);

        for (Learner learner : List.of(
                Learner.of(new Network.Stack(network), plan),
                Learner.of(new Network.Stack(network), Optional.empty()))) {
            try (learner) {
                Scores scores = Committee.of(learner).score(rows, all);

                assertThat(scores.losses()).containsExactly(losses, within(1e-5));
                for (int i = 0; i < outputs.length; i++) {
                    assertThat(scores.correct()[i]).isEqualTo((outputs[i] > 0.5 ? 1 : 0) == table.labels()[i]);
                }
            }
        }
    }

    @Test
    void stepsAreDirectWhereTheyCanBeAndNobodyListens() {
        Study l2 = sonar(new L2(0.01));
        Study noisy = sonar(new L2(0.01), WeightNoise.hidden(0.2));
        TrialObserver listener = new TrialObserver() {
            @Override
            public boolean listens() {
                return true;
            }
        };

        assertThat(Steps.of(l2, sonar())).containsExactly(entry("arm", Steps.DIRECT));
        assertThat(Steps.of(noisy, sonar())).containsExactly(entry("arm", Steps.LAYERED));
        NetworkConfiguration network = Training.configuration(l2.trials().get(0), 1);
        assertThat(Steps.plan(network, 16, sonar(), TrialObserver.none())).isPresent();
        assertThat(Steps.plan(network, 16, sonar(), TrialObserver.none().and(listener)))
                .isEmpty();
    }

    private static Study sonar(Regularizer... regularizers) {
        return TinyTrials.study(
                new NetworkSpec.SonarMlp(),
                TinyTrials.arm(new Optimizer.Adam(0.001), regularizers),
                new TrainingPlan(1, 16),
                new CrossValidation(5, 1, OptionalInt.empty()));
    }

    @Test
    void theSameTrialGivesTheSameNumbersWhateverRanBefore() {
        Study study = Catalogue.named("sonar").at(Scale.QUICK);
        study = study.withTraining(study.training().withEpochs(2));
        TrialRunner runner = new TrialRunner(sonar());
        Trial hidden = study.trials().get(2);

        TrialResult first = runner.run(hidden);
        runner.run(study.trials().get(1));

        assertThat(measured(runner.run(hidden))).isEqualTo(measured(first));
        assertThat(measured(new TrialRunner(sonar()).run(hidden))).isEqualTo(measured(first));
    }

    @Test
    void aTrialWhoseLossIsNoLongerFiniteIsStoppedAndSaysSo() {
        Study study = Catalogue.named("sonar").at(Scale.QUICK);
        Trial plain = study.trials().get(0);
        Arm wild = new Arm("wild", List.of(), new Optimizer.Momentum(1e30, 0.9), List.of());
        Trial trial = new Trial(
                plain.id(),
                wild,
                plain.dataset(),
                plain.network(),
                plain.training(),
                plain.resampling(),
                plain.probes(),
                plain.seeds());

        TrialResult result = new TrialRunner(sonar()).run(trial);

        assertThat(result.status()).isEqualTo(TrialResult.Status.DIVERGED);
        assertThat(result.curve().points().size()).isLessThan(plain.training().epochs());
    }

    /** The first 35 of 40 examples, each of one number, its place. */
    private static MiniBatches thirtyFiveOfForty() {
        BatchSource places = new BatchSource() {
            @Override
            public void write(int[] examples, int from, int to, FloatBuffer features, FloatBuffer labels) {
                for (int i = from; i < to; i++) {
                    features.put(examples[i]);
                    labels.put(examples[i]);
                }
            }

            @Override
            public long[] shape(int examples) {
                return new long[] {examples, 1};
            }

            @Override
            public int inputs() {
                return 1;
            }

            @Override
            public int outputs() {
                return 1;
            }

            @Override
            public boolean worthPrefetching() {
                return false;
            }
        };
        return new MiniBatches(places, IntStream.range(0, 35).toArray(), 16);
    }

    private static List<Double> epoch(MiniBatches batches, long seed) {
        batches.shuffled(seed);
        List<Double> examples = new ArrayList<>();
        while (batches.hasNext()) {
            for (double example : batches.next().getFeatures().toDoubleVector()) {
                examples.add(example);
            }
        }
        return examples;
    }
}
