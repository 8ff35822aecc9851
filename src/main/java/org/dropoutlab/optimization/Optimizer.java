package org.dropoutlab.optimization;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.dropoutlab.dl4j.update.Updaters;

/**
 * The rule that turns gradients into steps, as one arm of a study sets it. A plain value: {@link Updaters} turns it into
 * Deeplearning4j's updater.
 */
public sealed interface Optimizer permits Optimizer.Momentum, Optimizer.Adam, Optimizer.AsConfigured {

    /**
     * The same with another learning rate at the start.
     *
     * @throws IllegalArgumentException if it has none of its own, or cannot have that one
     */
    Optimizer withLearningRate(double start);

    /** The same for a training of {@code epochs} epochs: schedules that depend on it are told. */
    Optimizer over(int epochs);

    /** The settings in which this optimizer differs from {@code other}, in the field's terms. */
    List<String> changesFrom(Optimizer other);

    /** One line for tables and legends, in the field's terms. */
    String describe();

    /**
     * Stochastic gradient descent with heavy-ball momentum (Polyak 1964), the default momentum of PyTorch's and Keras's
     * {@code SGD}: {@code v ← μv + ηg; w ← w − v}.
     *
     * @param learningRate η at the start, greater than 0
     * @param momentum μ at the start, in [0, 1)
     * @param learningRateSchedule how η goes on
     * @param momentumSchedule how μ goes on: a large momentum helps most when it comes late (Sutskever et al. 2013)
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

        /** Learning rate and momentum stay as they are. */
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
     * Adam (Kingma &amp; Ba 2015), with the paper's β₁ = 0.9, β₂ = 0.999 and ε = 1e-8, which PyTorch and Keras share but
     * for Keras's ε.
     *
     * @param learningRate α at the start, greater than 0
     * @param learningRateSchedule how α goes on
     */
    record Adam(double learningRate, Schedule learningRateSchedule) implements Optimizer {
        public Adam {
            requireLearningRates(learningRate, learningRateSchedule);
        }

        /** The learning rate stays as it is. */
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
     * Whatever the network's own configuration says, layer by layer: for networks that people bring with their updaters and
     * learning rates in them. Networks of the project have none, and refuse it.
     */
    record AsConfigured() implements Optimizer {
        @Override
        public Optimizer withLearningRate(double start) {
            throw new IllegalArgumentException(
                    "the configuration says the learning rate of each layer: change it there, or choose an optimizer");
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
