package org.dropoutlab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.ActivationNoise.AlphaDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianNoise;
import org.dropoutlab.regularization.Augmentation.Cutout;
import org.dropoutlab.regularization.Augmentation.HorizontalFlip;
import org.dropoutlab.regularization.Augmentation.RandomShift;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.EarlyStopping;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.LabelSmoothing;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.ModelCombination;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Recurrent.RecurrentDropConnect;
import org.dropoutlab.regularization.Recurrent.RecurrentDropout;
import org.dropoutlab.regularization.Recurrent.RecurrentDropout.Target;
import org.dropoutlab.regularization.Recurrent.VariationalDropout;
import org.dropoutlab.regularization.Recurrent.Zoneout;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.Regularizer.OnData.BalancedClasses;
import org.dropoutlab.regularization.Regularizer.OnTraining.TunedThreshold;
import org.dropoutlab.regularization.Removal;
import org.dropoutlab.regularization.Removal.Kind;
import org.dropoutlab.regularization.SpatialDropout;
import org.dropoutlab.regularization.WeightDecay;
import org.dropoutlab.regularization.WeightNoise;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arms as they are typed. */
class ArmTextTest {
    private static final Optimizer ADAM = new Optimizer.Adam(1e-3);

    @BeforeAll
    static void start() {
        Backend.start();
    }

    /** Every word of the vocabulary, and the regularizer that its help promises. */
    static Stream<Arguments> words() {
        DropProbability rate = new DropProbability(0.3);
        return Stream.of(
                Arguments.of("plain", List.of()),
                Arguments.of("as-is", List.of()),
                Arguments.of("bare", List.of(new Removal.Bare())),
                Arguments.of("dropout=0.3", List.of(Dropout.hidden(0.3))),
                Arguments.of("input-dropout=0.3", List.of(Dropout.visible(0.3))),
                Arguments.of("visible-dropout=0.3", List.of(Dropout.visible(0.3))),
                Arguments.of("conv-dropout=0.3", List.of(Dropout.convolution(0.3))),
                Arguments.of("spatial=0.3", List.of(SpatialDropout.convolution(0.3))),
                Arguments.of("flattened-dropout=0.3", List.of(Dropout.flattened(0.3))),
                Arguments.of("output-dropout=0.3", List.of(new Dropout(Place.OUTPUT, rate))),
                Arguments.of("variational=0.2:0.5", List.of(VariationalDropout.of(0.2, 0.5))),
                Arguments.of("recurrent-dropout=0.5", List.of(RecurrentDropout.of(0.5, Target.STATE))),
                Arguments.of("recurrent-dropconnect=0.5", List.of(RecurrentDropConnect.of(0.5))),
                Arguments.of("zoneout=0.1", List.of(Zoneout.of(0.1))),
                Arguments.of("dropconnect=0.3", List.of(DropConnect.hidden(0.3))),
                Arguments.of("weight-noise=0.3", List.of(WeightNoise.hidden(0.3))),
                Arguments.of("gaussian-dropout=0.3", List.of(new GaussianDropout(Place.HIDDEN, rate))),
                Arguments.of("gaussian-noise=0.3", List.of(new GaussianNoise(Place.VISIBLE, 0.3))),
                Arguments.of("alpha-dropout=0.3", List.of(new AlphaDropout(Place.HIDDEN, rate))),
                Arguments.of("weight-decay=0.001", List.of(new WeightDecay(0.001))),
                Arguments.of("l2=0.001", List.of(new L2(0.001))),
                Arguments.of("l1=0.001", List.of(new L1(0.001))),
                Arguments.of("max-norm=3", List.of(new MaxNorm(3))),
                Arguments.of("batch-norm", List.of(BatchNormalization.hidden())),
                Arguments.of("conv-batch-norm", List.of(BatchNormalization.convolution())),
                Arguments.of("label-smoothing=0.1", List.of(new LabelSmoothing(0.1))),
                Arguments.of("class-weights=balanced", List.of(new BalancedClasses())),
                Arguments.of("early-stopping=10", List.of(new EarlyStopping(10))),
                Arguments.of("threshold=tuned", List.of(new TunedThreshold())),
                Arguments.of("combination=3", List.of(new ModelCombination(3))),
                Arguments.of("shift=4", List.of(new RandomShift(4))),
                Arguments.of("flip", List.of(new HorizontalFlip())),
                Arguments.of("cutout=8", List.of(new Cutout(8))),
                Arguments.of("kl-sparsity=0.1:0.01", List.of(new KlSparsity(0.1, 0.01))),
                Arguments.of("dropout=0", List.of(new Removal.Without(Kind.NOISE))),
                Arguments.of("input-dropout=0", List.of(Dropout.visible(0))),
                Arguments.of("dropconnect=0", List.of(new Removal.Without(Kind.WEIGHT_NOISE))),
                Arguments.of("l2=0", List.of(new Removal.Without(Kind.L2))),
                Arguments.of("weight-decay=0", List.of(new Removal.Without(Kind.L2))),
                Arguments.of("l1=0", List.of(new Removal.Without(Kind.L1))),
                Arguments.of("max-norm=0", List.of(new Removal.Without(Kind.CONSTRAINT))),
                Arguments.of("label-smoothing=0", List.of()),
                Arguments.of("kl-sparsity=0.1:0", List.of(new Removal.Without(Kind.SPARSITY))),
                Arguments.of("dropout=0.5+bare", List.of(Dropout.hidden(0.5), new Removal.Bare())),
                Arguments.of("dropout=0.5+max-norm=3", List.of(Dropout.hidden(0.5), new MaxNorm(3))),
                Arguments.of("shift=2+flip", List.of(new RandomShift(2), new HorizontalFlip())));
    }

