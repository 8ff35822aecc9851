package org.dropoutlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Images;
import org.dropoutlab.dl4j.OwnStack;
import org.dropoutlab.dl4j.OwnTreatment;
import org.dropoutlab.dl4j.OwnTreatments;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.dropoutlab.dl4j.json.StockConfiguration;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.montecarlo.MonteCarlo;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Augmentation;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.EveryRegularizer;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.Regularizer.OutsideNetwork;
import org.dropoutlab.regularization.Removal;
import org.dropoutlab.study.ArmText;
import org.dropoutlab.training.TrialRunner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Checks that every part of the code that must know each regularizer does, where the compiler cannot check it. Each test
 * covers one part, or several together.
 */
class RegularizersTest {
    private static final String SAMPLES = "org.dropoutlab.regularization.EveryRegularizer#samples";
    private static final NetworkSpec NETWORK = new NetworkSpec.ImageCnn(22, 22, 1, 2, List.of(4, 4, 4, 8));
    private static final Optimizer OPTIMIZER = new Optimizer.Momentum(0.1, 0.9);
    private static final Images IMAGES = images();

    private static TrialResult plain;

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
        plain = trained();
    }

    @Test
    void everyKindHasASampleInEveryRegularizer() {
        List<Class<?>> sampled = kinds(EveryRegularizer.all().stream());

        assertThat(EveryRegularizer.kinds())
                .filteredOn(kind -> !sampled.contains(kind))
                .as("kinds without a sample in EveryRegularizer")
                .isEmpty();
    }

    /** Manifests, journals and models call a kind by its simple name. */
    @Test
    void noTwoKindsHaveTheSameSimpleName() {
        assertThat(EveryRegularizer.kinds().stream().map(Class::getSimpleName)).doesNotHaveDuplicates();
    }

    @Test
    void noTwoAugmentationsDrawFromTheSameStream() {
        assertThat(EveryRegularizer.samples().stream()
                        .filter(Augmentation.class::isInstance)
                        .map(augmentation -> ((Augmentation) augmentation).stream()))
                .doesNotHaveDuplicates();
    }

    @Test
    void armTextHasAWordForEveryKind() {
        List<Class<?>> typed = kinds(Stream.concat(
                ArmText.vocabulary().stream().flatMap(entry -> parsed(entry).stream()),
                ArmText.parse("dropout=0").stream()));

        assertThat(EveryRegularizer.kinds())
                .filteredOn(kind -> !typed.contains(kind))
                .as("kinds without a word in ArmText")
                .isEmpty();
    }

    private static List<Class<?>> kinds(Stream<Regularizer> regularizers) {
        return regularizers.<Class<?>>map(Object::getClass).toList();
    }

    private static List<Regularizer> parsed(ArmText.Entry entry) {
        String word = entry.usage().replaceAll("=.*", "");
        return Stream.of("", "=0.5", "=5", "=0.5:0.5", "=balanced", "=tuned")
                .flatMap(level -> {
                    try {
                        return Stream.of(ArmText.parse(word + level));
                    } catch (InputException e) {
                        return Stream.empty();
                    }
                })
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("org.dropoutlab.regularization.EveryRegularizer#all")
    void isDescribedInOneLine(Regularizer regularizer) {
        assertThat(regularizer.family()).isNotBlank().doesNotContain("\n");
        assertThat(regularizer.describe()).isNotBlank().doesNotContain("\n");
        assertThat(EveryRegularizer.all().stream().map(Regularizer::describe))
                .as("descriptions")
                .containsOnlyOnce(regularizer.describe());
    }

    /** One that RegularizedLayers leaves out, or that has no effect on data or training, gives the measurements of none. */
    @ParameterizedTest
    @MethodSource(SAMPLES)
    void regularizedLayersTreatmentsOrTheTrainingLoopLetItAct(Regularizer regularizer) {
        TrialResult result = trained(regularizer);

        assertThat(result.status()).isEqualTo(TrialResult.Status.COMPLETED);
        assertThat(measurements(result))
                .as(
                        "measurements with %s, which RegularizedLayers, Treatments or the training loop leaves out",
                        regularizer)
                .isNotEqualTo(measurements(plain));
        assertThat(configured(regularizer).equals(configured()))
                .as("whether the network is the plain one")
                .isEqualTo(regularizer instanceof OutsideNetwork);
    }

    /** Oracle: the plain network, which is left when what was found is taken out. Batch normalization is found and stays. */
    @ParameterizedTest
    @MethodSource(SAMPLES)
    void ownTreatmentsFindsItInAConfigurationAndTakesItOut(Regularizer regularizer) {
        MultiLayerConfiguration treated = configured(regularizer);
        List<OwnTreatment> found = OwnStack.treatments(treated);

        if (regularizer instanceof OutsideNetwork) {
            assertThat(found).isEmpty();
        } else if (regularizer instanceof BatchNormalization) {
            assertThat(found).isNotEmpty().allMatch(own -> own.kind() == Removal.Kind.NORMALIZATION);
            assertThat(OwnStack.without(treated, own -> OwnTreatments.replaces(new Removal.Bare(), own)))
                    .isEqualTo(treated);
        } else {
            assertThat(found).isNotEmpty().allMatch(own -> OwnTreatments.replaces(regularizer, own));
            assertThat(nameless(OwnStack.without(treated, own -> true))).isEqualTo(nameless(configured()));
        }
    }

    /** Without the names that Deeplearning4j derives from positions. */
    private static String nameless(MultiLayerConfiguration network) {
        return network.toJson().replaceAll("\"layer[0-9]+\"", "null");
    }

    /** Oracle: Deeplearning4j's reading, and the network's outputs. */
    @ParameterizedTest
    @MethodSource(SAMPLES)
    void ownClassKnowsWhatConfigurationsAreMadeOf(Regularizer regularizer) {
        MultiLayerNetwork network = network(regularizer);
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        INDArray inputs = Nd4j.rand(3, new long[] {4, 1, 22, 22});

        assertThat(SafeConfiguration.read(configuration.toJson())).isEqualTo(configuration);
        String stock = StockConfiguration.json(configuration);
        assertThat(stock).doesNotContain("dropoutlab");
        MultiLayerNetwork elsewhere = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(stock));
        elsewhere.init(network.params(), false);
        assertThat(elsewhere.output(inputs)).isEqualTo(network.output(inputs));
    }

    /** Oracle: two forward passes in training mode. */
    @ParameterizedTest
    @MethodSource(SAMPLES)
    void monteCarloKnowsWhetherItIsRandom(Regularizer regularizer) {
        MultiLayerNetwork network = network(regularizer);
        INDArray inputs = Nd4j.rand(3, new long[] {1, 1, 22, 22}).repeat(0, 4);

        assertThat(MonteCarlo.ofIndependentMasks(network).varies())
                .as("whether MonteCarlo takes %s for random", regularizer)
                .isEqualTo(!trainingPass(network, inputs, 1).equals(trainingPass(network, inputs, 2)));
        INDArray pass = MonteCarlo.ofSampledNetworks(network).pass(inputs, 5);
        for (int example = 1; example < 4; example++) {
            assertThat(pass.getRow(example)).as("one network for all examples").isEqualTo(pass.getRow(0));
        }
    }

    private static INDArray trainingPass(MultiLayerNetwork network, INDArray inputs, long seed) {
        Nd4j.getRandom().setSeed(seed);
        return network.output(inputs, true);
    }

    private static MultiLayerConfiguration configured(Regularizer... regularizers) {
        return Architectures.of(NETWORK).configure(List.of(regularizers), OPTIMIZER, 7);
    }

    private static MultiLayerNetwork network(Regularizer... regularizers) {
        MultiLayerNetwork network = new MultiLayerNetwork(configured(regularizers));
        network.init();
        return network;
    }

    private static TrialResult trained(Regularizer... regularizers) {
        Study study = Study.of(
                "tiny",
                "A study",
                "?",
                "images",
                NETWORK,
                List.of(new Arm("arm", List.of(regularizers), OPTIMIZER, List.of())),
                List.of(),
                // One mini-batch per epoch: with oneDNN, weight noise of a convolution fails in the second, because
                // Deeplearning4j keeps the noisy weights of the first.
                new TrainingPlan(3, 50),
                new HeldOutTest(1, OptionalInt.empty(), OptionalInt.empty(), 0.3));
        return new TrialRunner(IMAGES).run(study.trials().get(0));
    }

    private static List<?> measurements(TrialResult result) {
        return result.curve().points().stream()
                .map(p -> List.of(p.epoch(), p.train(), p.validation(), p.test()))
                .toList();
    }

    /** Of random pixels, in two classes of different size, so that class weights and a threshold have an effect. */
    private static Images images() {
        Random random = new Random(6);
        byte[][] pixels = new byte[60][22 * 22];
        int[] labels = new int[pixels.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 5 / 3;
            random.nextBytes(pixels[i]);
        }
        return new Images(pixels, labels, List.of("a", "b"), new Images.Shape(1, 22, 22), 40);
    }
}
