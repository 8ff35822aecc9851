package org.dropoutlab.dl4j.update;

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
 * <p>Either number may follow a schedule. The velocity then holds every gradient with the learning rate of its own step, as
 * in Keras and in Sutskever et al. (2013); PyTorch multiplies the whole velocity by the current learning rate.
 *
 * <p>Deeplearning4j's {@code Nesterovs} is Nesterov's accelerated gradient, a different method; the tutorials
 * reproduced here use classical momentum.
 */
public final class HeavyBall implements IUpdater {
    private static final long serialVersionUID = 1L;

    private double learningRate;
    private final double momentum;
    private ISchedule learningRateSchedule;
    private final ISchedule momentumSchedule;

    /**
     * @param learningRate η, per step; unused with a schedule
     * @param momentum μ, in [0, 1); unused with a schedule
     * @param learningRateSchedule η in each step; null if constant
     * @param momentumSchedule μ in each step; null if constant
     */
    @JsonCreator
    public HeavyBall(
            @JsonProperty("learningRate") double learningRate,
            @JsonProperty("momentum") double momentum,
            @JsonProperty("learningRateSchedule") ISchedule learningRateSchedule,
            @JsonProperty("momentumSchedule") ISchedule momentumSchedule) {
        this.learningRate = learningRate;
        this.momentum = momentum;
        this.learningRateSchedule = learningRateSchedule;
        this.momentumSchedule = momentumSchedule;
    }

    /**
     * Momentum with constant η and μ.
     *
     * @param learningRate η, per step
     * @param momentum μ, in [0, 1)
     */
    public HeavyBall(double learningRate, double momentum) {
        this(learningRate, momentum, null, null);
    }

    /**
     * The momentum μ in a step.
     *
     * @param iteration number of steps before it
     * @param epoch number of completed epochs
     */
    public double momentum(int iteration, int epoch) {
        return momentumSchedule == null ? momentum : momentumSchedule.valueAt(iteration, epoch);
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
        return learningRateSchedule == null ? learningRate : learningRateSchedule.valueAt(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double lr, ISchedule lrSchedule) {
        learningRate = lr;
        learningRateSchedule = lrSchedule;
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public HeavyBall clone() {
        return new HeavyBall(learningRate, momentum, copy(learningRateSchedule), copy(momentumSchedule));
    }

    private static ISchedule copy(ISchedule schedule) {
        return schedule == null ? null : schedule.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeavyBall that
                && Double.compare(learningRate, that.learningRate) == 0
                && momentum == that.momentum
                && Objects.equals(learningRateSchedule, that.learningRateSchedule)
                && Objects.equals(momentumSchedule, that.momentumSchedule);
    }

    @Override
    public int hashCode() {
        return Objects.hash(learningRate, momentum, learningRateSchedule, momentumSchedule);
    }

    @Override
    public String toString() {
        return "HeavyBall(learningRate=%s, momentum=%s)"
                .formatted(
                        learningRateSchedule == null ? learningRate : learningRateSchedule,
                        momentumSchedule == null ? momentum : momentumSchedule);
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

        /** Replaces {@code gradient}, a vector over the parameters, with the step to subtract from them. */
        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            velocity.muli(config.momentum(iteration, epoch));
            Nd4j.getBlasWrapper()
                    .level1()
                    .axpy(velocity.length(), config.getLearningRate(iteration, epoch), gradient, velocity);
            gradient.assign(velocity);
        }
    }
}
