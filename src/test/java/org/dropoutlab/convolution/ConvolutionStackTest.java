package org.dropoutlab.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.natives.NativeDraws;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The oracle is Deeplearning4j's own network, layer by layer. */
class ConvolutionStackTest {
    private static final Maps CIFAR = new Maps(3, 32, 32);

    /** ND4J frees an array when nothing but its address is in use. */
    private static final Queue<INDArray> HELD = new ConcurrentLinkedQueue<>();

    private static NativeNumbers held(INDArray array) {
        HELD.add(array);
        return NativeNumbers.of(array);
    }

    @AfterEach
    void release() {
        HELD.clear();
    }

    @BeforeAll
    static void start() {
        Backend.start();
        Assumptions.assumeTrue(OneDnn.isLoaded(), "oneDNN has no native library for this platform");
    }

    /** A network's leading convolutions, and what to call them. */
    record Case(String name, MultiLayerConfiguration network, Maps images, int examples) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> networks() {
        return Stream.of(
                new Case("plain", cifar(), CIFAR, 23),
                new Case("one image", cifar(), CIFAR, 1),
                new Case("dropout", cifar(Dropout.flattened(0.25), Dropout.hidden(0.25)), CIFAR, 16),
                new Case("conv-dropout", cifar(Dropout.convolution(0.25)), CIFAR, 11),
                new Case("spatial", cifar(org.dropoutlab.regularization.SpatialDropout.convolution(0.25)), CIFAR, 11),
                new Case("noise on images", cifar(Dropout.visible(0.2)), CIFAR, 5),
                new Case(
                        "whole channels of images",
                        cifar(new org.dropoutlab.regularization.SpatialDropout(
                                Place.VISIBLE, new DropProbability(0.4))),
                        CIFAR,
                        5),
                new Case("overlapping pooling, odd channels", odd(1, 1), new Maps(3, 21, 17), 6));
    }

    /** Convolutions that oneDNN compiles for AVX-512, but not for AVX2 (there, for one, a first convolution must have 3 channels). */
    static Stream<Case> rareNetworks() {
        return Stream.of(
                new Case("grey images", grey(), new Maps(1, 28, 28), 9),
                new Case("one channel, same padding, no pooling", digits(), new Maps(1, 28, 28), 9),
                new Case("strides", odd(2, 1), new Maps(3, 41, 37), 6),
                new Case("dilated", odd(1, 2), new Maps(3, 21, 17), 6));
    }

    private static MultiLayerConfiguration cifar(Regularizer... regularizers) {
        return Architectures.of(new NetworkSpec.Cifar10Cnn())
                .configure(List.of(regularizers), new Optimizer.Momentum(0.05, 0.9), 1);
    }

    private static MultiLayerConfiguration grey() {
        return Architectures.of(new NetworkSpec.ImageCnn(28, 28, 1, 10, List.of(16, 32, 64, 50)))
                .configure(List.of(), new Optimizer.Momentum(0.05, 0.9), 1);
    }

    private static ListBuilder layers() {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .weightInit(WeightInit.RELU)
                .biasInit(0.1)
                .activation(Activation.RELU)
                .updater(new Sgd(0.1))
                .list();
    }

    private static MultiLayerConfiguration withOutputs(ListBuilder layers, Maps images) {
        return layers.layer(new org.deeplearning4j.nn.conf.layers.OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(images.height(), images.width(), images.channels()))
                .build();
    }

    private static MultiLayerConfiguration digits() {
        return withOutputs(
                layers().layer(new ConvolutionLayer.Builder(5, 5)
                                .convolutionMode(ConvolutionMode.Same)
                                .nOut(16)
                                .build())
                        .layer(new DropoutLayer(0.5))
                        .layer(new DropoutLayer(new SpatialDropout(0.7)))
                        .layer(new ConvolutionLayer.Builder(3, 3)
                                .padding(1, 1)
                                .activation(Activation.IDENTITY)
                                .nOut(32)
                                .build()),
                new Maps(1, 28, 28));
    }

