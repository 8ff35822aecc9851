package org.dropoutlab.optimization;

import java.util.OptionalInt;

/**
 * How a learning rate or a momentum goes on from the value that it starts with. It is the same for all steps of an epoch;
 * e counts the epochs before the present one, 0 in the first.
 *
 * <p>Dropout wants a large and decaying learning rate and a large momentum (Srivastava et al. 2014, appendix A.2). The MNIST
 * networks of Hinton et al. (2012) have {@code new Exponential(0.998)} and, for a momentum that starts at 0.5, {@code new
 * Linear(0.99, 500)}.
 */
public sealed interface Schedule {

    /** As it starts, so it stays. */
    static Schedule constant() {
        return new Constant();
    }

    /** In the field's terms, what becomes of the value. */
    String describe();

    /** The same for a training of {@code epochs} epochs, if it depends on that. */
    default Schedule over(int epochs) {
        return this;
    }

    /** The value that it starts with, in every epoch. */
    record Constant() implements Schedule {
        @Override
        public String describe() {
            return "constant";
        }
    }

    /**
     * Multiplied by {@code factor} every few epochs: {@code start · factor^⌊e / everyEpochs⌋}.
     *
     * @param factor greater than 0 and less than 1
     * @param everyEpochs at least 1
     */
    record Step(double factor, int everyEpochs) implements Schedule {
        public Step {
            requireFactor(factor);
            requireEpochs(everyEpochs);
        }

        @Override
        public String describe() {
            return "× %s every %,d epochs".formatted(factor, everyEpochs);
        }
    }

    /**
     * Multiplied by {@code factorPerEpoch} after every epoch: {@code start · factorPerEpoch^e}.
     *
     * @param factorPerEpoch greater than 0 and less than 1
     */
    record Exponential(double factorPerEpoch) implements Schedule {
        public Exponential {
            requireFactor(factorPerEpoch);
        }

        @Override
        public String describe() {
            return "× %s every epoch".formatted(factorPerEpoch);
        }
    }

    /**
     * Half a period of a cosine, from the start to a fraction f of it after the last of E epochs (Loshchilov &amp; Hutter
     * 2017, without restarts): {@code start · (f + (1 − f) · (1 + cos(π · min(e / E, 1))) / 2)}.
     *
     * @param finalFraction f, at least 0 and less than 1
     * @param epochs E; those of the training if empty
     */
    record Cosine(double finalFraction, OptionalInt epochs) implements Schedule {
        public Cosine {
            if (!(finalFraction >= 0 && finalFraction < 1)) {
                throw new IllegalArgumentException(
                        "a cosine schedule ends at a fraction of at least 0 and less than 1, not " + finalFraction);
            }
            epochs.ifPresent(Schedule::requireEpochs);
        }

        /** Over all epochs of the training. */
        public Cosine(double finalFraction) {
            this(finalFraction, OptionalInt.empty());
        }

        @Override
        public Cosine over(int trained) {
            return epochs.isPresent() ? this : new Cosine(finalFraction, OptionalInt.of(trained));
        }

        @Override
        public String describe() {
            return "cosine decay to "
                    + (finalFraction == 0 ? "0" : finalFraction + " of it")
                    + (epochs.isPresent() ? " over %,d epochs".formatted(epochs.getAsInt()) : "");
        }
    }

    /**
     * In equal steps to another value, and that from then on: {@code start + (to − start) · min(e / epochs, 1)}.
     *
     * @param to what it ends at, at least 0; what else is asked of a learning rate or a momentum is asked of it too
     * @param epochs until it is there, at least 1
     */
    record Linear(double to, int epochs) implements Schedule {
        public Linear {
            if (!(to >= 0 && Double.isFinite(to))) {
                throw new IllegalArgumentException("a linear schedule ends at a number of at least 0, not " + to);
            }
            requireEpochs(epochs);
        }

        @Override
        public String describe() {
            return "to %s over %,d epochs".formatted(to, epochs);
        }
    }

    private static void requireFactor(double factor) {
        if (!(factor > 0 && factor < 1)) {
            throw new IllegalArgumentException(
                    "a schedule's factor must be greater than 0 and less than 1, not " + factor);
        }
    }

    private static void requireEpochs(int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException("a schedule's epochs must be at least 1, not " + epochs);
        }
    }
}
