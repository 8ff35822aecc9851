package org.dropoutlab.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.data.split.Splits;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.model.KeptModel;
import org.dropoutlab.model.ModelDescription;
import org.dropoutlab.model.ModelFile;
import org.dropoutlab.montecarlo.MonteCarlo;
import org.dropoutlab.montecarlo.PredictiveDistribution;
import org.dropoutlab.prediction.Prediction.OfClass;
import org.dropoutlab.prediction.Prediction.OfNumber;
import org.dropoutlab.scaling.TableScaling;
import org.dropoutlab.training.TableTrials;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TablePredictorTest {
    private static final Sampling PLAIN = new Sampling(0, 1, 0.9);
    private static final Map<String, Model> MODELS = new HashMap<>();

    @TempDir
    private static Path directory;

    /** A kept model with the table that it was learnt from. */
    private record Model(TableFile table, TableTrials.Kept kept, KeptModel read) {
        List<double[]> rows() {
            return List.of(table.table().features().rows());
        }

        TableScaling scaling() {
            return (TableScaling) read.description().scaling();
        }

        INDArray inputs() {
            return Nd4j.createFromArray(
                    scaling().inputs(table.table().features().rows()));
        }
    }

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    private static Model model(int classes, String arm) {
        return MODELS.computeIfAbsent(classes + arm, key -> {
            Path own = directory.resolve(Integer.toString(MODELS.size()));
            if (!own.toFile().mkdir()) {
                throw new AssertionError(own);
            }
            TableFile table = TableTrials.table(own, classes);
            TableTrials.Kept kept = TableTrials.keep(own, table, arm);
            return new Model(table, kept, ModelFile.read(kept.file()));
        });
    }

    private static List<OfClass> classes(Model model, Sampling sampling) {
        return TablePredictor.of(model.read(), sampling).predict(model.rows(), 1).stream()
                .map(OfClass.class::cast)
                .toList();
    }

    private static List<OfNumber> numbers(Model model, Sampling sampling) {
        return TablePredictor.of(model.read(), sampling).predict(model.rows(), 1).stream()
                .map(OfNumber.class::cast)
                .toList();
    }

    private static int[] test(Model model) {
        Trial trial = model.kept().trial();
        Fold fold = Splits.of(
                        model.table().table(), trial.resampling(), trial.seeds().folds(0))
                .get(0);
        return fold.test();
    }

    /** Oracle: accuracy and cross-entropy that the trial itself measured on its test data, with direct steps; floats. */
    @ParameterizedTest
    @CsvSource({"2, plain", "2, dropout=0.5", "3, dropconnect=0.3", "3, dropout=0.3"})
    void withoutSamplesItSaysWhatTheTrialMeasured(int count, String arm) {
        Model model = model(count, arm);
        int[] test = test(model);

        List<OfClass> predictions = classes(model, PLAIN);

        double right = 0;
        double loss = 0;
        for (int example : test) {
            OfClass prediction = predictions.get(example);
            int label = model.table().table().labels()[example];
            right += prediction.predicted() == label ? 1 : 0;
            loss -= Math.log(prediction.probabilities()[label]);
            assertThat(prediction.row()).isEqualTo(example + 1);
            assertThat(prediction.interval()).isEmpty();
            assertThat(prediction.mutualInformation()).isEmpty();
        }
        Score measured = model.kept().result().curve().end().test();
        assertThat(right / test.length).isEqualTo(measured.accuracy());
        assertThat(loss / test.length).isCloseTo(measured.loss(), within(1e-5));
    }

    /** The same of a number, whose loss is in squared standard deviations of the training targets. */
    @Test
    void withoutSamplesItSaysTheNumberThatTheTrialMeasured() {
        Model model = model(1, "dropout=0.2");
        int[] test = test(model);
        double[] targets = model.table().table().targets().orElseThrow();

        List<OfNumber> predictions = numbers(model, PLAIN);

        double error = Arrays.stream(test)
                .mapToDouble(i -> targets[i] - predictions.get(i).predicted())
                .map(difference -> difference * difference)
                .average()
                .orElseThrow();
        double deviation = model.scaling().target().orElseThrow().deviation();
        assertThat(error / (deviation * deviation))
                .isCloseTo(model.kept().result().curve().end().test().loss(), within(1e-5));
        assertThat(predictions.get(0).sd()).isEmpty();
        assertThat(predictions.get(0).interval()).isEmpty();
    }

    /** Oracle: {@link MonteCarlo} of the network in memory, all rows at once; floats of batches of another size. */
    @ParameterizedTest
    @CsvSource({
        "2, dropout=0.5",
        "3, dropconnect=0.3",
        "3, visible-dropout=0.1+gaussian-noise=0.3",
        "2, weight-noise=0.2"
    })
    void thePassesAreThoseOfMonteCarloWithTheSameSeed(int count, String arm) {
        Model model = model(count, arm);

        List<OfClass> predictions = classes(model, new Sampling(25, 7, 0.8));

        PredictiveDistribution expected = MonteCarlo.ofSampledNetworks(
                        model.read().network().requireStack())
                .predict(model.inputs(), 25, 7);
        for (int i = 0; i < predictions.size(); i++) {
            OfClass prediction = predictions.get(i);
            assertThat(prediction.predicted()).isEqualTo(expected.predicted(i));
            assertThat(prediction.probabilities()).containsExactly(expected.mean()[i], within(1e-6));
            assertThat(prediction.entropy()).isCloseTo(expected.entropy()[i], within(1e-5));
            assertThat(prediction.mutualInformation().orElseThrow())
                    .isCloseTo(expected.mutualInformation()[i], within(1e-5));
            Range range = prediction.interval().orElseThrow();
            assertThat(range.lower()).isLessThanOrEqualTo(range.upper()).isBetween(0.0, 1.0);
        }
    }

    /**
     * Oracle: masks of each example's own, the other way to sample. Means of 400 draws of a number in [0, 1] differ by less
     * than 5 · √2 · 0.5/√400 = 0.18 in 90 rows.
     */
    @Test
    void theMeanIsThatOfIndependentMasks() {
        Model model = model(2, "dropout=0.5");

        List<Prediction> predictions =
                TablePredictor.of(model.read(), new Sampling(400, 3, 0.9), 96).predict(model.rows(), 1);

        PredictiveDistribution expected = MonteCarlo.ofIndependentMasks(
                        model.read().network().requireStack())
                .predict(model.inputs(), 400, 4);
        for (int i = 0; i < predictions.size(); i++) {
            assertThat(((OfClass) predictions.get(i)).probabilities()[0])
                    .isCloseTo(expected.mean()[i][0], within(0.18));
        }
    }

    /** By the definitions, from passes of the network in memory. */
    @Test
    void aNumberHasMeanDeviationAndQuantilesOverThePasses() {
        Model model = model(1, "dropout=0.2");

        List<OfNumber> predictions = numbers(model, new Sampling(11, 5, 0.6));

        TableScaling.Standardized target = model.scaling().target().orElseThrow();
        INDArray passes = MonteCarlo.ofSampledNetworks(model.read().network().requireStack())
                .passes(model.inputs(), 11, 5);
        for (int i = 0; i < predictions.size(); i++) {
            int row = i;
            double[] over = IntStream.range(0, 11)
                    .mapToDouble(pass -> target.restore(passes.getDouble(pass, row, 0)))
                    .sorted()
                    .toArray();
            double mean = Arrays.stream(over).average().orElseThrow();
            double sd = Math.sqrt(
                    Arrays.stream(over).map(x -> (x - mean) * (x - mean)).sum() / 10);
            double rounding = 1e-5 * target.deviation();
            assertThat(predictions.get(i).predicted()).isCloseTo(mean, within(rounding));
            assertThat(predictions.get(i).sd().orElseThrow()).isCloseTo(sd, within(rounding));
            // 0.2 and 0.8 of the way through 11 sorted numbers are the third and the ninth.
            assertThat(predictions.get(i).interval().orElseThrow().lower()).isCloseTo(over[2], within(rounding));
            assertThat(predictions.get(i).interval().orElseThrow().upper()).isCloseTo(over[8], within(rounding));
        }
    }

    /** To the bit: nobody else's rows have a part in it, however many there are. */
    @ParameterizedTest
    @ValueSource(strings = {"dropout=0.5", "batch-norm+dropout=0.2", "dropconnect=0.3"})
    void aRowsPredictionDependsOnNoRowBehindIt(String arm) {
        Model model = model(3, arm);
        Sampling sampling = new Sampling(10, 1, 0.9);
        TablePredictor predictor = TablePredictor.of(model.read(), sampling, 32);

        List<Prediction> whole = predictor.predict(model.rows(), 1);
        List<Prediction> parts = new ArrayList<>(predictor.predict(model.rows().subList(0, 64), 1));
        parts.addAll(predictor.predict(model.rows().subList(64, 70), 65));

        PredictionFormat.Words words = new PredictionFormat.Words(predictor.schema(), predictor.deviation());
        assertThat(parts).hasSize(70);
        assertThat(PredictionFormat.JSON.lines(parts, words))
                .isEqualTo(PredictionFormat.JSON.lines(whole.subList(0, 70), words));
        for (int i = 0; i < parts.size(); i++) {
            assertThat(((OfClass) parts.get(i)).probabilities())
                    .containsExactly(((OfClass) whole.get(i)).probabilities());
        }
    }

    /** Nor on the rows before it, nor on the size of batches, but for rounding: every row goes through the same networks. */
    @Test
    void theOrderOfRowsAndTheSizeOfBatchesDoNotMatter() {
        Model model = model(3, "dropout=0.3");
        Sampling sampling = new Sampling(10, 1, 0.9);
        List<Integer> order = new ArrayList<>(IntStream.range(0, 90).boxed().toList());
        Collections.shuffle(order, new Random(2));
        List<double[]> shuffled = order.stream().map(model.rows()::get).toList();

        List<Prediction> expected = TablePredictor.of(model.read(), sampling).predict(model.rows(), 1);
        List<Prediction> others = TablePredictor.of(model.read(), sampling, 16).predict(shuffled, 1);

        for (int i = 0; i < 90; i++) {
            assertThat(((OfClass) others.get(i)).probabilities())
                    .containsExactly(((OfClass) expected.get(order.get(i))).probabilities(), within(1e-6));
        }
    }

    @Test
    void anotherSeedSamplesOtherNetworks() {
        Model model = model(2, "dropout=0.5");

        List<OfClass> one = classes(model, new Sampling(5, 1, 0.9));
        assertThat(classes(model, new Sampling(5, 1, 0.9)).get(0).entropy())
                .isEqualTo(one.get(0).entropy());
        assertThat(classes(model, new Sampling(5, 2, 0.9)).get(0).entropy())
                .isNotEqualTo(one.get(0).entropy());
    }

    /** Sampling a network without noise: every pass is the plain one, so that they never disagree. */
    @ParameterizedTest
    @CsvSource({
        "plain, false",
        "max-norm=2, false",
        "batch-norm, false",
        "dropout=0.3, true",
        "dropconnect=0.3, true",
        "weight-noise=0.2, true",
        "gaussian-noise=0.1, true"
    })
    void saysWhetherThereIsAnythingToSample(String arm, boolean varies) {
        Model model = model(2, arm);
        Sampling sampling = new Sampling(10, 1, 0.9);

        assertThat(TablePredictor.of(model.read(), sampling).varies()).isEqualTo(varies);
        assertThat(TablePredictor.of(model.read(), PLAIN).varies()).isFalse();
        OfClass first = classes(model, sampling).get(0);
        Range range = first.interval().orElseThrow();
        assertThat(range.upper() > range.lower()).isEqualTo(varies);
        if (!varies) {
            assertThat(first.mutualInformation()).hasValue(0);
            assertThat(first.probabilities())
                    .containsExactly(classes(model, PLAIN).get(0).probabilities(), within(1e-6));
        }
    }

    @Test
    void refusesModelsThatWereNotLearntFromATable() {
        KeptModel model = model(2, "plain").read();
        ModelDescription d = model.description();
        KeptModel without = new KeptModel(
                new ModelDescription(
                        d.format(),
                        d.study(),
                        d.trial(),
                        d.treatments(),
                        d.network(),
                        d.data(),
                        Optional.empty(),
                        d.scaling(),
                        d.ranges(),
                        d.threshold(),
                        d.unprepared(),
                        d.software()),
                model.network());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TablePredictor.of(without, PLAIN))
                .withMessageContaining("not on a table");
        KeptModel other = new KeptModel(d, model(3, "plain").read().network());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TablePredictor.of(other, PLAIN))
                .withMessageContaining("the network's output has shape [1, 3], expected 1 numbers");
    }
}
