package org.dropoutlab.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.network.SonarMlp;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;

class HeavyBallTest {
    @BeforeAll
    static void settle() {
        NativeSettings.apply();
    }

    /**
     * Oracle: PyTorch 1.13, {@code torch.optim.SGD(lr=0.1, momentum=0.9)}; by hand v₁ = 1, v₂ = 0.9 + 2 = 2.9, v₃ = 2.61
     * − 1 = 1.61, each step 0.1 v. Nesterov's momentum would begin with 0.19.
     */
    @Test
    void stepsAsPyTorchsMomentum() {
        INDArray state = Nd4j.create(1, 1);
        GradientUpdater<HeavyBall> updater = new HeavyBall(0.1, 0.9).instantiate(state, true);
        double[] gradients = {1, 2, -1};
        double[] steps = {0.1, 0.29, 0.161};
        for (int i = 0; i < gradients.length; i++) {
            INDArray gradient = Nd4j.createFromArray((float) gradients[i]);
            updater.applyUpdater(gradient, i, 0);
            assertThat(gradient.getDouble(0)).as("step %d", i + 1).isCloseTo(steps[i], within(1e-7));
        }
    }

    @Test
    void survivesTheConfigurationsJson() {
        MultiLayerConfiguration configuration =
                new SonarMlp().configure(List.of(), new Optimizer.Momentum(0.1, 0.9), 1);

        assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    }
}
