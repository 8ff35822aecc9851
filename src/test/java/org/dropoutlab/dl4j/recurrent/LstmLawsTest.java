package org.dropoutlab.dl4j.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.regularization.Recurrent;
import org.dropoutlab.regularization.Recurrent.RecurrentDropConnect;
import org.dropoutlab.regularization.Recurrent.RecurrentDropout;
import org.dropoutlab.regularization.Recurrent.RecurrentDropout.Target;
import org.dropoutlab.regularization.Recurrent.VariationalDropout;
import org.dropoutlab.regularization.Recurrent.Zoneout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Laws of the treatments of an LSTM. Outputs are compared with {@link ReferenceLstm} under the same masks, gradients
 * with its central differences: in double precision with a step of 10⁻⁵ they are exact to about 10⁻⁹, so what differs is single
 * precision, whose sums of some hundred terms are exact to about 10⁻⁵ of the largest.
 */
class LstmLawsTest {
    private static final int EXAMPLES = 4;
    private static final int INPUTS = 3;
    private static final int UNITS = 5;
    private static final int STEPS = 6;
    private static final double STEP = 1e-5;
    private static final double SINGLE = 2e-5;

    /** Padding behind, before and between the steps. */
    private static final float[][] MASK = {
        {1, 1, 1, 1, 1, 1}, {1, 1, 1, 0, 0, 0}, {0, 0, 1, 1, 1, 1}, {1, 1, 0, 1, 1, 0}
    };

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    static Stream<List<Recurrent>> treatments() {
        return Stream.of(
                List.of(),
                List.of(VariationalDropout.of(0.3, 0.4)),
                List.of(RecurrentDropout.of(0.4, Target.STATE)),
                List.of(RecurrentDropout.of(0.4, Target.CANDIDATE)),
                List.of(RecurrentDropConnect.of(0.4)),
                List.of(Zoneout.of(0.4, 0.3)),
                List.of(
                        VariationalDropout.of(0.3, 0.4),
                        RecurrentDropout.of(0.2, Target.CANDIDATE),
                        RecurrentDropConnect.of(0.3),
                        Zoneout.of(0.2, 0.3)));
    }

