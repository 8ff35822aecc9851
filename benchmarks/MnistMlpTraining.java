import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.optimization.HeavyBall;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.RegularizedLayers;
import org.dropoutlab.regularization.Regularizer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * How fast a network of 784–1024–1024–2048–10 trains, plain and with dropout (0.2 on the inputs, 0.5 on hidden layers), side
 * by side with a native thread each, the way {@code lab run} trains: batches made ahead, mini-batches of 100. Prints images
 * per second of training; the first epoch is not counted. The inputs are random numbers in [0, 1), the labels random too.
 *
 * <p>Arguments: training images per epoch (a multiple of 100), epochs.
 */
public final class MnistMlpTraining {
    private static final int BATCH = 100;

    private MnistMlpTraining() {}

    /** Wall time of one trial's epochs, in seconds. */
    private static final class Clock extends BaseTrainingListener {
        private final List<Double> training = new ArrayList<>();
        private long start;

        @Override
        public void onEpochStart(Model model) {
            start = System.nanoTime();
        }

        @Override
        public void onEpochEnd(Model model) {
            training.add((System.nanoTime() - start) / 1e9);
        }
    }

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
        MultiLayerNetwork network = network(regularizers);
        List<DataSet> batches = batches(images);
        Clock clock = new Clock();
        network.addListeners(clock);
        for (int epoch = 0; epoch < epochs; epoch++) {
            // Its list holds mini-batches, and it would merge as many of them as it is told to.
            network.fit(new ListDataSetIterator<>(batches, 1));
        }
        return images * (epochs - 1)
                / clock.training.stream().skip(1).mapToDouble(Double::doubleValue).sum();
    }

    private static MultiLayerNetwork network(List<Regularizer> regularizers) {
        RegularizedLayers layers = new RegularizedLayers(
                new NeuralNetConfiguration.Builder()
                        .seed(1)
                        .weightInit(WeightInit.UNIFORM)
                        .activation(Activation.RELU)
                        .updater(new HeavyBall(0.01, 0.9)),
                InputType.feedForward(784),
                regularizers);
        for (int units : List.of(1024, 1024, 2048)) {
            layers.hidden(new DenseLayer.Builder().nOut(units));
        }
        MultiLayerNetwork network = new MultiLayerNetwork(layers.output(
                new OutputLayer.Builder(LossFunction.MCXENT).nOut(10).activation(Activation.SOFTMAX)));
        network.init();
        return network;
    }

    private static List<DataSet> batches(int images) {
        Random random = new Random(1);
        Nd4j.getRandom().setSeed(1);
        List<DataSet> batches = new ArrayList<>();
        for (int first = 0; first < images; first += BATCH) {
            INDArray labels = Nd4j.zeros(BATCH, 10);
            for (int i = 0; i < BATCH; i++) {
                labels.putScalar(i, random.nextInt(10), 1);
            }
            batches.add(new DataSet(Nd4j.rand(BATCH, 784), labels));
        }
        return batches;
    }
}
