package org.dropoutlab.study.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.LabelSmoothing;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.Regularizer.Dropping;
import org.dropoutlab.regularization.WeightDecay;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;

/** A number of an arm that can be tuned. Where a regularizer's level is 0, the arm is without it. */
public enum Parameter {
    /** Probability of dropping, of all that the arm drops. */
    RATE(
            "probability of dropping, of everything that the arm drops",
            false,
            arm -> arm.regularizers().stream().anyMatch(Dropping.class::isInstance),
            (arm, network, level) -> with(
                    arm,
                    arm.regularizers().stream()
                            .map(r ->
                                    r instanceof Dropping dropping ? dropping.withRate(new DropProbability(level)) : r)
                            .toList())),
    /** Learning rate at the start. */
    LEARNING_RATE(
            "learning rate at the start of training",
            true,
            arm -> true,
            (arm, network, level) -> with(arm, arm.optimizer().withLearningRate(level))),
    /** Momentum at the start. */
    MOMENTUM(
            "momentum at the start of training",
            false,
            arm -> arm.optimizer() instanceof Optimizer.Momentum,
            (arm, network, level) -> with(arm, withMomentum((Optimizer.Momentum) arm.optimizer(), level))),
    /** Limit of the incoming weights' length. */
    MAX_NORM("limit of the length of each hidden unit's incoming weights; 0: none", true, MaxNorm.class, MaxNorm::new),
    /** Coefficient of decoupled weight decay. */
    WEIGHT_DECAY("coefficient of decoupled weight decay; 0: none", true, WeightDecay.class, WeightDecay::new),
    /** Coefficient of the L2 penalty. */
    L2_PENALTY("coefficient of the L2 penalty; 0: none", true, L2.class, L2::new),
    /** Coefficient of the L1 penalty. */
    L1_PENALTY("coefficient of the L1 penalty; 0: none", true, L1.class, L1::new),
    /** Share of a label that goes to all classes. */
    LABEL_SMOOTHING(
            "share of each label that is spread over all classes; 0: none",
            false,
            LabelSmoothing.class,
            LabelSmoothing::new),
    /** Factor on the widths of the hidden layers. */
    WIDTH(
            "factor on the units of every hidden layer; 1: as the study has it",
            true,
            arm -> true,
            (arm, network, level) -> level == 1 ? arm : scaled(arm, network, level));

    private final String words;
    private final boolean logarithmic;

    private final Predicate<Arm> has;
    private final Setting setting;

    /** What becomes of an arm, whose study has {@code network}, with a level. */
    @FunctionalInterface
    private interface Setting {
        Arm of(Arm arm, NetworkSpec network, double level);
    }

    Parameter(String words, boolean logarithmic, Predicate<Arm> has, Setting setting) {
        this.words = words;
        this.logarithmic = logarithmic;
        this.has = has;
        this.setting = setting;
    }

    /** The level of a regularizer that any arm can have, instead of the one of its kind that it has. */
    Parameter(String words, boolean logarithmic, Class<? extends Regularizer> kind, DoubleFunction<Regularizer> of) {
        this(
                words,
                logarithmic,
                arm -> true,
                (arm, network, level) ->
                        instead(arm, kind, level == 0 ? Optional.empty() : Optional.of(of.apply(level))));
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
        return has.test(arm);
    }

    /**
     * The arm with another level.
     *
     * @param network that of its study
     * @throws IllegalArgumentException if it cannot have that level
     */
    Arm set(Arm arm, NetworkSpec network, double level) {
        return setting.of(arm, network, level);
    }

    private static Arm with(Arm arm, List<Regularizer> regularizers) {
        return new Arm(arm.name(), regularizers, arm.optimizer(), arm.published(), arm.variation());
    }

    private static Arm with(Arm arm, Optimizer optimizer) {
        return new Arm(arm.name(), arm.regularizers(), optimizer, arm.published(), arm.variation());
    }

    private static Optimizer withMomentum(Optimizer.Momentum optimizer, double level) {
        return new Optimizer.Momentum(
                optimizer.learningRate(), level, optimizer.learningRateSchedule(), optimizer.momentumSchedule());
    }

    private static Arm scaled(Arm arm, NetworkSpec network, double factor) {
        NetworkSpec own = arm.variation().network().orElse(network);
        return new Arm(
                arm.name(),
                arm.regularizers(),
                arm.optimizer(),
                arm.published(),
                arm.variation().withNetwork(own.scaled(factor)));
    }

    private static Arm instead(Arm arm, Class<? extends Regularizer> kind, Optional<Regularizer> other) {
        List<Regularizer> regularizers = new ArrayList<>(arm.regularizers());
        regularizers.removeIf(kind::isInstance);
        other.ifPresent(regularizers::add);
        return with(arm, regularizers);
    }
}
