package org.dropoutlab.optimization;

import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Heavy-ball momentum for any Deeplearning4j network: {@code v ← μv + ηg; w ← w − v}, with the gradient g averaged over
 * the mini-batch (Polyak 1964; the default of {@code torch.optim.SGD} and {@code keras.optimizers.SGD}).
 *
 * <p>Deeplearning4j's own {@code Nesterovs} is Nesterov's accelerated gradient, another method; the tutorials reproduced
 * here use the classical one.
 */
public final class HeavyBall implements IUpdater {
    private static final long serialVersionUID = 1L;

    private double learningRate;
    private final double momentum;

    /**
     * @param learningRate η, per step
     * @param momentum μ, in [0, 1)
     */
    @JsonCreator
    public HeavyBall(@JsonProperty("learningRate") double learningRate, @JsonProperty("momentum") double momentum) {
        this.learningRate = learningRate;
        this.momentum = momentum;
    }

    /** μ. */
    public double momentum() {
        return momentum;
    }

    @Override
    public long stateSize(long numParams) {
        return numParams;
    }

    @Override
    public GradientUpdater<HeavyBall> instantiate(INDArray viewArray, boolean initializeViewArray) {
        Step step = new Step(this);
        INDArray flat = viewArray.reshape(viewArray.length());
        step.setStateViewArray(flat, flat.shape(), flat.ordering(), initializeViewArray);
        return step;
    }

    @Override
    public GradientUpdater<HeavyBall> instantiate(Map<String, INDArray> updaterState, boolean initializeStateArrays) {
        Step step = new Step(this);
        step.setState(updaterState, initializeStateArrays);
        return step;
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return learningRate;
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double lr, ISchedule lrSchedule) {
        if (lrSchedule != null) {
            throw new UnsupportedOperationException("heavy-ball momentum has a constant learning rate");
        }
        learningRate = lr;
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public HeavyBall clone() {
        return new HeavyBall(learningRate, momentum);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeavyBall that && learningRate == that.learningRate && momentum == that.momentum;
    }

    @Override
    public int hashCode() {
        return Objects.hash(learningRate, momentum);
    }

    @Override
    public String toString() {
        return "HeavyBall(learningRate=" + learningRate + ", momentum=" + momentum + ")";
    }

    /** The velocity v of one block of parameters. */
    private static final class Step implements GradientUpdater<HeavyBall> {
        private static final String VELOCITY = "V";

        private final HeavyBall config;
        private INDArray velocity;

        Step(HeavyBall config) {
            this.config = config;
        }

        @Override
        public HeavyBall getConfig() {
            return config;
        }

        @Override
        public void setState(Map<String, INDArray> stateMap, boolean initialize) {
            velocity = Objects.requireNonNull(stateMap.get(VELOCITY), "updater state without " + VELOCITY);
        }

        @Override
        public Map<String, INDArray> getState() {
            return Map.of(VELOCITY, velocity);
        }

        @Override
        public void setStateViewArray(
                INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
            if (initialize) {
                viewArray.assign(0);
            }
            velocity = viewArray;
        }

        /** Replaces {@code gradient}, a vector over the parameters, by the step that is then subtracted from them. */
        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            velocity.muli(config.momentum);
            Nd4j.getBlasWrapper().level1().axpy(velocity.length(), config.learningRate, gradient, velocity);
            gradient.assign(velocity);
        }
    }
}
