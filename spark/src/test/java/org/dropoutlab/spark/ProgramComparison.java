package org.dropoutlab.spark;

import java.nio.file.Path;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.dropoutlab.library.NetworkComparison;
import org.dropoutlab.run.EngineChoice;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Someone's program: compares its own network on a cluster of this machine, and in threads. */
public final class ProgramComparison {
    private static final int EXAMPLES = 60;
    private static final int FEATURES = 4;
    private static final int CLASSES = 3;

    private ProgramComparison() {}

    /** Takes the directory of both runs. */
    public static void main(String[] args) {
        Path runs = Path.of(args[0]);
        NetworkComparison comparison = NetworkComparison.of(
                        new NeuralNetConfiguration.Builder()
                                .updater(new Adam(0.01))
                                .list(
                                        new DenseLayer.Builder()
                                                .nIn(FEATURES)
                                                .nOut(8)
                                                .activation(Activation.RELU)
                                                .build(),
                                        new OutputLayer.Builder()
                                                .nIn(8)
                                                .nOut(CLASSES)
                                                .activation(Activation.SOFTMAX)
                                                .build())
                                .build(),
                        new ListDataSetIterator<>(examples().asList(), 10))
                .standardized()
                .arms("plain", "dropout=0.5")
                .epochs(5)
                .folds(3)
                .keepingModels();

        comparison.run(runs.resolve("threads"));
        comparison
                .engine(EngineChoice.spark("local-cluster[2,1,1024]"))
                .workers(2)
                .run(runs.resolve("spark"));
    }

    private static DataSet examples() {
        Random random = new Random(5);
        float[][] features = new float[EXAMPLES][FEATURES];
        float[][] labels = new float[EXAMPLES][CLASSES];
        for (int example = 0; example < EXAMPLES; example++) {
            labels[example][example % CLASSES] = 1;
            for (int feature = 0; feature < FEATURES; feature++) {
                features[example][feature] = (float) random.nextGaussian() + example % CLASSES;
            }
        }
        return new DataSet(Nd4j.createFromArray(features), Nd4j.createFromArray(labels));
    }
}
