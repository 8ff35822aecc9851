import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.layer.BinaryCrossEntropy;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Writes the networks of {@code benchmarks/dense}, 60–64–32–1, as Deeplearning4j configurations to a folder. */
public final class DenseConfigurations {
    private DenseConfigurations() {}

    public static void main(String[] args) throws Exception {
        Backend.start();
        Map<String, NeuralNetConfiguration.Builder> networks = new LinkedHashMap<>();
        networks.put("adam", relu().updater(new Adam(0.001)));
        networks.put("rmsprop", relu().updater(new RmsProp(0.001)));
        networks.put("nesterov", relu().updater(new Nesterovs(0.01, 0.9)));
        networks.put("adagrad", relu().updater(new AdaGrad(0.01)));
        networks.put("adamax", relu().updater(new AdaMax(0.001)));
        networks.put("schedule", relu().updater(new Adam(new ExponentialSchedule(ScheduleType.EPOCH, 0.001, 0.99))));
        networks.put(
                "clipping",
                relu().updater(new Adam(0.001))
                        .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                        .gradientNormalizationThreshold(0.1));
        networks.put("selu", relu().activation(Activation.SELU).updater(new Adam(0.001)));
        for (Map.Entry<String, NeuralNetConfiguration.Builder> network : networks.entrySet()) {
            Files.writeString(
                    Path.of(args[0], network.getKey() + ".json"),
                    network.getValue()
                            .list()
                            .layer(new DenseLayer.Builder().nIn(60).nOut(64).build())
                            .layer(new DenseLayer.Builder().nIn(64).nOut(32).build())
                            .layer(new OutputLayer.Builder(new BinaryCrossEntropy())
                                    .nIn(32)
                                    .nOut(1)
                                    .activation(Activation.SIGMOID)
                                    .build())
                            .build()
                            .toJson());
        }
    }

    private static NeuralNetConfiguration.Builder relu() {
        return new NeuralNetConfiguration.Builder().weightInit(WeightInit.RELU).activation(Activation.RELU);
    }
}