    @ParameterizedTest
    @MethodSource("words")
    void aTextIsItsRegularizersAndItsName(String text, List<Regularizer> regularizers) {
        Arm arm = ArmText.arm(text, ADAM);

        assertThat(arm).isEqualTo(new Arm(text, regularizers, ADAM, List.of()));
        assertThat(ArmText.parse(text)).isEqualTo(regularizers);
    }

    @Test
    void theVocabularyIsComplete() {
        assertThat(ArmText.vocabulary().stream().map(entry -> entry.usage().replaceAll("=.*", "")))
                .containsExactlyElementsOf(
                        words().map(arguments -> arguments.get()[0].toString().replaceAll("=.*", ""))
                                .distinct()
                                .toList());
        assertThat(ArmText.vocabulary())
                .allSatisfy(entry -> assertThat(entry.help()).isNotBlank().doesNotContain("\n"));
    }

    @Test
    void aTunedLevelIsChosenFromItsGridInEverySplit() {
        Arm arm = ArmText.arm("Dropout=tuned + max-norm=3", ADAM);

        assertThat(arm.name()).isEqualTo("dropout=tuned+max-norm=3");
        assertThat(arm.regularizers()).containsExactly(new MaxNorm(3));
        assertThat(arm.outcomes().get(0))
                .as("level 0 is a network without dropout, its own taken out")
                .isEqualTo(new Arm(
                        "dropout=0+max-norm=3",
                        List.of(new Removal.Without(Kind.NOISE), new MaxNorm(3)),
                        ADAM,
                        List.of()));
        assertThat(arm.outcomes().get(4))
                .isEqualTo(new Arm(
                        "dropout=0.5+max-norm=3", List.of(Dropout.hidden(0.5), new MaxNorm(3)), ADAM, List.of()));
        assertThat(arm.variation().search().orElseThrow().levels())
                .containsOnlyKeys("dropout")
                .containsEntry("dropout", Set.of(0.0, 0.1, 0.2, 0.3, 0.5, 0.7));
    }

    @Test
    void severalTunedLevelsAreChosenTogether() {
        Arm arm = ArmText.arm("dropout=tuned+weight-decay=tuned", ADAM);

        assertThat(arm.outcomes()).hasSize(6 * 5);
        assertThat(arm.outcomes().get(29).regularizers()).containsExactly(Dropout.hidden(0.7), new WeightDecay(0.1));
    }

