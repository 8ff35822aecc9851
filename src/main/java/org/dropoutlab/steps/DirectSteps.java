package org.dropoutlab.steps;

import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.steps.DensePlan.Stage;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Training steps and predictions of a {@link MultiLayerNetwork} of dense layers, made directly on its parameters and on its
 * updater's state: OpenBLAS for products, plain loops for the rest, the random numbers that Deeplearning4j would draw. The
 * network stays what it was: between two epochs it can be saved, asked, and trained on by Deeplearning4j.
 *
 * <p>The steps differ from Deeplearning4j's by rounding alone. Where a small network's step there is some eighty native
 * operations, here it is eight products. A large network is spared passes over its parameters: the product that is the
 * gradient is added to the velocity as it is made, {@code v ← μv + (η/B)·XᵀE} with B examples in the mini-batch, and the
 * gradient with respect to the inputs, which nobody reads, is not made.
 *
 * <p>For one thread at a time.
 */
public final class DirectSteps implements AutoCloseable {
    /** Enough for products to be quick, few enough for the caches. */
    private static final int ANSWERED_AT_ONCE = 256;

    private final MultiLayerNetwork network;
    private final DensePlan plan;
    private final int capacity;
    private final NativeNumbers parameters;
    private final NativeNumbers velocity;
    private final NativeNumbers inputs;
    private final NativeNumbers labels;
    private final List<DirectLayer> layers = new ArrayList<>();
    private final float[] scratch;
    private final float[] second;

    /** Hands out examples. */
    @FunctionalInterface
    public interface Feed {
        /**
         * Writes the next examples from the start of each buffer.
         *
         * @param features [example, input]
         * @param labels [example, output]
         * @return how many; 0 if there are no more
         */
        int next(FloatBuffer features, FloatBuffer labels);
    }

    /**
     * What a network says of examples, with every noise off.
     *
     * @param losses of each example, a cross-entropy in nats
     * @param outputs [example][output]
     */
    public record Answers(double[] losses, float[][] outputs) {}

    private DirectSteps(MultiLayerNetwork network, DensePlan plan) {
        this.network = network;
        this.plan = plan;
        this.capacity = Math.max(plan.batchSize(), ANSWERED_AT_ONCE);
        this.parameters = NativeNumbers.of(network.params());
        this.velocity = NativeNumbers.of(network.getUpdater().getStateViewArray());
        this.inputs = NativeNumbers.allocate((long) capacity * plan.inputs());
        this.labels = NativeNumbers.allocate((long) capacity * plan.outputs());
        NativeNumbers below = inputs;
        long first = 0;
        for (Stage stage : plan.stages()) {
            long size = (long) stage.weights() + stage.units();
            DirectLayer layer =
                    DirectLayer.of(stage, parameters.part(first, size), velocity.part(first, size), below, capacity);
            layers.add(layer);
            below = layer.sums();
            first += size;
        }
        int widest = plan.stages().stream()
                .flatMapToInt(stage -> IntStream.of(stage.inputs(), stage.units()))
                .max()
                .orElseThrow();
        this.scratch = new float[Math.max(DirectLayer.CHUNK, widest)];
        this.second = new float[scratch.length];
    }

