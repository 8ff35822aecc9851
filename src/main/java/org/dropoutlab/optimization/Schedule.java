package org.dropoutlab.optimization;

import java.util.OptionalInt;

/**
 * The schedule of a learning rate or momentum from its initial value. The value is constant within an epoch; e counts
 * completed epochs, 0 in the first.
 *
 * <p>Dropout needs a large, decaying learning rate and a large momentum (Srivastava et al. 2014, appendix A.2). The
 * MNIST networks of Hinton et al. (2012) use {@code new Exponential(0.998)} and, for a momentum that starts at 0.5,
 * {@code new Linear(0.99, 500)}.
 */
public sealed interface Schedule {

    /** A constant value. */
    static Schedule constant() {
        return new Constant();
    }

    /** The schedule in the field's terms. */
    String describe();

    /** A copy for {@code epochs} epochs of training, on which some schedules depend. */
    default Schedule over(int epochs) {
        return this;
    }

    /** The initial value in every epoch. */
    record Constant() implements Schedule {
        @Override
        public String describe() {
            return "constant";
        }
    }

    /**
     * A factor every few epochs: {@code start · factor^⌊e / everyEpochs⌋}.
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
     * A factor after every epoch: {@code start · factorPerEpoch^e}.
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
     * Half a cosine period, from the initial value to a fraction f of it after E epochs (Loshchilov &amp; Hutter
     * 2017, without restarts): {@code start · (f + (1 − f) · (1 + cos(π · min(e / E, 1))) / 2)}.
     *
     * @param finalFraction f, at least 0 and less than 1
     * @param epochs E; all epochs of the training if empty
     */
    record Cosine(double finalFraction, OptionalInt epochs) implements Schedule {
        public Cosine {
            if (!(finalFraction >= 0 && finalFraction < 1)) {
                throw new IllegalArgumentException(
                        "a cosine schedule's final fraction must be at least 0 and less than 1, not " + finalFraction);
            }
            epochs.ifPresent(Schedule::requireEpochs);
        }

        /** A cosine over all epochs of the training. */
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
     * Equal steps to another value, which then stays: {@code start + (to − start) · min(e / epochs, 1)}.
     *
     * @param to final value, at least 0 and valid as a learning rate or momentum
     * @param epochs number of epochs to reach it, at least 1
     */
    record Linear(double to, int epochs) implements Schedule {
        public Linear {
            if (!(to >= 0 && Double.isFinite(to))) {
                throw new IllegalArgumentException("a linear schedule's final value must be at least 0, not " + to);
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