    /** Every level of every grid is one that could be typed. */
    @Test
    void everyWordWithAGridCanBeTuned() {
        List<String> words = ArmText.vocabulary().stream()
                .filter(entry -> entry.help().contains("tuned: "))
                .map(entry -> entry.usage().replaceAll("=.*", ""))
                .toList();

        assertThat(words).hasSize(21);
        for (String word : words) {
            for (Arm outcome : ArmText.arm(word + "=tuned", ADAM).outcomes()) {
                assertThat(outcome.regularizers()).isEqualTo(ArmText.parse(outcome.name()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Dropout=.50, dropout=0.5",
        "' dropout = 0.5 + max-norm = 3.0 ', dropout=0.5+max-norm=3",
        "weight-decay=1e-3, weight-decay=0.001",
        "weight-decay=1E-3, weight-decay=0.001",
        "l2=1e-20, l2=1.0e-20",
        "max-norm=100, max-norm=100",
        "shift=2.0, shift=2",
        "kl-sparsity=.10:1, kl-sparsity=0.1:1"
    })
    void spellingsOfAnArmHaveOneName(String typed, String name) {
        assertThat(ArmText.arm(typed, ADAM).name()).isEqualTo(name);
        assertThat(ArmText.arm(name, ADAM)).isEqualTo(ArmText.arm(typed, ADAM));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "droput=0.5 | arm droput=0.5: no regularizer named 'droput' (did you mean dropout?); words: plain, as-is, bare, dropout=P,",
                "maxnorm=3 | (did you mean max-norm?)",
                "moon | no regularizer named 'moon'; words: plain",
                "'' | arm '': a word is missing; words: plain",
                "dropout=0.5+ | a word is missing",
                "+ | a word is missing",
                "=0.5 | a word is missing",
                "dropout | dropout needs a value, as in dropout=P",
                "dropout= | '' is not a number",
                "early-stopping=tuned | early-stopping=EPOCHS: this level cannot be tuned; words that can: dropout,",
                "batch-norm=tuned | batch-norm takes no value; leave out =tuned",
                "dropout=tuned+visible-dropout=tuned+dropconnect=tuned | more than 100 combinations",
                "dropout=half | dropout=P: 'half' is not a number",
                "dropout=NaN | 'nan' is not a number",
                "dropout=0x1 | '0x1' is not a number",
                "dropout=0,5 | '0,5' is not a number",
                "dropout=1e999 | '1e999' is not a number",
                "dropout=0.5=0.5 | '0.5=0.5' is not a number",
                "dropout=1 | dropout=P: drop probability must be in [0, 1), not 1.0",
                "dropout=-0.1 | drop probability must be in [0, 1), not -0.1",
                "max-norm=-1 | max-norm must be a positive number",
                "l2=-1 | the L2 coefficient must be a positive number",
                "label-smoothing=1 | label smoothing must be in (0, 1)",
                "early-stopping=0 | early stopping patience must be at least 1 epoch, not 0",
                "class-weights=3 | class-weights=balanced: '3' is not balanced",
                "early-stopping=2.5 | '2.5' is not a whole number",
                "shift=1e10 | '1e10' is not a whole number",
                "shift=0 | at least 1 pixel",
                "batch-norm=3 | batch-norm takes no value; leave out =3",
                "flip= | flip takes no value",
                "plain=1 | plain takes no value",
                "kl-sparsity=0.1 | two numbers, as in kl-sparsity=0.1:0.01",
                "kl-sparsity=0.1:x | 'x' is not a number",
                "kl-sparsity=0:1 | the KL sparsity target must be a positive number",
                "dropout=0.5+dropout=0.2 | dropout is listed twice",
                "plain+dropout=0.5 | plain means that nothing is changed",
                "dropout=0.5+as-is | as-is means that nothing is changed"
            })
    void saysInOneLineWhatIsWrong(String text, String message) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> ArmText.parse(text))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void aListHasItsArmsInOrder() {
        assertThat(ArmText.arms("plain, dropout=0.2,dropout=0.5+max-norm=3", ADAM).stream()
                        .map(Arm::name))
                .containsExactly("plain", "dropout=0.2", "dropout=0.5+max-norm=3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain,dropout=0.5,dropout=.5", "plain,", ",plain", ""})
    void aListNamesEveryArmOnce(String list) {
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> ArmText.arms(list, ADAM));
    }

    /** Oracle: the networks that they are for take every one of them. */
    @Test
    void theDefaultsGoWithTheirNetworks() {
        assertThat(ArmText.forTables()).startsWith("plain").hasSizeBetween(6, 7);
        assertThat(ArmText.forImages()).startsWith("plain").hasSizeBetween(6, 7);
        for (Arm arm : ArmText.arms(String.join(",", ArmText.forTables()), ADAM)) {
            Architectures.of(new NetworkSpec.TableMlp(8, List.of(4), 1)).configure(arm.regularizers(), ADAM, 1);
        }
        for (Arm arm : ArmText.arms(String.join(",", ArmText.forImages()), ADAM)) {
            Architectures.of(new NetworkSpec.ImageCnn(22, 22, 1, 2, List.of(2, 2, 2, 2)))
                    .configure(arm.regularizers(), ADAM, 1);
        }
    }

    /** File systems differ in what they take; letters, digits and these are taken by all of them. */
    @Test
    void namesOfFilesAreTakenEverywhere() {
        List<String> names = words().map(arguments -> new TrialId(
                                ArmText.arm(arguments.get()[0].toString(), ADAM).name(), 1, 2)
                        .fileName())
                .toList();

        assertThat(names).allMatch(name -> name.matches("[a-z0-9.=+@-]+")).doesNotHaveDuplicates();
    }

    /** Oracle: the definition, by hand. */
    @ParameterizedTest
    @CsvSource({"dropout, droput, 1", "l1, l2, 1", "flip, '', 4", "'', '', 0", "spatial, special, 2"})
    void distancesCountLetters(String from, String to, int letters) {
        assertThat(ArmText.distance(from, to)).isEqualTo(letters);
        assertThat(ArmText.distance(to, from)).isEqualTo(letters);
    }
}
