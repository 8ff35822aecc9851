package org.dropoutlab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.batches.BatchSource;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.Rows;
import org.dropoutlab.batches.SmoothedLabels;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.layer.ClassWeightedLoss;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.resampling.CrossValidation;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.LabelSmoothing;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.Regularizer.OnData.BalancedClasses;
import org.dropoutlab.scaling.TableScaling;
import org.dropoutlab.scoring.ClassWeights;
import org.dropoutlab.steps.DirectPlan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

class ClassWeightsTest {
    /** A rounding of 6e-8 in each of some hundred operations on a weight's way, in weights below 4. */
    private static final double ROUNDING = 1e-5;

    private static final Optimizer SLOW = new Optimizer.Momentum(0.05, 0.9);

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    /** Oracle: scikit-learn 1.2.1, {@code compute_class_weight('balanced', classes=np.unique(y), y=y)}. */
    @Test
    void balancedWeightsAreThoseOfScikitLearn() {
        int[] labels = {0, 0, 0, 1, 2, 2, 1, 1};

        assertThat(ClassWeights.balanced(labels, new int[] {0, 1, 2, 3}, 2).weights())
                .containsExactly((float) (4 / (2 * 3.0)), 2f);
        assertThat(ClassWeights.balanced(labels, IntStream.range(0, 8).toArray(), 3)
                        .weights())
                .containsExactly((float) (8 / 9.0), (float) (8 / 9.0), (float) (8 / 6.0));
        assertThat(ClassWeights.balanced(labels, new int[] {0, 3}, 3).weights())
                .as("a class without training examples does not count as one")
                .containsExactly(1f, 1f, 0f);
    }

    /** The weights are of the training examples alone: other labels in the validation and test data change nothing. */
    @Test
    void weightsComeFromTheTrainingFold() {
        Table table = table(2);
        Fold fold = new Fold(new int[] {0, 1, 2, 3}, new int[] {4, 5}, new int[] {6, 7, 8});
        int[] others = table.labels().clone();
        for (int i = 4; i < 9; i++) {
            others[i] = 1 - others[i];
        }
        Treatments treatments = Treatments.of(List.of(new BalancedClasses()));

        assertThat(treatments
                        .weights(new Table(features(table), others, table.classes()), fold)
                        .orElseThrow()
                        .weights())
                .isEqualTo(treatments.weights(table, fold).orElseThrow().weights());
        assertThat(Treatments.of(List.of()).weights(table, fold)).isEmpty();
    }

    static Stream<Arguments> ways() {
        return Stream.of(2, 3).flatMap(classes -> Stream.of(true, false).map(direct -> Arguments.of(classes, direct)));
    }

    /**
     * In full batches, balanced weights are the same gradient as every class's examples being repeated until all classes are equally
     * frequent: (Σ n/(k·n_c) g_i)/n = (Σ r_c g_i)/(Σ r_c n_c) for repeats r_c with the same r_c · n_c. Oracle: unweighted training on
     * the repeated examples.
     */
    @ParameterizedTest
    @MethodSource("ways")
    void balancedWeightsAreEveryExampleOfARareClassSeveralTimes(int classes, boolean direct) {
        Table table = table(classes);
        int[] once = IntStream.range(0, table.size()).toArray();
        List<Integer> repeated = new ArrayList<>();
        int largest = IntStream.of(table.classCounts()).max().orElseThrow();
        for (int example : once) {
            int times = largest / table.classCounts()[table.labels()[example]];
            for (int i = 0; i < times; i++) {
                repeated.add(example);
            }
        }
        int[] several = repeated.stream().mapToInt(Integer::intValue).toArray();
        assertThat(several).hasSize(classes * largest);
        Rows rows = Rows.of(table, TableScaling.of(table, once));

        INDArray weighted = trained(
                rows, once, once.length, direct, Optional.of(ClassWeights.balanced(table.labels(), once, classes)));
        INDArray duplicated = trained(rows, several, several.length, direct, Optional.empty());
        INDArray plain = trained(rows, once, once.length, direct, Optional.empty());

        assertThat(weighted.distance2(duplicated) / Math.sqrt((double) weighted.length()))
                .isLessThan(ROUNDING);
        assertThat(plain.distance2(duplicated) / Math.sqrt((double) weighted.length()))
                .as("the weights matter")
                .isGreaterThan(100 * ROUNDING);
    }

    /** Oracle: Deeplearning4j's layers with a weighted loss; in mini-batches and with smoothed labels. */
    @ParameterizedTest
    @MethodSource("ways")
    void directAndLayeredStepsAgree(int classes, boolean smoothed) {
        Table table = table(classes);
        int[] all = IntStream.range(0, table.size()).toArray();
        Rows rows = Rows.of(table, TableScaling.of(table, all));
        BatchSource source = smoothed ? new SmoothedLabels(rows, new LabelSmoothing(0.2)) : rows;
        Optional<ClassWeights> weights = Optional.of(ClassWeights.balanced(table.labels(), all, classes));

        INDArray direct = trained(source, all, 7, true, weights);
        INDArray layered = trained(source, all, 7, false, weights);

        assertThat(direct.sub(layered).amaxNumber().doubleValue()).isLessThan(ROUNDING);
    }

