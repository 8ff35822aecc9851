package org.dropoutlab.steps;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.natives.NativeDraws;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.natives.Scratch;
import org.dropoutlab.natives.Temporaries;
import org.dropoutlab.scoring.ClassWeights;
import org.dropoutlab.scoring.Outputs;
import org.dropoutlab.steps.layer.Accumulation;
import org.dropoutlab.steps.layer.DirectLayer;
import org.dropoutlab.steps.layer.Part;
import org.dropoutlab.steps.layer.Step;
import org.dropoutlab.steps.update.Update;
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
    private final DirectPlan plan;
    private final int capacity;
    private final Optional<ClassWeights> weights;
    private final Update update;
    private final NativeNumbers inputs;
    private final NativeNumbers labels;
    private final List<DirectLayer> layers = new ArrayList<>();
    private final Scratch scratch;

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

    private DirectSteps(MultiLayerNetwork network, DirectPlan plan, Optional<ClassWeights> weights) {
        this.weights = weights;
        this.network = network;
        this.plan = plan;
        this.capacity = Math.max(plan.batchSize(), PREDICTED_AT_ONCE);
        this.update = Update.of(network, plan.parts(), plan.momentum());
        this.inputs = NativeNumbers.allocate((long) capacity * plan.inputs());
        this.labels = NativeNumbers.allocate((long) capacity * plan.outputs());
        this.scratch = Scratch.forRows(plan.parts().stream()
                .flatMapToInt(part -> IntStream.of(part.inputs(), part.units()))
                .max()
                .orElseThrow());
        NativeNumbers parameters = NativeNumbers.of(network.params());
        NativeNumbers below = inputs;
        long first = 0;
        for (Part part : plan.parts()) {
            DirectLayer layer = DirectLayer.of(
                    part,
                    new DirectLayer.Memory(
                            parameters.part(first, part.parameters()),
                            update.gradient().part(first, part.parameters()),
                            below,
                            capacity,
                            scratch));
            layers.add(layer);
            below = layer.outputs();
            first += part.parameters();
        }
    }

    /**
     * Direct steps for {@code network}, which must be initialized.
     *
     * @param batchSize maximum size of a mini-batch
     * @throws IllegalArgumentException if there is no {@link DirectPlan} for its configuration
     */
    public static DirectSteps of(MultiLayerNetwork network, int batchSize) {
        return DirectPlan.of(network.getLayerWiseConfigurations(), batchSize)
                .map(plan -> of(network, plan))
                .orElseThrow(() -> new IllegalArgumentException("direct steps support only networks of dense layers"));
    }

    /** Direct steps for {@code network}, which must be initialized, by the plan of its configuration. */
    public static DirectSteps of(MultiLayerNetwork network, DirectPlan plan) {
        return of(network, plan, Optional.empty());
    }

    /** The same with {@code weights} of the classes in the loss of training steps. */
    public static DirectSteps of(MultiLayerNetwork network, DirectPlan plan, Optional<ClassWeights> weights) {
        return new DirectSteps(network, plan, weights);
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
            Step step = new Step(examples, network.getIterationCount(), network.getEpochCount(), draws);
            run(() -> take(step));
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
            infer(examples);
            last().outputs().values().get(0, sums, 0, examples * width);
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

    private void infer(int examples) {
        run(() -> layers.forEach(layer -> layer.infer(examples)));
    }

    private void run(Runnable work) {
        if (plan.usesOperations()) {
            Temporaries.around(work);
        } else {
            work.run();
        }
    }

    private void take(Step step) {
        layers.forEach(layer -> layer.forward(step));
        takeOutputErrors(step.examples());
        Accumulation how = update.accumulation(step);
        for (int i = layers.size() - 1; i >= 0; i--) {
            layers.get(i)
                    .backward(
                            step,
                            how,
                            i == 0
                                    ? Optional.empty()
                                    : Optional.of(layers.get(i - 1).errors()));
        }
        update.apply(step);
    }

    /** Sets the last layer's errors, the gradient of the loss. */
    private void takeOutputErrors(int examples) {
        int outputs = plan.outputs();
        float slope = plan.output().slope(outputs);
        float[] errors = scratch.first();
        float[] wanted = scratch.second();
        last().outputs().copyTo(last().errors(), (long) examples * outputs);
        scratch.update(last().errors().values(), examples, outputs, (from, count) -> {
            scratch.load(labels.values(), from, count);
            for (int row = 0; row < count; row += outputs) {
                plan.output().apply(errors, row, outputs);
                float factor = weights.isEmpty() ? slope : slope * weights.get().of(wanted, row, outputs);
                for (int unit = row; unit < row + outputs; unit++) {
                    errors[unit] = factor * (errors[unit] - wanted[unit]);
                }
            }
        });
    }

    /** Frees the arrays of the steps; parameters and the updater's state belong to the network. */
    @Override
    public void close() {
        layers.forEach(DirectLayer::close);
        inputs.close();
        labels.close();
    }
}