    private static MultiLayerConfiguration odd(int stride, int dilation) {
        return withOutputs(
                layers().layer(new ConvolutionLayer.Builder(3, 3)
                                .stride(stride, stride)
                                .dilation(dilation, dilation)
                                .nOut(24)
                                .build())
                        .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                                .kernelSize(3, 3)
                                .stride(2, 2)
                                .padding(1, 1)
                                .build())
                        .layer(new ConvolutionLayer.Builder(3, 2).nOut(40).build())
                        .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                                .kernelSize(2, 2)
                                .stride(2, 2)
                                .convolutionMode(ConvolutionMode.Same)
                                .build()),
                stride == 2 ? new Maps(3, 41, 37) : new Maps(3, 21, 17));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void computesWhatTheLayersCompute(Case each) {
        MultiLayerNetwork network = started(each.network());
        try (ConvolutionStack stack = stack(network, each.images()).orElseThrow()) {
            requireSame(network, stack, each);
        }
    }

    @ParameterizedTest
    @MethodSource("rareNetworks")
    void computesWhatTheLayersComputeOrNothing(Case each) {
        MultiLayerNetwork network = started(each.network());
        Optional<ConvolutionStack> stack = stack(network, each.images());
        Assumptions.assumeTrue(stack.isPresent(), "oneDNN has no code for this convolution on this processor");
        try (ConvolutionStack compiled = stack.get()) {
            requireSame(network, compiled, each);
        }
    }

    private static MultiLayerNetwork started(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration.clone());
        network.init();
        network.initGradientsView();
        return network;
    }

    private static ConvolutionPlan plan(MultiLayerNetwork network, Maps images) {
        return ConvolutionPlan.of(network.getLayerWiseConfigurations(), images).orElseThrow();
    }

    private static Optional<ConvolutionStack> stack(MultiLayerNetwork network, Maps images) {
        return ConvolutionStack.of(
                plan(network, images),
                NativeNumbers.of(network.params()),
                NativeNumbers.of(network.getFlattenedGradients()),
                32);
    }

    /** Features, gradient and random numbers of a training step; then features at inference. */
    private static void requireSame(MultiLayerNetwork network, ConvolutionStack stack, Case each) {
        ConvolutionPlan plan = plan(network, each.images());
        int numbers = each.examples() * plan.features();
        Nd4j.getRandom().setSeed(5);
        INDArray images = images(each.images(), each.examples());
        INDArray errors = Nd4j.randn('c', each.examples(), plan.features());

        Nd4j.getRandom().setSeed(7);
        float[] wantedFeatures = features(network, plan, images, true);
        long[] wantedState = {Nd4j.getRandom().rootState(), Nd4j.getRandom().nodeState()};
        float[] wantedGradient = gradient(network, plan, errors);
        float[] wantedPredictions = features(network, plan, images, false);
        network.getFlattenedGradients().assign(Double.NaN);

        Nd4j.getRandom().setSeed(7);
        NativeDraws draws = NativeDraws.of(Nd4j.getRandom());
        stack.forwardInTraining(each.examples(), held(images), draws);
        draws.leaveTo(Nd4j.getRandom());
        float[] features = first(stack.features(), numbers);
        stack.backward(each.examples(), held(errors));

        assertClose(features, wantedFeatures, featureRounding(plan));
        assertThat(new long[] {Nd4j.getRandom().rootState(), Nd4j.getRandom().nodeState()})
                .isEqualTo(wantedState);
        assertClose(
                first(NativeNumbers.of(network.getFlattenedGradients()), plan.parameters()),
                wantedGradient,
                gradientRounding(plan, each.examples()));
        stack.forward(each.examples(), held(images));
        assertClose(first(stack.features(), numbers), wantedPredictions, featureRounding(plan));
    }

    private static INDArray images(Maps images, int examples) {
        return Nd4j.randn('c', examples, images.channels(), images.height(), images.width());
    }

    /** A sum of n numbers in another order is rounded n times differently, which adds up to some √n roundings. */
    private static double rounding(double numbers) {
        return 0x1p-24 * Math.sqrt(numbers);
    }

    /** The sums through which a feature has come. */
    private static double featureRounding(ConvolutionPlan plan) {
        return plan.stages().stream()
                .mapToDouble(stage ->
                        rounding(stage.kernel().area() * (double) stage.below().channels()))
                .sum();
    }

    /** The sums through which a derivative has come: forward, back, and over all places of all examples. */
    private static double gradientRounding(ConvolutionPlan plan, int examples) {
        return 2 * featureRounding(plan)
                + plan.stages().stream()
                        .mapToDouble(stage ->
                                rounding(examples * (double) stage.convolved().area()))
                        .max()
                        .orElseThrow();
    }

    private static float[] features(
            MultiLayerNetwork network, ConvolutionPlan plan, INDArray images, boolean training) {
        INDArray maps = images;
        for (int i = 0; i < plan.layers(); i++) {
            maps = activations(network, i, maps, training);
        }
        return numbers(maps);
    }

    private static INDArray activations(MultiLayerNetwork network, int layer, INDArray below, boolean training) {
        network.getLayer(layer).setInput(below, LayerWorkspaceMgr.noWorkspaces());
        return network.getLayer(layer)
                .activate(training, LayerWorkspaceMgr.noWorkspaces())
                .dup('c');
    }

    /** The layers' gradient, passed down from the errors of the last maps. */
    private static float[] gradient(MultiLayerNetwork network, ConvolutionPlan plan, INDArray errors) {
        Maps last = plan.stages().get(plan.stages().size() - 1).maps();
        INDArray below = errors.dup('c').reshape('c', errors.size(0), last.channels(), last.height(), last.width());
        passBack(network, plan.layers() - 1, 0, below);
        return first(NativeNumbers.of(network.getFlattenedGradients()), plan.parameters());
    }

    private static INDArray passBack(MultiLayerNetwork network, int from, int to, INDArray errors) {
        INDArray below = errors;
        for (int i = from; i >= to; i--) {
            below = network.getLayer(i)
                    .backpropGradient(below, LayerWorkspaceMgr.noWorkspaces())
                    .getSecond();
        }
        return below;
    }

    private static float[] numbers(INDArray of) {
        return of.dup('c').reshape(-1).toFloatVector();
    }

    private static float[] first(NativeNumbers numbers, int length) {
        float[] values = new float[length];
        numbers.values().get(0, values);
        return values;
    }

    /** Relative to the largest number. */
    private static void assertClose(float[] values, float[] wanted, double tolerance) {
        assertThat(values).hasSameSizeAs(wanted);
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs(wanted[i]));
            // Unlike Math.max, this does not pass over NaN.
            double difference = Math.abs(values[i] - wanted[i]);
            worst = difference <= worst ? worst : difference;
        }
        assertThat(largest).isPositive();
        assertThat(worst).isLessThanOrEqualTo(tolerance * largest);
    }

    static Stream<Case> trained() {
        return networks().filter(each -> Set.of("plain", "dropout", "spatial", "conv-dropout")
                .contains(each.name()));
    }

    /**
     * Deeplearning4j's updater on the stack's gradient gives the weights that it gives on the layers'. Each step adds the
     * rounding of a gradient to that of the steps before.
     */
    @ParameterizedTest
    @MethodSource("trained")
    void trainsAsTheLayersDo(Case each) {
        MultiLayerNetwork layered = started(each.network());
        MultiLayerNetwork direct = started(each.network());
        float[] start = numbers(layered.params());
        int steps = 4;
        Nd4j.getRandom().setSeed(5);
        List<INDArray> images = Stream.generate(() -> images(each.images(), each.examples()))
                .limit(steps)
                .toList();
        INDArray labels = Nd4j.zeros(each.examples(), 10);
        for (int i = 0; i < each.examples(); i++) {
            labels.putScalar(i, i % 10, 1);
        }

        Nd4j.getRandom().setSeed(7);
        images.forEach(batch -> layered.fit(new DataSet(batch, labels)));
        Nd4j.getRandom().setSeed(7);
        ConvolutionPlan plan = plan(direct, each.images());
        try (ConvolutionStack stack = stack(direct, each.images()).orElseThrow()) {
            images.forEach(batch -> step(direct, plan, stack, batch, labels));
        }

        double tolerance = steps * gradientRounding(plan, each.examples());
        assertClose(moved(direct, start), moved(layered, start), tolerance);
    }

    private static float[] moved(MultiLayerNetwork network, float[] start) {
        float[] moved = numbers(network.params());
        for (int i = 0; i < moved.length; i++) {
            moved[i] -= start[i];
        }
        return moved;
    }

    private static void step(
            MultiLayerNetwork network, ConvolutionPlan plan, ConvolutionStack stack, INDArray images, INDArray labels) {
        LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
        int examples = Math.toIntExact(images.size(0));
        NativeDraws draws = NativeDraws.of(Nd4j.getRandom());
        stack.forwardInTraining(examples, held(images), draws);
        draws.leaveTo(Nd4j.getRandom());
        int last = network.getnLayers() - 1;
        INDArray below = Nd4j.createFromArray(first(stack.features(), examples * plan.features()))
                .reshape('c', examples, plan.features());
        for (int i = plan.layers(); i < last; i++) {
            below = activations(network, i, below, true);
        }
        OutputLayer output = (OutputLayer) network.getOutputLayer();
        output.setInput(below, workspaces);
        output.setLabels(labels);
        INDArray errors = passBack(network, last, plan.layers(), null);
        stack.backward(examples, held(errors.dup('c')));
        network.getUpdater()
                .update(
                        network,
                        new DefaultGradient(network.getFlattenedGradients()),
                        network.getIterationCount(),
                        network.getEpochCount(),
                        examples,
                        workspaces);
        network.params()
                .subi(network.getFlattenedGradients().reshape(network.params().shape()));
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        configuration.setIterationCount(configuration.getIterationCount() + 1);
    }

    /** The same bits in a second stack, in another thread beside a third one, and after predictions in between. */
    @Test
    void sameBitsWhateverElseRuns() throws Exception {
        Data data = Data.make();
        float[] alone = data.gradient();
        ExecutorService threads = Executors.newFixedThreadPool(
                2,
                task -> new Thread(() -> {
                    Backend.startThread();
                    task.run();
                }));
        try {
            List<Future<float[]>> side = List.of(threads.submit(data::gradient), threads.submit(data::gradient));
            for (Future<float[]> result : side) {
                assertThat(result.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Parameters, images and errors of one step. */
    private record Data(MultiLayerNetwork network, INDArray images, INDArray errors) {
        static Data make() {
            MultiLayerNetwork network = started(cifar());
            Nd4j.getRandom().setSeed(5);
            return new Data(
                    network,
                    ConvolutionStackTest.images(CIFAR, 32),
                    Nd4j.randn('c', 32, plan(network, CIFAR).features()));
        }

        float[] gradient() {
            ConvolutionPlan plan = plan(network, CIFAR);
            NativeNumbers gradient = NativeNumbers.allocate(plan.parameters());
            try (ConvolutionStack stack = ConvolutionStack.of(plan, NativeNumbers.of(network.params()), gradient, 32)
                    .orElseThrow()) {
                for (int repeat = 0; repeat < 3; repeat++) {
                    stack.forward(7 + repeat, held(images));
                    stack.forwardInTraining(32, held(images), NativeDraws.of(Nd4j.getRandom()));
                    stack.backward(32, held(errors));
                }
                return first(gradient, plan.parameters());
            } finally {
                gradient.close();
            }
        }
    }

    /**
     * oneDNN must find the OpenMP library that ND4J has told to use one thread: otherwise it starts one per core. A native
     * thread has the name of the thread that started it.
     */
    @Test
    void startsNoThreads() throws Exception {
        ExecutorService own = Executors.newSingleThreadExecutor(task -> new Thread(task, "stack-alone"));
        try {
            assertThat(own.submit(() -> {
                                Backend.startThread();
                                Data.make().gradient();
                                return threads("stack-alone");
                            })
                            .get())
                    .isEqualTo(1);
        } finally {
            own.shutdown();
        }
    }

    private static int threads(String name) throws IOException {
        int count = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : threads.toList()) {
                try {
                    count += Files.readString(thread.resolve("comm")).strip().equals(name) ? 1 : 0;
                } catch (NoSuchFileException e) {
                    // It has just ended.
                }
            }
        }
        return count;
    }

    /** ReLU and pooling hide a NaN. */
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 1e38f})
    void divergedWeightsShow(float weight) {
        MultiLayerNetwork network = started(cifar());
        network.getParam("3_W").assign(weight);
        ConvolutionPlan plan = plan(network, CIFAR);
        Nd4j.getRandom().setSeed(5);
        INDArray images = images(CIFAR, 4);
        INDArray errors = Nd4j.ones(4, plan.features());
        try (ConvolutionStack stack = stack(network, CIFAR).orElseThrow()) {
            stack.forwardInTraining(4, held(images), NativeDraws.of(Nd4j.getRandom()));
            assertThat(first(stack.features(), 4 * plan.features())).containsOnly(Float.NaN);
            stack.backward(4, held(errors));
        }
        assertThat(first(NativeNumbers.of(network.getFlattenedGradients()), plan.parameters()))
                .containsOnly(Float.NaN);
    }
}
