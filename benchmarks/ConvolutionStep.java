import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.apache.commons.statistics.descriptive.Quantile;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.convolution.ConvolutionPlan;
import org.dropoutlab.convolution.ConvolutionStack;
import org.dropoutlab.convolution.Maps;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.natives.NativeDraws;
import org.dropoutlab.natives.NativeNumbers;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.SpatialDropout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The convolutional part of the CIFAR-10 network, mini-batches of 64, in threads of one native thread each: milliseconds of
 * a step (forward and backward) and of a prediction with {@code ConvolutionStack}, and of a whole step of the same network
 * layer by layer. Median over rounds; of two threads, the slower one.
 */
public final class ConvolutionStep {
    private static final int ROUNDS = 9;
    private static final int STEPS = 20;
    private static final int BATCH = 64;

    private ConvolutionStep() {}

    private record Times(double step, double prediction, double layered) {}

    public static void main(String[] args) throws Exception {
        Backend.start();
        measure("plain", 1);
        measure("plain", 2);
        measure("dropout", 2, Dropout.flattened(0.25), Dropout.hidden(0.25));
        measure("conv-dropout", 2, Dropout.convolution(0.25));
        measure("spatial", 2, SpatialDropout.convolution(0.25));
    }

    private static void measure(String arm, int threads, Regularizer... regularizers) throws Exception {
        CyclicBarrier together = new CyclicBarrier(threads);
        List<Times> all = new ArrayList<>();
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                try {
                    Times times = times(together, regularizers);
                    synchronized (all) {
                        all.add(times);
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.start();
            started.add(thread);
        }
        for (Thread thread : started) {
            thread.join();
        }
        System.out.printf(
                "%-12s %d threads: convolutions forward and backward %.1f ms, prediction %.1f ms; the network layer by layer"
                        + " %.1f ms a step%n",
                arm,
                threads,
                all.stream().mapToDouble(Times::step).max().orElseThrow(),
                all.stream().mapToDouble(Times::prediction).max().orElseThrow(),
                all.stream().mapToDouble(Times::layered).max().orElseThrow());
    }

    private static Times times(CyclicBarrier together, Regularizer... regularizers) throws Exception {
        Backend.startThread();
        MultiLayerNetwork network = new MultiLayerNetwork(Architectures.of(new NetworkSpec.Cifar10Cnn())
                .configure(List.of(regularizers), new Optimizer.Adam(1e-3), 1));
        network.init();
        network.initGradientsView();
        INDArray images = Nd4j.randn('c', BATCH, 3, 32, 32);
        INDArray labels = Nd4j.zeros(BATCH, 10);
        for (int i = 0; i < BATCH; i++) {
            labels.putScalar(i, i % 10, 1);
        }
        ConvolutionPlan plan = ConvolutionPlan.of(network.getLayerWiseConfigurations(), new Maps(3, 32, 32))
                .orElseThrow();
        INDArray errors = Nd4j.randn('c', BATCH, plan.features());
        List<Double> steps = new ArrayList<>();
        List<Double> predictions = new ArrayList<>();
        List<Double> layered = new ArrayList<>();
        try (ConvolutionStack stack = ConvolutionStack.of(
                        plan, NativeNumbers.of(network.params()), NativeNumbers.of(network.getFlattenedGradients()), BATCH)
                .orElseThrow()) {
            NativeDraws draws = NativeDraws.of(Nd4j.getRandom());
            NativeNumbers inputs = NativeNumbers.of(images);
            NativeNumbers down = NativeNumbers.of(errors);
            for (int round = 0; round < ROUNDS + 2; round++) { // the first two warm up
                together.await();
                steps.add(milliseconds(() -> {
                    stack.forwardInTraining(BATCH, inputs, draws);
                    stack.backward(BATCH, down);
                }));
                together.await();
                predictions.add(milliseconds(() -> stack.forward(BATCH, inputs)));
                together.await();
                layered.add(milliseconds(() -> network.fit(images, labels)));
            }
        }
        return new Times(median(steps), median(predictions), median(layered));
    }

    private static double milliseconds(Runnable work) {
        long start = System.nanoTime();
        for (int step = 0; step < STEPS; step++) {
            work.run();
        }
        return (System.nanoTime() - start) / 1e6 / STEPS;
    }

    private static double median(List<Double> times) {
        return Quantile.withDefaults()
                .with(Quantile.EstimationMethod.HF7)
                .evaluate(times.subList(2, times.size()).stream().mapToDouble(Double::doubleValue).toArray(), 0.5);
    }
}
