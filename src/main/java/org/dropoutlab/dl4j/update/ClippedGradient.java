package org.dropoutlab.dl4j.update;

import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Another updater with clipped gradients: {@code g ← g · min(1, limit/(‖g‖ + 10⁻⁶))}, as in PyTorch's {@code
 * clip_grad_norm_} (Pascanu, Mikolov &amp; Bengio 2013, algorithm 1).
 *
 * <p>Deeplearning4j's {@code GradientNormalization} clips layer by layer or parameter by parameter, each with a norm of its
 * own. An updater, on the other hand, sees the gradients of all adjacent parameters with an equal updater as one vector, averaged over the
 * mini-batch: all parameters, if all layers share this one. L1 and L2 penalties are part of that gradient; decoupled weight
 * decay is not.
 */
public final class ClippedGradient implements IUpdater {
    private static final long serialVersionUID = 1L;
    private static final double GUARD = 1e-6;

    private final IUpdater updater;
    private final double norm;

    /**
     * @param updater takes the steps
     * @param norm maximum norm, greater than 0
     */
    @JsonCreator
    public ClippedGradient(
            @JsonProperty(value = "updater", required = true) IUpdater updater,
            @JsonProperty(value = "norm", required = true) double norm) {
        this.updater = Objects.requireNonNull(updater);
        this.norm = norm;
    }

    /** The updater that takes the steps. */
    @JsonProperty
    public IUpdater updater() {
        return updater;
    }

    /** The maximum norm of the gradient. */
    @JsonProperty
    public double norm() {
        return norm;
    }

    @Override
    public long stateSize(long numParams) {
        return updater.stateSize(numParams);
    }

    @Override
    public GradientUpdater<ClippedGradient> instantiate(INDArray viewArray, boolean initializeViewArray) {
        return new Step(this, updater.instantiate(viewArray, initializeViewArray));
    }

    @Override
    public GradientUpdater<ClippedGradient> instantiate(
            Map<String, INDArray> updaterState, boolean initializeStateArrays) {
        return new Step(this, updater.instantiate(updaterState, initializeStateArrays));
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return updater.getLearningRate(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return updater.hasLearningRate();
    }

    @Override
    public void setLrAndSchedule(double lr, ISchedule lrSchedule) {
        updater.setLrAndSchedule(lr, lrSchedule);
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public ClippedGradient clone() {
        return new ClippedGradient(updater.clone(), norm);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClippedGradient that && updater.equals(that.updater) && norm == that.norm;
    }

    @Override
    public int hashCode() {
        return Objects.hash(updater, norm);
    }

    @Override
    public String toString() {
        return "ClippedGradient(%s, norm=%s)".formatted(updater, norm);
    }

    /**
     * The steps of one block of parameters.
     *
     * @param config settings
     * @param steps the other updater's
     */
    private record Step(ClippedGradient config, GradientUpdater<?> steps) implements GradientUpdater<ClippedGradient> {
        @Override
        public ClippedGradient getConfig() {
            return config;
        }

        @Override
        public void setState(Map<String, INDArray> stateMap, boolean initialize) {
            steps.setState(stateMap, initialize);
        }

        @Override
        public Map<String, INDArray> getState() {
            return steps.getState();
        }

        @Override
        public void setStateViewArray(
                INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
            steps.setStateViewArray(viewArray, gradientShape, gradientOrder, initialize);
        }

        /** Replaces {@code gradient}, a vector over the parameters, with the step to subtract from them. */
        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            double scale = config.norm / (gradient.norm2Number().doubleValue() + GUARD);
            if (scale < 1) {
                gradient.muli(scale);
            }
            steps.applyUpdater(gradient, iteration, epoch);
        }
    }
}
