package org.dropoutlab.steps;

import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.scoring.Outputs;
import org.dropoutlab.steps.DensePlan.Stage;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Training steps and predictions of a {@link MultiLayerNetwork} of dense layers, directly on its parameters and its
 * updater's state: OpenBLAS for products, plain loops for the rest, and the random numbers that Deeplearning4j would
 * draw. Between epochs, Deeplearning4j can save the network, evaluate it, or continue its training.
 *
 * <p>The steps differ from Deeplearning4j's only by rounding. A small network's step takes eight products instead of
 * some eighty native operations. A large network saves passes over its parameters: the gradient's product is added
 * directly to the velocity, {@code v ← μv + (η/B)·XᵀE} with B examples in the mini-batch, and the unused gradient with
 * respect to the inputs is not computed.
 *
 * <p>Not thread-safe.
 */
public final class DirectSteps implements AutoCloseable {
    /** Examples per prediction: enough for fast products, few enough for the caches. */
    private static final int PREDICTED_AT_ONCE = 256;

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

    /** A source of examples. */
    @FunctionalInterface
    public interface Feed {
        /**
         * Writes the next examples to the start of each buffer.
         *
         * @param features [example, input]
         * @param labels [example, output]
         * @return the number of examples; 0 at the end
         */
        int next(FloatBuffer features, FloatBuffer labels);
    }

    private DirectSteps(MultiLayerNetwork network, DensePlan plan) {
        this.network = network;
        this.plan = plan;
        this.capacity = Math.max(plan.batchSize(), PREDICTED_AT_ONCE);
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
     * Direct steps for {@code network}, which must be initialized.
     *
     * @param batchSize maximum size of a mini-batch
     * @throws IllegalArgumentException if there is no {@link DensePlan} for its configuration
     */
    public static DirectSteps of(MultiLayerNetwork network, int batchSize) {
        return DensePlan.of(network.getLayerWiseConfigurations(), batchSize)
                .map(plan -> of(network, plan))
                .orElseThrow(() -> new IllegalArgumentException(
                        "direct steps support only dense ReLU layers with dropout, trained with momentum"));
    }

    /** Direct steps for {@code network}, which must be initialized, by the plan of its configuration. */
    public static DirectSteps of(MultiLayerNetwork network, DensePlan plan) {
        return new DirectSteps(network, plan);
    }

    /** The maximum number of examples that a {@link Feed} may write at a time. */
    public int capacity() {
        return capacity;
    }

    /** Trains on all mini-batches of an epoch, with the calling thread's random numbers. */
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

    /** The network's outputs for the examples of {@code feed}. */
    public Outputs predict(Feed feed) {
        int width = plan.outputs();
        float[] sums = new float[capacity * width];
        float[] wanted = new float[sums.length];
        double[] losses = new double[capacity];
        float[] outputs = new float[sums.length];
        int done = 0;
        for (int examples = next(feed); examples > 0; examples = next(feed)) {
            if (done + examples > losses.length) {
                losses = Arrays.copyOf(losses, 2 * losses.length);
                outputs = Arrays.copyOf(outputs, losses.length * width);
            }
            forward(examples);
            last().sums().values().get(0, sums, 0, examples * width);
            labels.values().get(0, wanted, 0, examples * width);
            for (int i = 0; i < examples; i++) {
                losses[done + i] = plan.output().loss(sums, wanted, i * width, width);
                plan.output().apply(sums, i * width, width);
            }
            System.arraycopy(sums, 0, outputs, done * width, examples * width);
            done += examples;
        }
        return new Outputs(Arrays.copyOf(losses, done), Arrays.copyOf(outputs, done * width));
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

    private void forward(int examples) {
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

    /** Noise on part of an array. */
    @FunctionalInterface
    private interface Noise {
        Noise NONE = (values, count, first) -> {};

        /** Changes {@code count} values, which in the array start at index {@code first}. */
        void disturb(float[] values, int count, long first);
    }

    /** Adds the biases; in hidden layers, then applies ReLU and noise. */
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

    /** Sets the last layer's errors, the gradient of the loss, and their sums. */
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
     * Passes errors back through a layer's dropout and activation. A positive activation was neither clipped nor
     * dropped, so no mask needs to be kept.
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

    /** Frees the arrays of the steps; parameters and the updater's state belong to the network. */
    @Override
    public void close() {
        layers.forEach(DirectLayer::close);
        inputs.close();
        labels.close();
    }
}
