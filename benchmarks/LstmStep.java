import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.network.NetworkSpec.LstmClassifier;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.study.ArmText;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Seconds of a training step of the network of the study {@code vowels}, in milliseconds, for the arms of a list: ten
 * mini-batches of 27 sequences of 7 to 29 steps, each padded to its longest, Adam, gradient norm at most 1. One thread. The arms take turns.
 *
 * <p>{@code LstmStep.java [ROUNDS [ARMS]]}; a line {@code ARM MILLISECONDS} for each arm and round, after warming up.
 */
public final class LstmStep {
    private static final int BATCH = 27;
    private static final int LEAST = 7;
    private static final int LONGEST = 29;
    private static final int INPUTS = 12;
    private static final int SPEAKERS = 9;
    private static final int PASSES = 20;
    private static final int WARM_UP = 5;

    private LstmStep() {}

    public static void main(String[] args) {
        Backend.start();
        Backend.startThread();
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        String[] arms = (args.length > 1 ? args[1] : "plain").split(",");
        List<DataSet> batches = batches();
        Map<String, MultiLayerNetwork> networks = new LinkedHashMap<>();
        for (String arm : arms) {
            networks.put(arm, network(ArmText.parse(arm)));
        }
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Map.Entry<String, MultiLayerNetwork> arm : networks.entrySet()) {
                double milliseconds = milliseconds(arm.getValue(), batches);
                if (round >= 0) {
                    System.out.printf("%s %.3f%n", arm.getKey(), milliseconds);
                }
            }
        }
    }

    private static double milliseconds(MultiLayerNetwork network, List<DataSet> batches) {
        long start = System.nanoTime();
        for (int pass = 0; pass < PASSES; pass++) {
            batches.forEach(network::fit);
        }
        return (System.nanoTime() - start) / 1e6 / PASSES / batches.size();
    }

    private static MultiLayerNetwork network(List<Regularizer> regularizers) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                Architectures.of(new LstmClassifier(INPUTS, List.of(100), SPEAKERS))
                        .configuration(regularizers, new Optimizer.Clipped(new Optimizer.Adam(1e-3), 1), 1)
                        .requireStack());
        network.init();
        return network;
    }

    private static List<DataSet> batches() {
        Random random = new Random(1);
        List<DataSet> batches = new ArrayList<>();
        for (int batch = 0; batch < 10; batch++) {
            int[] lengths = random.ints(BATCH, LEAST, LONGEST + 1).toArray();
            lengths[0] = LONGEST;
            INDArray inputs = Nd4j.zeros(BATCH, INPUTS, LONGEST);
            INDArray mask = Nd4j.zeros(BATCH, LONGEST);
            INDArray labels = Nd4j.zeros(BATCH, SPEAKERS);
            for (int example = 0; example < BATCH; example++) {
                labels.putScalar(example, random.nextInt(SPEAKERS), 1);
                for (int step = 0; step < lengths[example]; step++) {
                    mask.putScalar(example, step, 1);
                    for (int input = 0; input < INPUTS; input++) {
                        inputs.putScalar(new int[] {example, input, step}, random.nextGaussian());
                    }
                }
            }
            batches.add(new DataSet(inputs, labels, mask, null));
        }
        return batches;
    }
}
