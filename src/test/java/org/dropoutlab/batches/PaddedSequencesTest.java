package org.dropoutlab.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Features;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.network.SequenceForm;
import org.dropoutlab.regularization.LabelSmoothing;
import org.dropoutlab.scaling.TableScaling;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class PaddedSequencesTest {
    private static final SequenceForm EACH_SEQUENCE = new SequenceForm(false, 2, false);
    private static final SequenceForm EACH_STEP = new SequenceForm(true, 2, false);
    private static final int[] ALL = {0, 1, 2};

    /** Of 2, 3 and 1 steps with 2 features. */
    private static final double[][][] STEPS = {
        {{1, 10}, {2, 20}}, {{3, 30}, {4, 40}, {5, 50}}, {{6, 60}},
    };

    @BeforeAll
    static void start() {
        Backend.start();
    }

    private static Sequences labelled() {
        return Sequences.ofClasses(STEPS, new int[] {0, 1, 1}, List.of("a", "b"));
    }

    private static DataSet batch(Sequences sequences, SequenceForm form, int... examples) {
        return PaddedSequences.of(sequences, TableScaling.of(sequences, ALL), form)
                .batch(examples, 0, examples.length);
    }

    @Test
    void featuresAreExampleFeatureStepWithZerosAfterTheLastStep() {
        DataSet batch = batch(labelled().unscaled(), EACH_SEQUENCE, 2, 0, 1);

        assertThat(batch.getFeatures().shape()).containsExactly(3, 2, 3);
        double[][][] wanted = {{{6, 0, 0}, {60, 0, 0}}, {{1, 2, 0}, {10, 20, 0}}, {{3, 4, 5}, {30, 40, 50}}};
        for (int example = 0; example < 3; example++) {
            assertThat(batch.getFeatures().slice(example).toDoubleMatrix()).isDeepEqualTo(wanted[example]);
        }
        assertThat(batch.getFeaturesMaskArray().toDoubleMatrix())
                .isDeepEqualTo(new double[][] {{1, 0, 0}, {1, 1, 0}, {1, 1, 1}});
        assertThat(batch.getLabels().toDoubleMatrix()).isDeepEqualTo(new double[][] {{0, 1}, {1, 0}, {0, 1}});
        assertThat(batch.getLabelsMaskArray()).isNull();
    }

    @Test
    void sequencesOfOneLengthHaveNoMask() {
        assertThat(batch(labelled(), EACH_SEQUENCE, 1).getFeaturesMaskArray()).isNull();
    }

    @Test
    void aNetworkWithOutputsForEachStepHasTheOnlyLabelAtTheLastStep() {
        DataSet batch = batch(labelled(), EACH_STEP, 0, 1);

        assertThat(batch.getLabelsMaskArray().toDoubleMatrix()).isDeepEqualTo(new double[][] {{0, 1, 0}, {0, 0, 1}});
        assertThat(batch.getLabels().slice(0).toDoubleMatrix()).isDeepEqualTo(new double[][] {{0, 1, 0}, {0, 0, 0}});
        assertThat(batch.getLabels().slice(1).toDoubleMatrix()).isDeepEqualTo(new double[][] {{0, 0, 0}, {0, 0, 1}});
    }

    @Test
    void stepsWithoutAClassAreMasked() {
        Features steps = Sequences.joined(STEPS);
        int none = Sequences.StepClasses.NONE;
        Sequences sequences = Sequences.of(
                steps,
                Sequences.starts(STEPS),
                new Sequences.StepClasses(new int[] {0, 1, none, 1, 0, 1}),
                List.of("a", "b"));
        PaddedSequences source = PaddedSequences.of(sequences, TableScaling.of(sequences, ALL), EACH_STEP);

        DataSet batch = source.batch(ALL, 0, 3);

        assertThat(batch.getLabelsMaskArray().toDoubleMatrix())
                .isDeepEqualTo(new double[][] {{1, 1, 0}, {0, 1, 1}, {1, 0, 0}});
        assertThat(batch.getLabels().slice(1).toDoubleMatrix()).isDeepEqualTo(new double[][] {{0, 0, 1}, {0, 1, 0}});
        assertThat(sequences.answered(ALL)).containsExactly(0, 1, 3, 4, 5);
        assertThat(source.places(ALL, 3)).containsExactly(0, 1, 4, 5, 6);
    }

    /** Oracle: mean and standard deviation of the five steps of the training sequences, by hand. */
    @Test
    void scalingIsThatOfTheTrainingStepsWithoutPadding() {
        Sequences sequences = labelled();
        TableScaling scaling = TableScaling.of(sequences, new int[] {0, 1});
        DataSet batch = PaddedSequences.of(sequences, scaling, EACH_SEQUENCE).batch(ALL, 0, 3);

        assertThat(batch.getFeatures().getDouble(2, 0, 0)).isCloseTo((6 - 3) / Math.sqrt(2), within(1e-6));
        assertThat(batch.getFeatures().getDouble(0, 1, 1)).isCloseTo((20 - 30) / Math.sqrt(200), within(1e-6));
        assertThat(batch.getFeatures().getDouble(0, 1, 2)).isZero();
    }

    @Test
    void numbersOfStepsAreStandardizedOverTheTrainingSteps() {
        Sequences sequences = Sequences.of(
                Sequences.joined(STEPS),
                Sequences.starts(STEPS),
                new Sequences.StepNumbers(new double[] {1, 3, Double.NaN, 2, 2, 7}),
                List.of());
        TableScaling scaling = TableScaling.of(sequences, new int[] {0, 1});
        DataSet batch = PaddedSequences.of(sequences, scaling, new SequenceForm(true, 1, false))
                .batch(ALL, 0, 3);

        // 1, 3, 2 and 2 have mean 2 and variance 1/2.
        assertThat(batch.getLabels().getDouble(2, 0, 0)).isCloseTo(5 / Math.sqrt(0.5), within(1e-6));
        assertThat(batch.getLabelsMaskArray().getDouble(1, 0)).isZero();
    }

    @Test
    void largeDataScaledWhenWrittenAreTheSame() {
        PaddedSequences small = PaddedSequences.of(labelled(), TableScaling.of(labelled(), ALL), EACH_SEQUENCE);
        PaddedSequences large = new PaddedSequences(small.sequences(), small.scaling(), small.form(), new float[0]);

        assertThat(small.scaled()).isNotEmpty();
        assertThat(large.batch(ALL, 0, 3).getFeatures())
                .isEqualTo(small.batch(ALL, 0, 3).getFeatures());
    }

    /** A category is one input for each value, or its number for an embedding. */
    @Test
    void categoriesAreOneHotOrTheirNumbers() {
        Features symbols = Features.of(new int[] {3}, 3, (step, column) -> new double[] {2, 0, 1}[step]);
        Sequences sequences = Sequences.of(
                        symbols, new int[] {0, 2, 3}, new Sequences.Classes(new int[] {0, 1}), List.of("a", "b"))
                .unscaled();

        assertThat(batch(sequences, EACH_SEQUENCE, 0).getFeatures().slice(0).toDoubleMatrix())
                .isDeepEqualTo(new double[][] {{0, 1}, {0, 0}, {1, 0}});
        assertThat(batch(sequences, new SequenceForm(false, 2, true), 0)
                        .getFeatures()
                        .slice(0)
                        .toDoubleMatrix())
                .isDeepEqualTo(new double[][] {{2, 0}});
    }

    @Test
    void smoothedLabelsKeepTheirMasks() {
        PaddedSequences source = PaddedSequences.of(labelled(), TableScaling.of(labelled(), ALL), EACH_STEP);

        DataSet smooth = new SmoothedLabels(source, new LabelSmoothing(0.2)).batch(ALL, 0, 3);

        assertThat(smooth.getLabelsMaskArray())
                .isEqualTo(source.batch(ALL, 0, 3).getLabelsMaskArray());
        assertThat(smooth.getLabels().getDouble(0, 0, 1)).isCloseTo(0.9, within(1e-6));
        assertThat(smooth.getLabels().getDouble(0, 1, 1)).isCloseTo(0.1, within(1e-6));
    }

    @Test
    void miniBatchesHaveEverySequenceOnce() {
        MiniBatches batches = new MiniBatches(
                PaddedSequences.of(labelled(), TableScaling.of(labelled(), ALL), EACH_SEQUENCE), ALL, 2);
        int steps = 0;
        for (batches.shuffled(7); batches.hasNext(); ) {
            DataSet batch = batches.next();
            steps += batch.getFeaturesMaskArray() == null
                    ? (int) (batch.getFeatures().size(0) * batch.getFeatures().size(2))
                    : batch.getFeaturesMaskArray().sumNumber().intValue();
        }
        assertThat(steps).isEqualTo(IntStream.of(labelled().lengths()).sum());
    }
}