    /** Oracle: central differences of the weighted loss in single examples, whose sum it is. */
    @ParameterizedTest
    @MethodSource("ways")
    void theGradientIsTheWeightedLosss(int classes, boolean ignored) {
        MultiLayerNetwork network = network(classes);
        BaseOutputLayer output =
                (BaseOutputLayer) network.getOutputLayer().conf().getLayer();
        ILossFunction plain = output.getLossFn();
        ClassWeights weights = new ClassWeights(new float[] {0.25f, 4, 1.5f});
        INDArray labels =
                Nd4j.createFromArray(classes == 2 ? new double[][] {{0}, {1}} : new double[][] {{1, 0, 0}, {0, 1, 0}});
        INDArray logits = Nd4j.createFromArray(
                classes == 2 ? new double[][] {{0.3}, {-1.2}} : new double[][] {{0.3, -0.4, 1}, {-1.2, 0.1, 0.7}});
        double[] factors = {0.25, 4};

        new Network.Stack(network).withLoss(own -> new ClassWeightedLoss(own, weights), () -> {
            ILossFunction loss = output.getLossFn();
            INDArray gradient = loss.computeGradient(labels, logits.dup(), output.getActivationFn(), null);
            double step = 1e-5;
            for (int i = 0; i < logits.rows(); i++) {
                for (int j = 0; j < logits.columns(); j++) {
                    INDArray up = logits.dup().putScalar(i, j, logits.getDouble(i, j) + step);
                    INDArray down = logits.dup().putScalar(i, j, logits.getDouble(i, j) - step);
                    double difference = (loss.computeScore(labels, up, output.getActivationFn(), null, false)
                                    - loss.computeScore(labels, down, output.getActivationFn(), null, false))
                            / (2 * step);
                    // The formula's error is of the order of step² and the rounding 1e-16/step.
                    assertThat(gradient.getDouble(i, j)).isCloseTo(difference, within(1e-8));
                }
            }
            for (int i = 0; i < 2; i++) {
                assertThat(loss.computeScoreArray(labels, logits.dup(), output.getActivationFn(), null)
                                .getDouble(i))
                        .isCloseTo(
                                factors[i]
                                        * plain.computeScoreArray(labels, logits.dup(), output.getActivationFn(), null)
                                                .getDouble(i),
                                within(1e-12));
            }
        });

        assertThat(output.getLossFn()).as("weights are for training only").isSameAs(plain);
    }

    /** A trial measures its losses without weights: with a learning rate of almost 0, they are the plain arm's. */
    @Test
    void measuredLossesHaveNoWeights() {
        Table table = table(2);
        Optimizer still = new Optimizer.Momentum(1e-9, 0);

        assertThat(loss(table, still, new BalancedClasses())).isCloseTo(loss(table, still), within(1e-6));
        assertThat(loss(table, SLOW, new BalancedClasses())).isNotCloseTo(loss(table, SLOW), within(1e-3));
    }

    private static double loss(Table table, Optimizer optimizer, Regularizer... regularizers) {
        Study study = Study.of(
                "tiny",
                "A study",
                "?",
                "tiny",
                new NetworkSpec.TableMlp(3, List.of(5), 1),
                List.of(TinyTrials.arm(optimizer, regularizers)),
                List.of(),
                new TrainingPlan(5, 8),
                new CrossValidation(2, 1, OptionalInt.empty()));
        return new TrialRunner(table)
                .run(study.trials().get(0))
                .curve()
                .last()
                .train()
                .loss();
    }

    private static INDArray trained(
            BatchSource source, int[] examples, int batch, boolean direct, Optional<ClassWeights> weights) {
        MultiLayerNetwork network = network(source.outputs() == 1 ? 2 : source.outputs());
        Optional<DirectPlan> plan = DirectPlan.of(network.getLayerWiseConfigurations(), batch);
        assertThat(plan).isPresent();
        try (Learner learner = Learner.of(new Network.Stack(network), direct ? plan : Optional.empty(), weights)) {
            for (int epoch = 0; epoch < 20; epoch++) {
                learner.fit(new MiniBatches(source, examples, batch).inOrder());
            }
        }
        return network.params();
    }

    private static MultiLayerNetwork network(int classes) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                Architectures.of(new NetworkSpec.TableMlp(3, List.of(5), classes == 2 ? 1 : classes))
                        .configure(List.of(), SLOW, 7));
        network.init();
        return network;
    }

    /** 24 examples of the first class, 8 of the second and 4 of the third, in three overlapping clouds. */
    private static Table table(int classes) {
        int[] counts = {24, 8, 4};
        Random random = new Random(5);
        List<double[]> rows = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            for (int i = 0; i < counts[c]; i++) {
                int label = c;
                rows.add(IntStream.range(0, 3)
                        .mapToDouble(j -> random.nextGaussian() + (j == label ? 1 : 0))
                        .toArray());
                labels.add(c);
            }
        }
        return new Table(
                rows.toArray(double[][]::new),
                labels.stream().mapToInt(Integer::intValue).toArray(),
                List.of("a", "b", "c").subList(0, classes));
    }

    private static double[][] features(Table table) {
        return IntStream.range(0, table.size())
                .mapToObj(i -> table.features().row(i))
                .toArray(double[][]::new);
    }
}
