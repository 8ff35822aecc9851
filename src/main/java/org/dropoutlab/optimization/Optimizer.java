package org.dropoutlab.optimization;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.dropoutlab.dl4j.update.Updaters;

/**
 * The optimizer of one arm of a study, as a plain value: {@link Updaters} turns it into Deeplearning4j's updater.
 */
public sealed interface Optimizer
        permits Optimizer.Momentum, Optimizer.Adam, Optimizer.Clipped, Optimizer.AsConfigured {

    /** What clipped gradients change. */
    String CLIPPING = "gradient clipping";

    /**
     * A copy with another initial learning rate.
     *
     * @throws IllegalArgumentException if the learning rate is invalid or set elsewhere
     */
    Optimizer withLearningRate(double start);

    /** A copy for {@code epochs} epochs of training, on which some schedules depend. */
    Optimizer over(int epochs);

    /** The settings that differ from those of {@code other}, in the field's terms. */
    List<String> changesFrom(Optimizer other);

    /** One line for tables and legends, in the field's terms. */
    String describe();

    /**
     * Stochastic gradient descent with heavy-ball momentum (Polyak 1964), the default momentum of PyTorch's and Keras's
     * {@code SGD}: {@code v ← μv + ηg; w ← w − v}.
     *
     * @param learningRate initial η, greater than 0
     * @param momentum initial μ, in [0, 1)
     * @param learningRateSchedule schedule of η
     * @param momentumSchedule schedule of μ: a large momentum helps most late in training (Sutskever et al. 2013)
     */
    record Momentum(double learningRate, double momentum, Schedule learningRateSchedule, Schedule momentumSchedule)
            implements Optimizer {
        public Momentum {
            requireLearningRates(learningRate, learningRateSchedule);
            requireMomentum(momentum);
            if (momentumSchedule instanceof Schedule.Linear linear) {
                requireMomentum(linear.to());
            }
            Objects.requireNonNull(momentumSchedule);
        }

        /** Gradient descent with constant learning rate and momentum. */
        public Momentum(double learningRate, double momentum) {
            this(learningRate, momentum, Schedule.constant(), Schedule.constant());
        }

        @Override
        public Momentum withLearningRate(double start) {
            return new Momentum(start, momentum, learningRateSchedule, momentumSchedule);
        }

        @Override
        public Momentum over(int epochs) {
            return new Momentum(
                    learningRate, momentum, learningRateSchedule.over(epochs), momentumSchedule.over(epochs));
        }

        @Override
        public List<String> changesFrom(Optimizer other) {
            if (other instanceof Clipped clipped) {
                return clipped.changesFromUnclipped(this);
            }
            List<String> changes = new ArrayList<>();
            if (other instanceof Momentum that) {
                if (learningRate != that.learningRate) {
                    changes.add("learning rate");
                }
                if (!learningRateSchedule.equals(that.learningRateSchedule)) {
                    changes.add("learning-rate schedule");
                }
                if (momentum != that.momentum) {
                    changes.add("momentum");
                }
                if (!momentumSchedule.equals(that.momentumSchedule)) {
                    changes.add("momentum schedule");
                }
            } else {
                changes.add("optimizer");
            }
            return changes;
        }

        @Override
        public String describe() {
            return "learning rate %s, momentum %s"
                    .formatted(scheduled(learningRate, learningRateSchedule), scheduled(momentum, momentumSchedule));
        }
    }

    /**
     * Adam (Kingma &amp; Ba 2015), with the paper's β₁ = 0.9, β₂ = 0.999 and ε = 1e-8, which PyTorch and Keras share
     * except for Keras's ε.
     *
     * @param learningRate initial α, greater than 0
     * @param learningRateSchedule schedule of α
     */
    record Adam(double learningRate, Schedule learningRateSchedule) implements Optimizer {
        public Adam {
            requireLearningRates(learningRate, learningRateSchedule);
        }

        /** Adam with a constant learning rate. */
        public Adam(double learningRate) {
            this(learningRate, Schedule.constant());
        }

        @Override
        public Adam withLearningRate(double start) {
            return new Adam(start, learningRateSchedule);
        }

        @Override
        public Adam over(int epochs) {
            return new Adam(learningRate, learningRateSchedule.over(epochs));
        }

        @Override
        public List<String> changesFrom(Optimizer other) {
            if (other instanceof Clipped clipped) {
                return clipped.changesFromUnclipped(this);
            }
            if (!(other instanceof Adam that)) {
                return List.of("optimizer");
            }
            List<String> changes = new ArrayList<>();
            if (learningRate != that.learningRate) {
                changes.add("learning rate");
            }
            if (!learningRateSchedule.equals(that.learningRateSchedule)) {
                changes.add("learning-rate schedule");
            }
            return changes;
        }

        @Override
        public String describe() {
            return "Adam, learning rate " + scheduled(learningRate, learningRateSchedule);
        }
    }

    /**
     * Another optimizer with clipped gradients (Pascanu, Mikolov &amp; Bengio 2013, algorithm 1), as by PyTorch's
     * {@code clip_grad_norm_} over all parameters: before each step, a gradient g with ‖g‖ above the limit is scaled to
     * that norm. Deeplearning4j's own clipping has a norm for each layer or parameter, which changes the gradient's
     * direction.
     *
     * @param optimizer takes the steps; neither clipped itself nor left to a configuration
     * @param norm maximum Euclidean norm of the gradient, averaged over the mini-batch; greater than 0
     */
    record Clipped(Optimizer optimizer, double norm) implements Optimizer {
        public Clipped {
            if (optimizer instanceof Clipped || optimizer instanceof AsConfigured) {
                throw new IllegalArgumentException(
                        "gradients can be clipped for momentum or Adam, not for " + optimizer.describe());
            }
            if (!(norm > 0 && Double.isFinite(norm))) {
                throw new IllegalArgumentException("maximum gradient norm must be a positive number, not " + norm);
            }
        }

        @Override
        public Clipped withLearningRate(double start) {
            return new Clipped(optimizer.withLearningRate(start), norm);
        }

        @Override
        public Clipped over(int epochs) {
            return new Clipped(optimizer.over(epochs), norm);
        }

        @Override
        public List<String> changesFrom(Optimizer other) {
            boolean clipped = other instanceof Clipped;
            List<String> changes =
                    new ArrayList<>(optimizer.changesFrom(clipped ? ((Clipped) other).optimizer : other));
            if (!clipped || norm != ((Clipped) other).norm) {
                changes.add(CLIPPING);
            }
            return changes;
        }

        private List<String> changesFromUnclipped(Optimizer changed) {
            List<String> changes = new ArrayList<>(changed.changesFrom(optimizer));
            changes.add(CLIPPING);
            return changes;
        }

        @Override
        public String describe() {
            return "%s, gradient norm at most %s".formatted(optimizer.describe(), norm);
        }
    }

    /**
     * The updaters and learning rates of a user's own network configuration, layer by layer. Networks of the project
     * have none and reject it.
     */
    record AsConfigured() implements Optimizer {
        @Override
        public Optimizer withLearningRate(double start) {
            throw new IllegalArgumentException(
                    "the configuration sets each layer's learning rate: change it there, or choose an optimizer");
        }

        @Override
        public AsConfigured over(int epochs) {
            return this;
        }

        @Override
        public List<String> changesFrom(Optimizer other) {
            return equals(other) ? List.of() : List.of("optimizer");
        }

        @Override
        public String describe() {
            return "optimizer as configured";
        }
    }

    private static String scheduled(double start, Schedule schedule) {
        return schedule instanceof Schedule.Constant ? String.valueOf(start) : start + " (" + schedule.describe() + ")";
    }

    private static void requireLearningRates(double start, Schedule schedule) {
        requireLearningRate(start);
        if (schedule instanceof Schedule.Linear linear) {
            requireLearningRate(linear.to());
        }
        Objects.requireNonNull(schedule);
    }

    private static void requireLearningRate(double learningRate) {
        if (!(learningRate > 0 && Double.isFinite(learningRate))) {
            throw new IllegalArgumentException("learning rate must be a positive number, not " + learningRate);
        }
    }

    private static void requireMomentum(double momentum) {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum must be in [0, 1), not " + momentum);
        }
    }
}
