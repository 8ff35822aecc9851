package org.dropoutlab.optimization;

import java.util.ArrayList;
import java.util.List;

/**
 * The rule that turns gradients into steps, as one arm of a study sets it. A plain value: {@link Updaters} turns it into
 * Deeplearning4j's updater.
 */
public sealed interface Optimizer permits Optimizer.Momentum, Optimizer.Adam {

    /** Learning rate at the start of training, per step. */
    double learningRate();

    /** The settings in which this optimizer differs from {@code other}, in the field's terms. */
    List<String> changesFrom(Optimizer other);

    /** One line for tables and legends, in the field's terms. */
    String describe();

    /**
     * Stochastic gradient descent with heavy-ball momentum (Polyak 1964), the default momentum of PyTorch's and Keras's
     * {@code SGD}: {@code v ← μv + g; w ← w − ηv}.
     *
     * @param learningRate η, greater than 0
     * @param momentum μ, in [0, 1)
     */
    record Momentum(double learningRate, double momentum) implements Optimizer {
        public Momentum {
            requireLearningRate(learningRate);
            if (!(momentum >= 0 && momentum < 1)) {
                throw new IllegalArgumentException("momentum must be in [0, 1), not " + momentum);
            }
        }

        @Override
        public List<String> changesFrom(Optimizer other) {
            List<String> changes = new ArrayList<>();
            if (other instanceof Momentum that) {
                if (learningRate != that.learningRate) {
                    changes.add("learning rate");
                }
                if (momentum != that.momentum) {
                    changes.add("momentum");
                }
            } else {
                changes.add("optimizer");
            }
            return changes;
        }

        @Override
        public String describe() {
            return "learning rate %s, momentum %s".formatted(learningRate, momentum);
        }
    }

    /**
     * Adam (Kingma &amp; Ba 2015), with the paper's β₁ = 0.9, β₂ = 0.999 and ε = 1e-8, which PyTorch and Keras share but
     * for Keras's ε.
     *
     * @param learningRate α, greater than 0
     */
    record Adam(double learningRate) implements Optimizer {
        public Adam {
            requireLearningRate(learningRate);
        }

        @Override
        public List<String> changesFrom(Optimizer other) {
            if (!(other instanceof Adam that)) {
                return List.of("optimizer");
            }
            return learningRate == that.learningRate ? List.of() : List.of("learning rate");
        }

        @Override
        public String describe() {
            return "Adam, learning rate %s".formatted(learningRate);
        }
    }

    private static void requireLearningRate(double learningRate) {
        if (!(learningRate > 0 && Double.isFinite(learningRate))) {
            throw new IllegalArgumentException("learning rate must be a positive number, not " + learningRate);
        }
    }
}
