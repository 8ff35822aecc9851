import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.steps.DirectSteps;

/**
 * How fast a network of 784–1024–1024–2048–10 trains, plain and with dropout (0.2 on the inputs, 0.5 on hidden layers), side
 * by side with a native thread each, the way {@code lab run} trains: mini-batches of 100 in an order that is drawn for each
 * epoch. Prints images per second of training; the first epoch is not counted. The inputs are random numbers in [0, 1), the
 * labels random too.
 *
 * <p>Arguments: training images per epoch, epochs.
 */
public final class MnistMlpTraining {
    private static final int BATCH = 100;

    private MnistMlpTraining() {}

    public static void main(String[] args) throws Exception {
        int images = Integer.parseInt(args[0]);
        int epochs = Integer.parseInt(args[1]);
        Backend.start();
        Map<String, List<Regularizer>> arms = new TreeMap<>(
                Map.of("plain", List.of(), "dropout", List.of(Dropout.visible(0.2), Dropout.hidden(0.5))));
        ExecutorService workers = Executors.newFixedThreadPool(arms.size());
        Map<String, Future<Double>> rates = new TreeMap<>();
        arms.forEach((arm, regularizers) -> rates.put(arm, workers.submit(() -> rate(regularizers, images, epochs))));
        workers.shutdown();
        double sum = 0;
        for (Map.Entry<String, Future<Double>> rate : rates.entrySet()) {
            System.out.printf("  %s: %.0f images/s%n", rate.getKey(), rate.getValue().get());
            sum += rate.getValue().get();
        }
        System.out.printf("dropout-lab: %.0f images/s in all%n", sum);
    }

    private static double rate(List<Regularizer> regularizers, int images, int epochs) {
        Backend.startThread();
        MultiLayerNetwork network = new MultiLayerNetwork(Architectures.of(new NetworkSpec.MnistMlp(1024, 1024, 2048))
                .configure(regularizers, new Optimizer.Momentum(0.01, 0.9), 1));
        network.init();
        Random random = new Random(1);
        float[][] pixels = new float[images][784];
        float[][] labels = new float[images][10];
        for (int image = 0; image < images; image++) {
            for (int place = 0; place < pixels[image].length; place++) {
                pixels[image][place] = random.nextFloat();
            }
            labels[image][random.nextInt(10)] = 1;
        }
        long nanoseconds = 0;
        try (DirectSteps steps = DirectSteps.of(network, BATCH)) {
            for (int epoch = 0; epoch < epochs; epoch++) {
                int[] order = random.ints(images, 0, images).toArray();
                int[] next = {0};
                long start = System.nanoTime();
                steps.fit((FloatBuffer inputs, FloatBuffer wanted) -> {
                    int from = next[0];
                    next[0] = Math.min(from + BATCH, images);
                    for (int i = from; i < next[0]; i++) {
                        inputs.put(pixels[order[i]]);
                        wanted.put(labels[order[i]]);
                    }
                    return next[0] - from;
                });
                nanoseconds += epoch == 0 ? 0 : System.nanoTime() - start;
            }
        }
        return images * (epochs - 1) / (nanoseconds / 1e9);
    }
}