    /**
     * Direct steps for {@code network}, which must have been initialized.
     *
     * @param batchSize most examples in a mini-batch
     * @throws IllegalArgumentException if there is no {@link DensePlan} of its configuration
     */
    public static DirectSteps of(MultiLayerNetwork network, int batchSize) {
        return DensePlan.of(network.getLayerWiseConfigurations(), batchSize)
                .map(plan -> of(network, plan))
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "direct steps train dense layers of ReLU units with dropout, by momentum: this network has others"));
    }

    /** Direct steps for {@code network}, which must have been initialized, by the plan of its configuration. */
    public static DirectSteps of(MultiLayerNetwork network, DensePlan plan) {
        return new DirectSteps(network, plan);
    }

    /** Most examples that a {@link Feed} may hand out to {@link #fit} or {@link #answer}. */
    public int capacity() {
        return capacity;
    }

    /** Trains with all mini-batches of an epoch, drawing the calling thread's random numbers. */
    public void fit(Feed feed) {
        NativeDraws draws = NativeDraws.of(Nd4j.getRandom());
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        for (int examples = next(feed); examples > 0; examples = next(feed)) {
            step(examples, draws);
            configuration.setIterationCount(configuration.getIterationCount() + 1);
        }
        draws.leaveTo(Nd4j.getRandom());
        network.incrementEpochCount();
    }

    /** What the network says of the examples of {@code feed}. */
    public Answers answer(Feed feed) {
        List<Double> losses = new ArrayList<>();
        List<float[]> answers = new ArrayList<>();
        for (int examples = next(feed); examples > 0; examples = next(feed)) {
            predict(examples);
            float[] sums = new float[examples * plan.outputs()];
            float[] wanted = new float[sums.length];
            last().sums().values().get(0, sums);
            labels.values().get(0, wanted);
            for (int from = 0; from < sums.length; from += plan.outputs()) {
                losses.add(plan.output().loss(sums, wanted, from, plan.outputs()));
                plan.output().apply(sums, from, plan.outputs());
                answers.add(Arrays.copyOfRange(sums, from, from + plan.outputs()));
            }
        }
        return new Answers(losses.stream().mapToDouble(loss -> loss).toArray(), answers.toArray(float[][]::new));
    }

    private int next(Feed feed) {
        int examples = feed.next(inputs.values().clear(), labels.values().clear());
        inputs.values().clear();
        labels.values().clear();
        return examples;
    }

    private DirectLayer last() {
        return layers.get(layers.size() - 1);
    }

    private void predict(int examples) {
        for (DirectLayer layer : layers) {
            layer.multiply(examples);
            finishSums(layer, examples, Noise.NONE);
        }
    }

    private void step(int examples, NativeDraws draws) {
        dropInputs(examples, draws);
        for (int i = 0; i < layers.size(); i++) {
            DirectLayer layer = layers.get(i);
            layer.multiplyInTraining(examples, draws);
            if (i + 1 < layers.size() && layers.get(i + 1).stage().hasDropout()) {
                float retain = (float) layers.get(i + 1).stage().retain();
                finishSums(layer, examples, (values, count, first) -> draws.drop(values, count, first, retain));
                draws.advance((long) examples * layer.stage().units());
            } else {
                finishSums(layer, examples, Noise.NONE);
            }
        }
        takeOutputErrors(examples);
        int iteration = network.getIterationCount();
        int epoch = network.getEpochCount();
        float learningRate = (float) plan.updater().getLearningRate(iteration, epoch);
        float momentum = (float) plan.updater().momentum(iteration, epoch);
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (i > 0) {
                layers.get(i).multiplyBack(examples, layers.get(i - 1).errors());
                passErrors(layers.get(i - 1), examples, layers.get(i).stage().retain());
            }
            layers.get(i).accelerate(examples, learningRate, momentum);
        }
        layers.forEach(layer -> layer.decay(learningRate));
        cblas_saxpy(plan.parameters(), -1, velocity.address(), 1, parameters.address(), 1);
        layers.forEach(DirectLayer::limitNorms);
    }

    private void dropInputs(int examples, NativeDraws draws) {
        Stage stage = plan.stages().get(0);
        if (!stage.hasDropout()) {
            return;
        }
        int numbers = examples * stage.inputs();
        for (int from = 0; from < numbers; from += scratch.length) {
            int count = Math.min(scratch.length, numbers - from);
            inputs.values().get(from, scratch, 0, count);
            draws.drop(scratch, count, from, (float) stage.retain());
            inputs.values().put(from, scratch, 0, count);
        }
        draws.advance(numbers);
    }

    /** Disturbs some of the numbers of an array. */
    @FunctionalInterface
    private interface Noise {
        Noise NONE = (values, count, first) -> {};

        /** Changes the first {@code count} values, which are those of the array from its {@code first} on. */
        void disturb(float[] values, int count, long first);
    }

    /** Adds the biases and, of hidden layers, takes the positive part and disturbs that. */
    private void finishSums(DirectLayer layer, int examples, Noise noise) {
        int units = layer.stage().units();
        float[] biases = layer.biases();
        int numbers = examples * units;
        int chunk = scratch.length / units * units;
        boolean hidden = layer != last();
        FloatBuffer sums = layer.sums().values();
        for (int from = 0; from < numbers; from += chunk) {
            int count = Math.min(chunk, numbers - from);
            sums.get(from, scratch, 0, count);
            for (int row = 0; row < count; row += units) {
                if (hidden) {
                    addAndRectify(scratch, row, biases);
                } else {
                    add(scratch, row, biases);
                }
            }
            noise.disturb(scratch, count, from);
            sums.put(from, scratch, 0, count);
        }
    }

    private static void add(float[] sums, int row, float[] biases) {
        for (int unit = 0; unit < biases.length; unit++) {
            sums[row + unit] += biases[unit];
        }
    }

    private static void addAndRectify(float[] sums, int row, float[] biases) {
        for (int unit = 0; unit < biases.length; unit++) {
            sums[row + unit] = Math.max(sums[row + unit] + biases[unit], 0);
        }
    }

    /** The last layer's errors, which are the gradient of the loss, and their sums. */
    private void takeOutputErrors(int examples) {
        int outputs = plan.outputs();
        int numbers = examples * outputs;
        int chunk = scratch.length / outputs * outputs;
        float slope = plan.output().slope(outputs);
        float[] unitErrors = emptied(last());
        for (int from = 0; from < numbers; from += chunk) {
            int count = Math.min(chunk, numbers - from);
            last().sums().values().get(from, scratch, 0, count);
            labels.values().get(from, second, 0, count);
            for (int row = 0; row < count; row += outputs) {
                plan.output().apply(scratch, row, outputs);
                for (int unit = 0; unit < outputs; unit++) {
                    float error = slope * (scratch[row + unit] - second[row + unit]);
                    scratch[row + unit] = error;
                    unitErrors[unit] += error;
                }
            }
            last().errors().values().put(from, scratch, 0, count);
        }
    }

    /**
     * Takes a layer's errors from those behind its activation and the dropout upon it. An activation above 0 was neither cut
     * off nor dropped: no mask needs keeping.
     */
    private void passErrors(DirectLayer layer, int examples, double retain) {
        int units = layer.stage().units();
        int numbers = examples * units;
        int chunk = scratch.length / units * units;
        float scale = 1 / (float) retain;
        float[] unitErrors = emptied(layer);
        FloatBuffer errors = layer.errors().values();
        for (int from = 0; from < numbers; from += chunk) {
            int count = Math.min(chunk, numbers - from);
            errors.get(from, scratch, 0, count);
            layer.sums().values().get(from, second, 0, count);
            for (int i = 0; i < count; i++) {
                scratch[i] = second[i] > 0 ? scratch[i] * scale : 0;
            }
            for (int row = 0; row < count; row += units) {
                addTo(unitErrors, scratch, row);
            }
            errors.put(from, scratch, 0, count);
        }
    }

    private static void addTo(float[] sums, float[] values, int row) {
        for (int unit = 0; unit < sums.length; unit++) {
            sums[unit] += values[row + unit];
        }
    }

    private static float[] emptied(DirectLayer layer) {
        Arrays.fill(layer.unitErrors(), 0);
        return layer.unitErrors();
    }

    /** Gives the arrays of the steps back; parameters and the updater's state belong to the network. */
    @Override
    public void close() {
        layers.forEach(DirectLayer::close);
        inputs.close();
        labels.close();
    }
}
