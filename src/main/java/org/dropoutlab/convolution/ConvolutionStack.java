package org.dropoutlab.convolution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.dropoutlab.natives.NativeDraws;
import org.dropoutlab.natives.NativeNumbers;

/**
 * The leading convolutional part of a network, directly on the network's parameters and gradient: one convolution after
 * another with oneDNN, with the random numbers that Deeplearning4j would draw. Results differ from Deeplearning4j's layers
 * only by rounding.
 *
 * <p>It saves what the layers cost: maps stay in oneDNN's layout from one convolution to the next, biases and ReLU are part
 * of the convolution, pooling finds the maps of the convolution in the processor's cache (see {@link NativeStage}), and the
 * unused gradient with respect to the images is not computed.
 *
 * <p>Not thread-safe: for one thread at a time, on which ND4J uses one native thread.
 */
public final class ConvolutionStack implements AutoCloseable {
    private static final Map<Question, Boolean> SUPPORTED = new ConcurrentHashMap<>();

    private final ConvolutionPlan plan;
    private final NativeNumbers gradient;
    private final OneDnn oneDnn = new OneDnn();
    private final List<NativeStage> stages = new ArrayList<>();
    private final MapDropout imageDropout;
    private final NativeNumbers features;
    private final Optional<NativeNumbers> noisyImages;
    private final Optional<NativeNumbers> blockedImages;
    private final Reordering block;
    private final Reordering flatten;
    private final Reordering unflatten;
    private NativeNumbers images;
    private boolean finite;

    private record Question(ConvolutionPlan plan, int capacity) {}

    private ConvolutionStack(
            ConvolutionPlan plan,
            NativeNumbers parameters,
            NativeNumbers gradient,
            Layout imageLayout,
            Layout layout,
            int capacity)
            throws NotCompiled {
        this.plan = plan;
        this.gradient = gradient.part(0, plan.parameters());
        try {
            Optional<NativeStage> below = Optional.empty();
            long first = 0;
            for (ConvolutionStage stage : plan.stages()) {
                NativeStage next = new NativeStage(
                        oneDnn,
                        stage,
                        below.isEmpty() ? imageLayout : layout,
                        layout,
                        below,
                        parameters.part(first, stage.parameters()),
                        gradient.part(first, stage.parameters()),
                        capacity);
                stages.add(next);
                below = Optional.of(next);
                first += stage.parameters();
            }
        } catch (NotCompiled | RuntimeException e) {
            stages.forEach(NativeStage::close);
            oneDnn.close();
            throw e;
        }
        this.imageDropout = new MapDropout(plan.images(), Layout.PLAIN);
        this.noisyImages = imagesIf(!plan.imageNoise().isEmpty(), Layout.PLAIN, capacity);
        this.blockedImages = imagesIf(imageLayout != Layout.PLAIN, imageLayout, capacity);
        this.block = new Reordering(oneDnn, plan.images(), Layout.PLAIN, imageLayout);
        this.features = NativeNumbers.allocate((long) capacity * plan.features());
        Maps last = plan.stages().get(plan.stages().size() - 1).maps();
        this.flatten = new Reordering(oneDnn, last, layout, Layout.PLAIN);
        this.unflatten = new Reordering(oneDnn, last, Layout.PLAIN, layout);
    }

    private Optional<NativeNumbers> imagesIf(boolean needed, Layout layout, int capacity) {
        return needed
                ? Optional.of(NativeNumbers.allocate((long) capacity * layout.size(plan.images())))
                : Optional.empty();
    }