    @ParameterizedTest
    @MethodSource("treatments")
    void outputsFollowTheEquations(List<Recurrent> treatments) {
        Fixture layer = new Fixture(treatments);
        for (boolean training : new boolean[] {true, false}) {
            INDArray outputs = layer.activate(layer.inputs, training);

            double[][][] expected =
                    layer.reference().outputs(doubles(layer.inputs), layer.steps(), layer.masks(), layer.treatments);
            for (int example = 0; example < EXAMPLES; example++) {
                for (int unit = 0; unit < UNITS; unit++) {
                    for (int step = 0; step < STEPS; step++) {
                        assertThat(outputs.getDouble(example, unit, step))
                                .isCloseTo(expected[example][unit][step], within(SINGLE));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("treatments")
    void gradientsThroughTimeMeetFiniteDifferences(List<Recurrent> treatments) {
        Fixture layer = new Fixture(treatments);
        layer.activate(layer.inputs, true);
        INDArray errors = Nd4j.rand(EXAMPLES, UNITS, STEPS).subi(0.5);
        LstmMasks masks = layer.masks();

        var gradients = layer.layer.backpropGradient(errors.dup(), LayerWorkspaceMgr.noWorkspaces());

        double[][][] x = doubles(layer.inputs);
        double[][][] e = doubles(errors);
        ReferenceLstm reference = layer.reference();
        java.util.function.DoubleSupplier loss = () -> {
            double[][][] outputs = reference.outputs(x, layer.steps(), masks, layer.treatments);
            double sum = 0;
            for (int i = 0; i < EXAMPLES; i++) {
                for (int unit = 0; unit < UNITS; unit++) {
                    for (int step = 0; step < STEPS; step++) {
                        sum += e[i][unit][step] * outputs[i][unit][step];
                    }
                }
            }
            return sum;
        };
        check(gradients.getFirst().getGradientFor("W"), reference.input, loss);
        check(gradients.getFirst().getGradientFor("RW"), reference.recurrent, loss);
        check(gradients.getFirst().getGradientFor("b").reshape(1, 4 * UNITS), new double[][] {reference.biases}, loss);
        for (int example = 0; example < EXAMPLES; example++) {
            check(gradients.getSecond().slice(example), x[example], loss);
        }
    }

    /**
     * A part of a sequence goes on from the state after the part before it, also in its gradient. (Deeplearning4j's LSTM
     * computes the gradient as if each part began from a state of 0.)
     */
    @ParameterizedTest
    @MethodSource("treatments")
    void gradientsOfLaterPartsBeginWithTheStateBefore(List<Recurrent> treatments) {
        Fixture layer = new Fixture(treatments);
        layer.layer.setMaskArray(null);
        LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
        Nd4j.getRandom().setSeed(12);
        layer.layer.rnnActivateUsingStoredState(part(layer.inputs, 0, 4), true, true, none);
        LstmMasks.Lasting before = layer.masks().lasting();
        double[][] hidden = layer.layer.rnnGetTBPTTState().get("prevAct").toDoubleMatrix();
        double[][] cell = layer.layer.rnnGetTBPTTState().get("prevMem").toDoubleMatrix();
        INDArray inputs = part(layer.inputs, 4, 6);
        INDArray errors = Nd4j.rand(EXAMPLES, UNITS, 2);

        layer.layer.rnnActivateUsingStoredState(inputs, true, true, none);
        LstmMasks masks = layer.masks();
        INDArray gradient =
                layer.layer.tbpttBackpropGradient(errors, 2, none).getFirst().getGradientFor("RW");

        assertThat(masks.lasting()).as("masks of the sequence").isSameAs(before);
        ReferenceLstm reference = layer.reference();
        double[][][] x = doubles(inputs);
        double[][][] e = doubles(errors);
        check(gradient, reference.recurrent, () -> {
            double sum = 0;
            double[][][] outputs =
                    reference.outputs(x, PackedSteps.all(EXAMPLES, 2), masks, layer.treatments, hidden, cell);
            for (int i = 0; i < EXAMPLES; i++) {
                for (int unit = 0; unit < UNITS; unit++) {
                    sum += e[i][unit][0] * outputs[i][unit][0] + e[i][unit][1] * outputs[i][unit][1];
                }
            }
            return sum;
        });
        layer.layer.rnnClearPreviousState();
        layer.layer.rnnActivateUsingStoredState(inputs, true, true, none);
        assertThat(layer.masks().lasting()).as("masks of the next sequences").isNotSameAs(before);
    }

    /** Truncation to the last steps gives the gradient of the last steps from the state before them. */
    @Test
    void truncatedGradientsAreThoseOfTheLastSteps() {
        Fixture layer = new Fixture(List.of());
        layer.layer.setMaskArray(null);
        LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
        INDArray errors = Nd4j.rand(EXAMPLES, UNITS, STEPS);
        layer.layer.rnnActivateUsingStoredState(layer.inputs, true, true, none);
        INDArray truncated = layer.layer
                .tbpttBackpropGradient(errors, 2, none)
                .getFirst()
                .gradient()
                .dup();
        layer.layer.rnnClearPreviousState();
        layer.layer.rnnActivateUsingStoredState(part(layer.inputs, 0, 4), true, true, none);
        layer.layer.rnnActivateUsingStoredState(part(layer.inputs, 4, 6), true, true, none);

        INDArray ofLast = layer.layer
                .backpropGradient(part(errors, 4, 6), none)
                .getFirst()
                .gradient();

        assertThat(truncated.equalsWithEps(ofLast, 1e-6)).isTrue();
    }

    private static INDArray part(INDArray sequences, int from, int to) {
        return sequences.get(
                org.nd4j.linalg.indexing.NDArrayIndex.all(),
                org.nd4j.linalg.indexing.NDArrayIndex.all(),
                org.nd4j.linalg.indexing.NDArrayIndex.interval(from, to));
    }

    private static void check(INDArray gradient, double[][] values, java.util.function.DoubleSupplier loss) {
        for (int row = 0; row < values.length; row++) {
            for (int column = 0; column < values[row].length; column++) {
                double value = values[row][column];
                values[row][column] = value + STEP;
                double above = loss.getAsDouble();
                values[row][column] = value - STEP;
                double below = loss.getAsDouble();
                values[row][column] = value;
                assertThat(gradient.getDouble(row, column)).isCloseTo((above - below) / (2 * STEP), within(SINGLE));
            }
        }
    }

    /** Other numbers in the padding, and more of it, with the same random numbers. */
    @ParameterizedTest
    @MethodSource("treatments")
    void paddingHasNoInfluence(List<Recurrent> treatments) {
        Fixture layer = new Fixture(treatments);
        INDArray outputs = layer.activate(layer.inputs, true);
        INDArray errors = Nd4j.rand(EXAMPLES, UNITS, STEPS);
        var gradients = copy(layer.layer
                .backpropGradient(errors.dup(), LayerWorkspaceMgr.noWorkspaces())
                .getFirst()
                .gradient());

        INDArray longer = Nd4j.valueArrayOf(new long[] {EXAMPLES, INPUTS, STEPS + 3}, 77f);
        INDArray longerErrors = Nd4j.valueArrayOf(new long[] {EXAMPLES, UNITS, STEPS + 3}, 33f);
        float[][] mask = new float[EXAMPLES][STEPS + 3];
        for (int example = 0; example < EXAMPLES; example++) {
            for (int step = 0; step < STEPS; step++) {
                if (MASK[example][step] == 1) {
                    mask[example][step] = 1;
                    for (int i = 0; i < INPUTS; i++) {
                        longer.putScalar(new int[] {example, i, step}, layer.inputs.getFloat(example, i, step));
                    }
                    for (int unit = 0; unit < UNITS; unit++) {
                        longerErrors.putScalar(new int[] {example, unit, step}, errors.getFloat(example, unit, step));
                    }
                }
            }
        }
        layer.layer.setMaskArray(Nd4j.createFromArray(mask));
        INDArray again = layer.activate(longer, true);
        var same = layer.layer.backpropGradient(longerErrors, LayerWorkspaceMgr.noWorkspaces());

        for (int example = 0; example < EXAMPLES; example++) {
            for (int unit = 0; unit < UNITS; unit++) {
                for (int step = 0; step < STEPS + 3; step++) {
                    float expected = step < STEPS ? outputs.getFloat(example, unit, step) : 0;
                    assertThat(again.getFloat(example, unit, step)).isEqualTo(expected);
                }
            }
        }
        assertThat(same.getFirst().gradient()).isEqualTo(gradients);
        for (int step = STEPS; step < STEPS + 3; step++) {
            assertThat(same.getSecond().getDouble(0, 0, step)).isZero();
        }
    }

    private static INDArray copy(INDArray array) {
        return array.dup();
    }

    @Test
    void aVariationalMaskIsConstantOverTimeAndDiffersBetweenSequences() {
        Fixture layer = new Fixture(List.of(VariationalDropout.of(0.5, 0.5)));
        layer.activate(layer.inputs, true);

        for (var mask : List.of(
                layer.masks().lasting().inputs(), layer.masks().lasting().state())) {
            float[] first = rows(mask.orElseThrow(), layer.steps(), 0);
            assertThat(rows(mask.orElseThrow(), layer.steps(), 3)).startsWith(java.util.Arrays.copyOf(first, 5));
        }
        Fixture many = new Fixture(List.of(VariationalDropout.of(0, 0.5)));
        many.layer.setMaskArray(null);
        many.activate(Nd4j.ones(200, INPUTS, 2), true);
        float[] masks = new float[200 * UNITS];
        many.masks().lasting().state().orElseThrow().read(PackedSteps.all(200, 2), 0, masks);
        assertThat(Stream.iterate(0, i -> i + UNITS)
                        .limit(200)
                        .map(i -> java.util.Arrays.toString(java.util.Arrays.copyOfRange(masks, i, i + UNITS)))
                        .distinct()
                        .count())
                .as("of 2⁵ masks")
                .isGreaterThan(25);
    }

    private static float[] rows(LstmMasks.Rows mask, PackedSteps steps, int position) {
        float[] rows = new float[steps.active(0) * UNITS];
        mask.read(steps, position, rows);
        return rows;
    }

    @Test
    void recurrentDropoutsMaskIsFreshAtEachStep() {
        Fixture layer = new Fixture(List.of(RecurrentDropout.of(0.5, Target.STATE)));
        layer.layer.setMaskArray(null);
        layer.activate(Nd4j.ones(200, INPUTS, 2), true);
        PackedSteps steps = PackedSteps.all(200, 2);
        float[] first = new float[200 * UNITS];
        float[] second = new float[200 * UNITS];
        layer.masks().state().orElseThrow().read(steps, 0, first);
        layer.masks().state().orElseThrow().read(steps, 1, second);

        int differ = 0;
        int dropped = 0;
        for (int i = 0; i < first.length; i++) {
            differ += first[i] == second[i] ? 0 : 1;
            dropped += first[i] == 0 ? 1 : 0;
            assertThat(first[i]).isIn(0f, 2f);
        }
        // Of 1000 binomial draws with p = ½; four standard deviations are 63.
        assertThat(differ).isBetween(437, 563);
        assertThat(dropped).isBetween(437, 563);
    }

    @Test
    void dropConnectDropsRecurrentWeightsAloneAndMasksTheirGradient() {
        Fixture layer = new Fixture(List.of(RecurrentDropConnect.of(0.5)));
        layer.activate(layer.inputs, true);
        float[] mask = layer.masks().lasting().weights().orElseThrow();

        var gradient = layer.layer
                .backpropGradient(Nd4j.rand(EXAMPLES, UNITS, STEPS), LayerWorkspaceMgr.noWorkspaces())
                .getFirst();

        INDArray recurrent = gradient.getGradientFor("RW");
        for (int from = 0; from < UNITS; from++) {
            for (int sum = 0; sum < 4 * UNITS; sum++) {
                assertThat(recurrent.getFloat(from, sum) == 0).isEqualTo(mask[sum * UNITS + from] == 0);
            }
        }
        assertThat(gradient.getGradientFor("W").eq(0).any()).isFalse();
    }

    /** The state is kept with probability P in training. */
    @Test
    void zoneoutKeepsTheStateWithItsProbability() {
        Fixture layer = new Fixture(List.of(Zoneout.of(0, 0.3)));
        layer.layer.setMaskArray(null);
        INDArray outputs = layer.activate(Nd4j.ones(400, INPUTS, 2), true);

        int kept = 0;
        for (int example = 0; example < 400; example++) {
            for (int unit = 0; unit < UNITS; unit++) {
                kept += outputs.getFloat(example, unit, 0) == 0 ? 1 : 0;
            }
        }
        // 2000 draws with p = 0.3: 600 ± 4 · 20.5
        assertThat(kept).isBetween(518, 682);
    }

    @Test
    void masksOfAPassDependOnItsSeedOnly() {
        Fixture layer = new Fixture(List.of(VariationalDropout.of(0.3), Zoneout.of(0.2)));

        INDArray first = layer.activate(layer.inputs, true);

        assertThat(layer.activate(layer.inputs, true)).isEqualTo(first);
        assertThat(layer.layer.activate(layer.inputs, true, LayerWorkspaceMgr.noWorkspaces()))
                .isNotEqualTo(first);
    }

    private static double[][][] doubles(INDArray view) {
        INDArray array = view.dup('c');
        double[][][] values = new double[(int) array.size(0)][(int) array.size(1)][(int) array.size(2)];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.slice(i).toDoubleMatrix();
        }
        return values;
    }

    /** A layer with a mask, and its inputs. */
    private static final class Fixture {
        private final LstmTreatments treatments;
        private final DirectLstmLayer layer;
        private final INDArray inputs;

        Fixture(List<Recurrent> all) {
            treatments = LstmTreatments.of(all);
            MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                    .seed(6)
                    .updater(new NoOp())
                    .list()
                    .setInputType(InputType.recurrent(INPUTS))
                    .layer(new DirectLstm(
                            new LSTM.Builder()
                                    .nOut(UNITS)
                                    .activation(Activation.TANH)
                                    .build(),
                            treatments))
                    .build());
            network.init();
            network.initGradientsView();
            layer = (DirectLstmLayer) network.getLayer(0);
            layer.setMaskArray(Nd4j.createFromArray(MASK));
            Nd4j.getRandom().setSeed(9);
            inputs = Nd4j.randn(EXAMPLES, INPUTS, STEPS);
        }

        INDArray activate(INDArray x, boolean training) {
            Nd4j.getRandom().setSeed(12);
            return layer.activate(x, training, LayerWorkspaceMgr.noWorkspaces());
        }

        LstmMasks masks() {
            return layer.masks();
        }

        PackedSteps steps() {
            return PackedSteps.of(MASK, STEPS);
        }

        ReferenceLstm reference() {
            return new ReferenceLstm(
                    layer.getParam("W").toDoubleMatrix(),
                    layer.getParam("RW").toDoubleMatrix(),
                    layer.getParam("b").toDoubleVector());
        }
    }
}
