package org.dropoutlab.optimization;

import java.util.ArrayList;
import java.util.List;

/**
 * The rule that turns gradients into steps, as one arm of a study sets it. A plain value: {@link Updaters} turns it into
 * Deeplearning4j's updater.
 */
public sealed interface Optimizer permits Optimizer.Momentum {

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
            if (!(learningRate > 0 && Double.isFinite(learningRate))) {
                throw new IllegalArgumentException("learning rate must be a positive number, not " + learningRate);
            }
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
}