    /**
     * A stack for {@code plan}; empty if oneDNN cannot be loaded on this platform, or has no compiled code for one of the
     * convolutions on this processor.
     *
     * @param parameters the network's parameters, in Deeplearning4j's order; those of the plan come first; like all arrays
     *     that are given to a stack, they must not be freed while it is in use
     * @param gradient the network's flat gradient, in the same order
     * @param capacity maximum number of examples at a time
     */
    public static Optional<ConvolutionStack> of(
            ConvolutionPlan plan, NativeNumbers parameters, NativeNumbers gradient, int capacity) {
        if (!OneDnn.isLoaded()) {
            return Optional.empty();
        }
        for (Layout layout : List.of(Layout.BLOCKS_OF_16, Layout.BLOCKS_OF_8)) {
            for (Layout images : List.of(Layout.PLAIN, layout)) {
                try {
                    return Optional.of(new ConvolutionStack(plan, parameters, gradient, images, layout, capacity));
                } catch (NotCompiled e) {
                    // Others may suit this processor, or this number of channels in an image.
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Whether there is a stack for {@code plan} on this platform and processor, which takes milliseconds to find out the first
     * time.
     *
     * @param capacity maximum number of examples at a time
     */
    public static boolean supports(ConvolutionPlan plan, int capacity) {
        return SUPPORTED.computeIfAbsent(new Question(plan, capacity), ConvolutionStack::tried);
    }

    private static boolean tried(Question question) {
        NativeNumbers parameters = NativeNumbers.allocate(question.plan().parameters());
        try {
            Optional<ConvolutionStack> stack = of(question.plan(), parameters, parameters, question.capacity());
            stack.ifPresent(ConvolutionStack::close);
            return stack.isPresent();
        } finally {
            parameters.close();
        }
    }

    /**
     * Computes the features without noise.
     *
     * @param images [example, channel, row, column]
     */
    public void forward(int examples, NativeNumbers images) {
        pass(examples, images, Optional.empty());
    }

    /**
     * Computes the features with the noise of training.
     *
     * @param images [example, channel, row, column], unchanged until {@link #backward}
     */
    public void forwardInTraining(int examples, NativeNumbers images, NativeDraws draws) {
        pass(examples, images, Optional.of(draws));
    }

    private void pass(int examples, NativeNumbers given, Optional<NativeDraws> draws) {
        images = blocked(examples, draws.isPresent() ? noisy(examples, given, draws.get()) : given);
        finite = true;
        NativeNumbers below = images;
        for (NativeStage stage : stages) {
            finite &= stage.forward(examples, below);
            draws.ifPresent(random -> stage.drop(examples, random));
            below = stage.maps();
        }
        flatten.copy(examples, last().maps(), features);
        if (!finite) {
            fill(features, (long) examples * plan.features());
        }
    }

    private NativeNumbers noisy(int examples, NativeNumbers given, NativeDraws draws) {
        if (noisyImages.isEmpty()) {
            return given;
        }
        NativeNumbers copy = noisyImages.get();
        copy.values().put(0, given.values(), 0, examples * plan.images().size());
        for (MapNoise noise : plan.imageNoise()) {
            imageDropout.drop(copy, examples, noise, draws);
        }
        return copy;
    }

    private NativeNumbers blocked(int examples, NativeNumbers plain) {
        blockedImages.ifPresent(copy -> block.copy(examples, plain, copy));
        return blockedImages.orElse(plain);
    }

    private NativeStage last() {
        return stages.get(stages.size() - 1);
    }

    /**
     * ReLU and pooling hide a NaN: the features of diverged convolutions would look like those of a network that has
     * learned nothing.
     */
    private static void fill(NativeNumbers numbers, long length) {
        for (int i = 0; i < length; i++) {
            numbers.values().put(i, Float.NaN);
        }
    }

    /** The features after a pass, [example, feature], with features in the order [channel, row, column]. */
    public NativeNumbers features() {
        return features;
    }

    /**
     * Writes the gradient of the last pass in training, summed over its examples.
     *
     * @param errors derivatives of the loss with respect to the features, [example, feature]
     */
    public void backward(int examples, NativeNumbers errors) {
        unflatten.copy(examples, errors, last().errors());
        for (int i = stages.size() - 1; i >= 0; i--) {
            stages.get(i).backward(examples, i == 0 ? images : stages.get(i - 1).maps());
        }
        if (!finite) {
            fill(gradient, plan.parameters());
        }
    }

    /** Frees everything but parameters and gradient, which belong to the network. */
    @Override
    public void close() {
        stages.forEach(NativeStage::close);
        oneDnn.close();
        features.close();
        noisyImages.ifPresent(NativeNumbers::close);
        blockedImages.ifPresent(NativeNumbers::close);
    }
}
