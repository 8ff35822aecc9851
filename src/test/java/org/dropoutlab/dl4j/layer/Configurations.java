package org.dropoutlab.dl4j.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/** What the networks of these tests have in common. */
public final class Configurations {
    private Configurations() {}

    /** Linear units that stay as they are unless a test says otherwise. */
    public static NeuralNetConfiguration.Builder linear(DataType type) {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .updater(new NoOp())
                .activation(Activation.IDENTITY);
    }
}
