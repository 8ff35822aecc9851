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

/** A tunable number of an arm. Level 0 of a regularizer removes it from the arm. */
public enum Parameter {
    /** Drop probability of everything the arm drops. */
    RATE(
            "drop probability of everything the arm drops",
            false,
            arm -> arm.regularizers().stream().anyMatch(Dropping.class::isInstance),
            (arm, network, level) -> with(
                    arm,
                    arm.regularizers().stream()
                            .map(r ->
                                    r instanceof Dropping dropping ? dropping.withRate(new DropProbability(level)) : r)
                            .toList())),
    /** Initial learning rate. */
    LEARNING_RATE(
            "initial learning rate",
            true,
            arm -> true,
            (arm, network, level) -> with(arm, arm.optimizer().withLearningRate(level))),
    /** Initial momentum. */
    MOMENTUM(
            "initial momentum",
            false,
            arm -> arm.optimizer() instanceof Optimizer.Momentum,
            (arm, network, level) -> with(arm, withMomentum((Optimizer.Momentum) arm.optimizer(), level))),
    /** Limit on the norm of incoming weights. */
    MAX_NORM("limit on the norm of each hidden unit's incoming weights; 0 for none", true, MaxNorm.class, MaxNorm::new),
    /** Coefficient of decoupled weight decay. */
    WEIGHT_DECAY("coefficient of decoupled weight decay; 0 for none", true, WeightDecay.class, WeightDecay::new),
    /** Coefficient of the L2 penalty. */
    L2_PENALTY("coefficient of the L2 penalty; 0 for none", true, L2.class, L2::new),
    /** Coefficient of the L1 penalty. */
    L1_PENALTY("coefficient of the L1 penalty; 0 for none", true, L1.class, L1::new),
    /** Fraction of a label spread over all classes. */
    LABEL_SMOOTHING(
            "fraction of each label spread over all classes; 0 for none",
            false,
            LabelSmoothing.class,
            LabelSmoothing::new),
    /** Factor on the width of the hidden layers. */
    WIDTH(
            "factor on the width of every hidden layer; 1 for the original",
            true,
            arm -> true,
            (arm, network, level) -> level == 1 ? arm : scaled(arm, network, level));

    private final String words;
    private final boolean logarithmic;

    private final Predicate<Arm> has;
    private final Setting setting;

    /** Sets a level of an arm whose study has {@code network}. */
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

    /** The level of a regularizer that any arm can have, which replaces one of its kind. */
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
     * @throws InputException if there is none; the message lists all
     */
    public static Parameter named(String name) {
        return Arrays.stream(values())
                .filter(parameter -> parameter.key().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException("--param takes one of %s, not '%s'"
                        .formatted(
                                Arrays.stream(values()).map(Parameter::key).collect(Collectors.joining(", ")), name)));
    }

    /** Its name on the command line and in reports. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace("_penalty", "").replace('_', '-');
    }

    /** A short description. */
    public String words() {
        return words;
    }

    /** Whether a range of it is sampled on a log scale. */
    boolean isLogarithmic() {
        return logarithmic;
    }

    /** Whether {@code arm} has this number. */
    boolean isIn(Arm arm) {
        return has.test(arm);
    }

    /**
     * The arm with another level.
     *
     * @param network the network of its study
     * @throws IllegalArgumentException if the level is invalid
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
