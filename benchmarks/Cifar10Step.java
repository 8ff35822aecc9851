import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.descriptive.Quantile;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.dl4j.update.Updaters;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A training step of the CIFAR-10 network, mini-batches of 64, one native thread: the same network of Deeplearning4j's own
 * layers (oneDNN on, forward pass kept) and ours, with MaxPooling2x2 before ReLU, in turn in one process; the ratio is
 * taken round by round.
 */
public final class Cifar10Step {
    private static final int ROUNDS = 11;
    private static final int STEPS = 20;
    private static final int BATCH = 64;

    private Cifar10Step() {}

    public static void main(String[] args) {
        Backend.start();
        Optimizer adam = new Optimizer.Adam(1e-3);
        MultiLayerNetwork ours = new MultiLayerNetwork(Architectures.of(new NetworkSpec.Cifar10Cnn()).configure(List.of(), adam, 1));
        ours.init();
        MultiLayerNetwork stock = stock(adam);
        INDArray images = Nd4j.randn(BATCH, 3, 32, 32);
        INDArray labels = Nd4j.zeros(BATCH, 10);
        for (int i = 0; i < BATCH; i++) {
            labels.putScalar(i, i % 10, 1);
        }
        List<Double> times = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS + 3; round++) {
            double stockTime = milliseconds(stock, images, labels);
            double ourTime = milliseconds(ours, images, labels);
            if (round >= 3) { // the first ones warm up
                times.add(stockTime);
                ratios.add(stockTime / ourTime);
            }
        }
        System.out.printf(
                "stock layers %.1f ms a step; ours %.2f times as fast (median of %d rounds; quartiles %.2f and %.2f)%n",
                quantile(times, 0.5), quantile(ratios, 0.5), ROUNDS, quantile(ratios, 0.25), quantile(ratios, 0.75));
    }

    private static MultiLayerNetwork stock(Optimizer optimizer) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.UNIFORM)
                .activation(Activation.RELU)
                .updater(Updaters.of(optimizer))
                .cacheMode(CacheMode.DEVICE)
                .list()
                .setInputType(InputType.convolutional(32, 32, 3));
        for (int maps : List.of(32, 64, 128)) {
            layers.layer(new ConvolutionLayer.Builder(3, 3).nOut(maps).build());
            layers.layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                    .kernelSize(2, 2)
                    .stride(2, 2)
                    .build());
        }
        MultiLayerNetwork network = new MultiLayerNetwork(layers.layer(new DenseLayer.Builder().nOut(512).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }

    private static double milliseconds(MultiLayerNetwork network, INDArray images, INDArray labels) {
        long start = System.nanoTime();
        for (int step = 0; step < STEPS; step++) {
            network.fit(images, labels);
        }
        return (System.nanoTime() - start) / 1e6 / STEPS;
    }

    private static double quantile(List<Double> values, double fraction) {
        return Quantile.withDefaults()
                .with(Quantile.EstimationMethod.HF7)
                .evaluate(values.stream().mapToDouble(Double::doubleValue).toArray(), fraction);
    }
}
