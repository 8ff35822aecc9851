package org.dropoutlab.dl4j.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.optimization.Schedule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions;

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

    /**
     * Oracle: the formula in plain Java. One weight, ŷ = wx, with the squared error of two mini-batches of two examples in
     * each of five epochs; the rate is halved every two epochs while momentum rises. In doubles: rounding alone differs.
     */
    @Test
    void aNetworkStepsByTheRateAndTheMomentumOfItsEpoch() {
        double[] x = {1, -0.5, 0.75, 2};
        double[] y = {0.5, 1, -1, 0.25};
        double[] rates = {0.1, 0.1, 0.05, 0.05, 0.025};
        double[] momenta = {0.5, 0.6, 0.7, 0.8, 0.8};
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(Updaters.of(
                        new Optimizer.Momentum(0.1, 0.5, new Schedule.Step(0.5, 2), new Schedule.Linear(0.8, 3))))
                .list(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(1)
                        .nOut(1)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        DataSetIterator data = new ListDataSetIterator<>(
                new DataSet(
                                Nd4j.createFromArray(x).reshape(4, 1),
                                Nd4j.createFromArray(y).reshape(4, 1))
                        .asList(),
                2);
        double w = network.params().getDouble(0);
        double v = 0;

        for (int epoch = 0; epoch < rates.length; epoch++) {
            network.fit(data);
            for (int first = 0; first < x.length; first += 2) {
                double gradient = 0;
                for (int i = first; i < first + 2; i++) {
                    gradient += 2 * (w * x[i] - y[i]) * x[i] / 2;
                }
                v = momenta[epoch] * v + rates[epoch] * gradient;
                w -= v;
            }
            assertThat(network.params().getDouble(0)).as("epoch %d", epoch + 1).isCloseTo(w, within(1e-14));
        }
    }

    /** As Deeplearning4j does when it is asked to: {@code MultiLayerNetwork.setLearningRate}. */
    @Test
    void aLearningRateThatIsSetReplacesItsSchedule() {
        HeavyBall updater = new HeavyBall(0.1, 0.9, new LinearSchedule(0.1, 0.2, 4), null);
        HeavyBall copy = updater.clone();

        updater.setLrAndSchedule(0.3, null);
        assertThat(updater.getLearningRate(7, 2)).isEqualTo(0.3);
        updater.setLrAndSchedule(Double.NaN, new LinearSchedule(0.4, 0.8, 4));
        assertThat(updater.getLearningRate(7, 1)).isEqualTo(0.5);
        assertThat(copy.getLearningRate(7, 4)).isEqualTo(0.2);
        assertThat(copy).isNotEqualTo(updater);
    }

    @Test
    void survivesTheConfigurationsJson() {
        MultiLayerConfiguration configuration =
                Architectures.of(new NetworkSpec.SonarMlp()).configure(List.of(), new Optimizer.Momentum(0.1, 0.9), 1);

        assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    }
}
