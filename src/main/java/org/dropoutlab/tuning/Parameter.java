package org.dropoutlab.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.network.Architectures;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropping;
import org.dropoutlab.regularization.L1;
import org.dropoutlab.regularization.L2;
import org.dropoutlab.regularization.LabelSmoothing;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.WeightDecay;

/** A number of an arm that can be tuned. Where a regularizer's level is 0, the arm is without it. */
public enum Parameter {
    /** Probability of dropping, of all that the arm drops. */
    RATE("probability of dropping, of everything that the arm drops", false) {
        @Override
        boolean isIn(Arm arm) {
            return arm.regularizers().stream().anyMatch(Dropping.class::isInstance);
        }

        @Override
        Arm set(Arm arm, String network, double level) {
            return with(
                    arm,
                    arm.regularizers().stream()
                            .map(r ->
                                    r instanceof Dropping dropping ? dropping.withRate(new DropProbability(level)) : r)
                            .toList());
        }
    },
    /** Learning rate at the start. */
    LEARNING_RATE("learning rate at the start of training", true) {
        @Override
        Arm set(Arm arm, String network, double level) {
            return with(arm, arm.optimizer().withLearningRate(level));
        }
    },
    /** Momentum at the start. */
    MOMENTUM("momentum at the start of training", false) {
        @Override
        boolean isIn(Arm arm) {
            return arm.optimizer() instanceof Optimizer.Momentum;
        }

        @Override
        Arm set(Arm arm, String network, double level) {
            Optimizer.Momentum momentum = (Optimizer.Momentum) arm.optimizer();
            return with(
                    arm,
                    new Optimizer.Momentum(
                            momentum.learningRate(),
                            level,
                            momentum.learningRateSchedule(),
                            momentum.momentumSchedule()));
        }
    },
    /** Limit of the incoming weights' length. */
    MAX_NORM("limit of the length of each hidden unit's incoming weights; 0: none", true) {
        @Override
        Arm set(Arm arm, String network, double level) {
            return instead(arm, MaxNorm.class::isInstance, level == 0 ? List.of() : List.of(new MaxNorm(level)));
        }
    },
    /** Coefficient of decoupled weight decay. */
    WEIGHT_DECAY("coefficient of decoupled weight decay; 0: none", true) {
        @Override
        Arm set(Arm arm, String network, double level) {
            return instead(
                    arm, WeightDecay.class::isInstance, level == 0 ? List.of() : List.of(new WeightDecay(level)));
        }
    },
    /** Coefficient of the L2 penalty. */
    L2_PENALTY("coefficient of the L2 penalty; 0: none", true) {
        @Override
        Arm set(Arm arm, String network, double level) {
            return instead(arm, L2.class::isInstance, level == 0 ? List.of() : List.of(new L2(level)));
        }
    },
    /** Coefficient of the L1 penalty. */
    L1_PENALTY("coefficient of the L1 penalty; 0: none", true) {
        @Override
        Arm set(Arm arm, String network, double level) {
            return instead(arm, L1.class::isInstance, level == 0 ? List.of() : List.of(new L1(level)));
        }
    },
    /** Share of a label that goes to all classes. */
    LABEL_SMOOTHING("share of each label that is spread over all classes; 0: none", false) {
        @Override
        Arm set(Arm arm, String network, double level) {
            return instead(
                    arm, LabelSmoothing.class::isInstance, level == 0 ? List.of() : List.of(new LabelSmoothing(level)));
        }
    },
    /** Factor on the widths of the hidden layers. */
    WIDTH("factor on the units of every hidden layer; 1: as the study has it", true) {
        @Override
        Arm set(Arm arm, String network, double level) {
            return new Arm(
                    arm.name(),
                    arm.regularizers(),
                    arm.optimizer(),
                    arm.published(),
                    level == 1
                            ? arm.variation()
                            : arm.variation()
                                    .withNetwork(Architectures.scaled(
                                            arm.variation().network().orElse(network), level)));
        }
    };

    private final String words;
    private final boolean logarithmic;

    Parameter(String words, boolean logarithmic) {
        this.words = words;
        this.logarithmic = logarithmic;
    }

    /**
     * The parameter called {@code name}.
     *
     * @throws InputException if there is none, with those there are
     */
    public static Parameter named(String name) {
        return Arrays.stream(values())
                .filter(parameter -> parameter.key().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException("--param takes one of %s, not '%s'"
                        .formatted(
                                Arrays.stream(values()).map(Parameter::key).collect(Collectors.joining(", ")), name)));
    }

    /** As it is typed, and as reports call it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace("_penalty", "").replace('_', '-');
    }

    /** What it is, for help. */
    public String words() {
        return words;
    }

    /** Whether a range of it is drawn from by its logarithm. */
    boolean isLogarithmic() {
        return logarithmic;
    }

    /** Whether {@code arm} has such a number. */
    boolean isIn(Arm arm) {
        return true;
    }

    /**
     * The arm with another level.
     *
     * @param network that of its study
     * @throws IllegalArgumentException if it cannot have that level
     */
    abstract Arm set(Arm arm, String network, double level);

    private static Arm with(Arm arm, List<Regularizer> regularizers) {
        return new Arm(arm.name(), regularizers, arm.optimizer(), arm.published(), arm.variation());
    }

    private static Arm with(Arm arm, Optimizer optimizer) {
        return new Arm(arm.name(), arm.regularizers(), optimizer, arm.published(), arm.variation());
    }

    /** The arm with others in the place of some of its regularizers, or behind them. */
    private static Arm instead(Arm arm, Predicate<Regularizer> of, List<? extends Regularizer> others) {
        List<Regularizer> regularizers = new ArrayList<>(arm.regularizers());
        regularizers.removeIf(of);
        regularizers.addAll(others);
        return with(arm, regularizers);
    }
}
