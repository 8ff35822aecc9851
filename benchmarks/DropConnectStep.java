import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.statistics.descriptive.Quantile;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.layer.DropConnectDense;
import org.dropoutlab.regularization.WeightMasks.MaskScope;
import org.dropoutlab.regularization.WeightMasks;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * What a training step of a dense layer with DropConnect costs beside that of the plain layer: 512 inputs, 512 units,
 * mini-batches of 64, an output layer of one unit behind it. Rounds of plain and DropConnect alternate in one process;
 * the ratio is taken round by round.
 */
public final class DropConnectStep {
    private static final int WIDTH = 512;
    private static final int BATCH = 64;
    private static final int STEPS = 100;
    private static final int ROUNDS = 21;

    private DropConnectStep() {}

    public static void main(String[] args) {
        Backend.start();
        MaskScope scope = args.length == 0 ? MaskScope.PER_MINI_BATCH : MaskScope.valueOf(args[0]);
        int steps = scope == MaskScope.PER_MINI_BATCH ? STEPS : STEPS / 20;
        MultiLayerNetwork plain = network(layer -> layer);
        MultiLayerNetwork dropConnect =
                network(layer -> new DropConnectDense(layer, WeightMasks.of(0.5).withScope(scope)));
        INDArray inputs = Nd4j.randn(BATCH, WIDTH);
        INDArray labels = Nd4j.randn(BATCH, 1);
        List<Double> plainTimes = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS + 5; round++) {
            double plainTime = microseconds(plain, inputs, labels, steps);
            double dropConnectTime = microseconds(dropConnect, inputs, labels, steps);
            if (round >= 5) { // the first ones warm up
                plainTimes.add(plainTime);
                ratios.add(dropConnectTime / plainTime);
            }
        }
        System.out.printf(
                "plain %.0f us a step; DropConnect (%s) %.2f times that (median of %d rounds; quartiles %.2f and %.2f)%n",
                quantile(plainTimes, 0.5),
                scope,
                quantile(ratios, 0.5),
                ROUNDS,
                quantile(ratios, 0.25),
                quantile(ratios, 0.75));
    }

    private static double microseconds(MultiLayerNetwork network, INDArray inputs, INDArray labels, int steps) {
        long start = System.nanoTime();
        for (int step = 0; step < steps; step++) {
            network.fit(inputs, labels);
        }
        return (System.nanoTime() - start) / 1e3 / steps;
    }

    private static MultiLayerNetwork network(Function<DenseLayer, DenseLayer> regularize) {
        DenseLayer dense = new DenseLayer.Builder()
                .nIn(WIDTH)
                .nOut(WIDTH)
                .activation(Activation.RELU)
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(1e-4))
                .list()
                .layer(regularize.apply(dense))
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(WIDTH)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        return network;
    }

    private static double quantile(List<Double> values, double fraction) {
        return Quantile.withDefaults()
                .with(Quantile.EstimationMethod.HF7)
                .evaluate(values.stream().mapToDouble(Double::doubleValue).toArray(), fraction);
    }
}
