package org.dropoutlab.study;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Candidate;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.ActivationNoise.AlphaDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianDropout;
import org.dropoutlab.regularization.ActivationNoise.GaussianNoise;
import org.dropoutlab.regularization.Augmentation.Cutout;
import org.dropoutlab.regularization.Augmentation.HorizontalFlip;
import org.dropoutlab.regularization.Augmentation.RandomShift;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.EarlyStopping;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.LabelSmoothing;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.ModelCombination;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Recurrent.RecurrentDropConnect;
import org.dropoutlab.regularization.Recurrent.RecurrentDropout;
import org.dropoutlab.regularization.Recurrent.RecurrentDropout.Target;
import org.dropoutlab.regularization.Recurrent.VariationalDropout;
import org.dropoutlab.regularization.Recurrent.Zoneout;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.Regularizer.OnData.BalancedClasses;
import org.dropoutlab.regularization.Regularizer.OnTraining.TunedThreshold;
import org.dropoutlab.regularization.Removal;
import org.dropoutlab.regularization.Removal.Kind;
import org.dropoutlab.regularization.SpatialDropout;
import org.dropoutlab.regularization.WeightDecay;
import org.dropoutlab.regularization.WeightNoise;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;

/**
 * The text form of arms: {@code plain}, {@code dropout=0.5}, {@code dropout=0.5+max-norm=3}. Each regularizer has a word,
 * most followed by {@code =} and a value; {@code +} joins several into one arm. The normalized text is also the arm's name:
 * lower case, with numbers in a canonical form, which makes {@code Dropout=.50} and {@code dropout=0.5} the same arm.
 *
 * <p>{@code tuned} instead of a number makes an arm that chooses the level in every split, on its validation data, from a fixed grid
 * ({@link Search}); several such words choose from all combinations.
 */
public final class ArmText {
    private static final String PLAIN = "plain";
    private static final String AS_IS = "as-is";
    private static final String CANDIDATE = "candidate";
    private static final int LONGEST_NUMBER = 24;
    private static final int LONGEST_PLAIN = 12;
    private static final int FARTHEST_TYPO = 3;
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?");

    /** As a level: each split chooses one of the word's grid. */
    private static final String TUNED = "tuned";

    private static final int MOST_CANDIDATES = 100;
    private static final List<Double> RATES = List.of(0.0, 0.1, 0.2, 0.3, 0.5, 0.7);
    private static final List<Double> SPREADS = List.of(0.0, 0.1, 0.2, 0.4);
    private static final List<Double> COEFFICIENTS = List.of(0.0, 1e-4, 1e-3, 1e-2, 0.1);
    private static final List<Double> SMALL_COEFFICIENTS = List.of(0.0, 1e-5, 1e-4, 1e-3, 1e-2);
    private static final List<Double> LIMITS = List.of(0.0, 1.0, 2.0, 3.0, 4.0);
    private static final List<Double> SHARES = List.of(0.0, 0.05, 0.1, 0.2);

    private static final List<Word> WORDS = List.of(
            none(PLAIN, "nothing added: the usual baseline; treatments of the network's own stay", List::of),
            none(AS_IS, "the same, for a network that has treatments of its own", List::of),
            none(
                    "bare",
                    "every dropout, noise, penalty and constraint of the network's own taken out",
                    () -> List.of(new Removal.Bare())),
            number(
                    "dropout",
                    "P",
                    "dropout on each hidden layer; P is the drop probability, and 0 takes out all dropout of the network's own",
                    Dropout::hidden,
                    Kind.NOISE,
                    RATES),
            number("input-dropout", "P", "dropout on the inputs", Dropout::visible, RATES),
            number("visible-dropout", "P", "the same under its older name", Dropout::visible, RATES),
            number("conv-dropout", "P", "dropout on individual units of the feature maps", Dropout::convolution, RATES),
            number("spatial", "P", "dropout on whole feature maps", SpatialDropout::convolution, RATES),
            number(
                    "flattened-dropout",
                    "P",
                    "dropout between the convolutions and the first dense layer",
                    Dropout::flattened,
                    RATES),
            number(
                    "output-dropout",
                    "P",
                    "dropout on the inputs of the output layer",
                    p -> new Dropout(Place.OUTPUT, new DropProbability(p)),
                    RATES),
            oneOrTwo(
                    "variational",
                    "of recurrent layers: one mask a sequence, P on the inputs and Q on the recurrent state",
                    VariationalDropout::of),
            new Word(
                    "recurrent-dropout",
                    "P",
                    "a fresh mask a step on the recurrent state, or with P:candidate on the LSTM's candidate alone",
                    ArmText::recurrentDropout,
                    RATES),
            number(
                    "recurrent-dropconnect",
                    "P",
                    "drops recurrent weights, one mask a mini-batch",
                    RecurrentDropConnect::of,
                    RATES),
            oneOrTwo(
                    "zoneout",
                    "keeps units of the LSTM's cell (P) and hidden state (Q) from the step before",
                    Zoneout::of),
            number(
                    "dropconnect",
                    "P",
                    "DropConnect: drops weights of each hidden layer",
                    DropConnect::hidden,
                    Kind.WEIGHT_NOISE,
                    RATES),
            number(
                    "weight-noise",
                    "P",
                    "Deeplearning4j's own DropConnect: no rescaling, gradient not masked",
                    WeightNoise::hidden,
                    Kind.WEIGHT_NOISE,
                    RATES),
            number(
                    "gaussian-dropout",
                    "P",
                    "multiplies each hidden unit by N(1, P/(1 − P))",
                    p -> new GaussianDropout(Place.HIDDEN, new DropProbability(p)),
                    RATES),
            number(
                    "gaussian-noise",
                    "SD",
                    "adds N(0, SD²) to each input (inputs have standard deviation 1)",
                    sd -> new GaussianNoise(Place.VISIBLE, sd),
                    SPREADS),
            number(
                    "alpha-dropout",
                    "P",
                    "alpha dropout on each hidden layer; needs SELU",
                    p -> new AlphaDropout(Place.HIDDEN, new DropProbability(p)),
                    RATES),
            number(
                    "weight-decay",
                    "C",
                    "decoupled, as in AdamW: w ← w − step − learning rate · C · w",
                    WeightDecay::new,
                    Kind.L2,
                    COEFFICIENTS),
            number("l2", "C", "adds C·w to the gradient of each weight", L2::new, Kind.L2, COEFFICIENTS),
            number("l1", "C", "adds C·sign(w) to the gradient of each weight", L1::new, Kind.L1, SMALL_COEFFICIENTS),
            number(
                    "max-norm",
                    "LIMIT",
                    "limits the norm of each hidden unit's incoming weights",
                    MaxNorm::new,
                    Kind.CONSTRAINT,
                    LIMITS),
            none("batch-norm", "batch normalization in each hidden layer", () -> List.of(BatchNormalization.hidden())),
            none(
                    "conv-batch-norm",
                    "batch normalization after each convolution",
                    () -> List.of(BatchNormalization.convolution())),
            new Word(
                    "label-smoothing",
                    "E",
                    "spreads a fraction E of each label over all classes",
                    typed -> {
                        Level number = Level.of(typed);
                        return new Part(
                                number.text(),
                                number.value() == 0 ? List.of() : List.of(new LabelSmoothing(number.value())));
                    },
                    SHARES),
            choice(
                    "class-weights",
                    "balanced",
                    "each class has the same share of the training loss: weights n / (k · n of the class)",
                    new BalancedClasses()),
            whole(
                    "early-stopping",
                    "EPOCHS",
                    "stops after EPOCHS epochs without improvement in validation loss and restores the best epoch's weights",
                    EarlyStopping::new),
            choice(
                    "threshold",
                    "tuned",
                    "of two classes, predicts by the threshold that does best on each split's validation data",
                    new TunedThreshold()),
            whole("combination", "NETWORKS", "averages NETWORKS independently trained networks", ModelCombination::new),
            whole("shift", "PIXELS", "shifts training images by up to PIXELS pixels", RandomShift::new),
            none("flip", "flips half of the training images horizontally", () -> List.of(new HorizontalFlip())),
            whole("cutout", "PIXELS", "blanks out a PIXELS × PIXELS square in each training image", Cutout::new),
            new Word(
                    "kl-sparsity",
                    "TARGET:WEIGHT",
                    "pulls each hidden unit's mean activation towards TARGET",
                    level -> {
                        String[] two = level.split(":", -1);
                        if (two.length != 2) {
                            throw new IllegalArgumentException(
                                    "expected two numbers, as in kl-sparsity=0.1:0.01, not '%s'".formatted(level));
                        }
                        Level target = Level.of(two[0]);
                        Level weight = Level.of(two[1]);
                        return new Part(
                                target.text() + ":" + weight.text(),
                                List.of(
                                        weight.value() == 0
                                                ? new Removal.Without(Kind.SPARSITY)
                                                : new KlSparsity(target.value(), weight.value())));
                    }));

    private ArmText() {}

    /**
     * An entry of the vocabulary.
     *
     * @param usage such as {@code dropout=P}
     * @param help one line
     */
    public record Entry(String usage, String help) {}

    /**
     * A word of the vocabulary.
     *
     * @param level name of its value; empty if it takes none
     * @param of the regularizers for a value
     * @param grid the values that {@code tuned} chooses from, 0 for none of this regularizer; empty if it cannot be tuned
     */
    private record Word(String name, String level, String help, Function<String, Part> of, List<Double> grid) {
        Word(String name, String level, String help, Function<String, Part> of) {
            this(name, level, help, of, List.of());
        }

        Entry entry() {
            return new Entry(
                    level.isEmpty() ? name : name + "=" + level,
                    grid.isEmpty()
                            ? help
                            : help
                                    + grid.stream()
                                            .map(ArmText::inFull)
                                            .collect(Collectors.joining(", ", "; tuned: ", "")));
        }

        List<Part> parts(String typed) {
            return typed.equals(TUNED) && !grid.isEmpty()
                    ? grid.stream().map(this::part).toList()
                    : List.of(of.apply(typed));
        }

        private Part part(double value) {
            String text = inFull(value);
            return new Part(text, of.apply(text).regularizers(), Optional.of(value));
        }
    }

    /**
     * A word with its value.
     *
     * @param level canonical text of the value; empty if there is none
     * @param tuned the value, if it is one of a grid
     */
    private record Part(String level, List<Regularizer> regularizers, Optional<Double> tuned) {
        Part(String level, List<Regularizer> regularizers) {
            this(level, regularizers, Optional.empty());
        }

        String name(Word word) {
            return level.isEmpty() ? word.name() : word.name() + "=" + level;
        }
    }

    private record Level(double value, String text) {
        static Level of(String typed) {
            if (typed.length() > LONGEST_NUMBER || !NUMBER.matcher(typed).matches()) {
                throw new IllegalArgumentException("'%s' is not a number".formatted(typed));
            }
            double value = Double.parseDouble(typed);
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("'%s' is not a number".formatted(typed));
            }
            String plain = inFull(value);
            return new Level(
                    value,
                    plain.length() > LONGEST_PLAIN ? String.valueOf(value).toLowerCase(Locale.ROOT) : plain);
        }
    }

    private static String inFull(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static Word none(String name, String help, Supplier<List<Regularizer>> of) {
        return new Word(name, "", help, level -> new Part("", of.get()));
    }

    private static Word number(
            String name, String level, String help, DoubleFunction<Regularizer> of, List<Double> grid) {
        return new Word(
                name,
                level,
                help,
                typed -> {
                    Level number = Level.of(typed);
                    return new Part(number.text(), List.of(of.apply(number.value())));
                },
                grid);
    }

    /** A word whose level 0 takes out what a network has of the kind, wherever it is. */
    private static Word number(
            String name, String level, String help, DoubleFunction<Regularizer> of, Kind takenOut, List<Double> grid) {
        return number(name, level, help, value -> value == 0 ? new Removal.Without(takenOut) : of.apply(value), grid);
    }

    /** A word with two probabilities, P:Q, or one for both. */
    private static Word oneOrTwo(String name, String help, DoubleBinaryOperation of) {
        return new Word(
                name,
                "P",
                help + " (P:Q; P alone means both)",
                typed -> {
                    String[] two = typed.split(":", -1);
                    if (two.length > 2) {
                        throw new IllegalArgumentException(
                                "expected one number or two, as in %s=0.2:0.5, not '%s'".formatted(name, typed));
                    }
                    Level first = Level.of(two[0]);
                    Level second = two.length == 1 ? first : Level.of(two[1]);
                    String text =
                            first.text().equals(second.text()) ? first.text() : first.text() + ":" + second.text();
                    return new Part(text, List.of(of.of(first.value(), second.value())));
                },
                RATES);
    }

    /** The regularizer of two numbers. */
    @FunctionalInterface
    private interface DoubleBinaryOperation {
        Regularizer of(double first, double second);
    }

    private static Part recurrentDropout(String typed) {
        String[] two = typed.split(":", -1);
        Level rate = Level.of(two[0]);
        if (two.length == 1) {
            return new Part(rate.text(), List.of(RecurrentDropout.of(rate.value(), Target.STATE)));
        }
        if (two.length > 2 || !two[1].equals(CANDIDATE)) {
            throw new IllegalArgumentException(
                    "expected P or P:candidate, as in recurrent-dropout=0.5:candidate, not '%s'".formatted(typed));
        }
        return new Part(rate.text() + ":" + CANDIDATE, List.of(RecurrentDropout.of(rate.value(), Target.CANDIDATE)));
    }

    /** A word with a single value. */
    private static Word choice(String name, String value, String help, Regularizer of) {
        return new Word(name, value, help, typed -> {
            if (!typed.equals(value)) {
                throw new IllegalArgumentException("'%s' is not %s".formatted(typed, value));
            }
            return new Part(value, List.of(of));
        });
    }

    private static Word whole(String name, String level, String help, IntFunction<Regularizer> of) {
        return new Word(name, level, help, typed -> {
            Level number = Level.of(typed);
            if (number.value() != (int) number.value()) {
                throw new IllegalArgumentException("'%s' is not a whole number".formatted(typed));
            }
            return new Part(number.text(), List.of(of.apply((int) number.value())));
        });
    }

    /** All words, in display order. */
    public static List<Entry> vocabulary() {
        return WORDS.stream().map(Word::entry).toList();
    }

    /**
     * The regularizers of an arm with fixed levels.
     *
     * @param text such as {@code dropout=0.5+max-norm=3}
     * @throws InputException if the text is not such an arm; the one-line message says why
     */
    public static List<Regularizer> parse(String text) {
        List<Outcome> outcomes = parsed(text).outcomes();
        if (outcomes.size() > 1) {
            throw wrong(text, "its levels are not fixed");
        }
        return outcomes.get(0).regularizers();
    }

    /**
     * The arm for {@code text}, which is also its name.
     *
     * @param optimizer the optimizer that trains it
     * @throws InputException as {@link #parse}
     */
    public static Arm arm(String text, Optimizer optimizer) {
        Parsed parsed = parsed(text);
        List<Candidate> candidates = parsed.outcomes().stream()
                .map(one -> new Candidate(new Arm(one.name(), one.regularizers(), optimizer, List.of()), one.levels()))
                .toList();
        return candidates.size() == 1
                ? candidates.get(0).arm()
                : Arm.choosing(parsed.name(), new Search(candidates, new Search.Exhaustive()));
    }

    /**
     * The arms of a comma-separated list, in order.
     *
     * @param optimizer the optimizer that trains them
     * @throws InputException as {@link #parse}, or if an arm is listed twice
     */
    public static List<Arm> arms(String list, Optimizer optimizer) {
        List<Arm> arms = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String text : list.split(",", -1)) {
            Arm arm = arm(text, optimizer);
            if (!names.add(arm.name())) {
                throw new InputException("arm %s is listed twice".formatted(arm.name()));
            }
            arms.add(arm);
        }
        return List.copyOf(arms);
    }

    /**
     * Default arms for a table, for a network with hidden dense layers and splits with validation data. Weight decay has
     * PyTorch's default for AdamW.
     */
    public static List<String> forTables() {
        return List.of(
                PLAIN,
                "dropout=0.2",
                "dropout=0.5",
                "dropconnect=0.3",
                "weight-decay=0.01",
                "dropout=0.5+max-norm=3",
                "early-stopping=10");
    }

    /** Default arms for sequences, for a network with a recurrent layer. */
    public static List<String> forSequences() {
        return List.of(
                PLAIN,
                "dropout=0.25",
                "output-dropout=0.5",
                "variational=0.25",
                "recurrent-dropout=0.25",
                "weight-decay=0.01",
                "early-stopping=10");
    }

    /** Default arms for images, for a network that also has convolutions and classes that survive mirroring. */
    public static List<String> forImages() {
        return List.of(
                PLAIN,
                "dropout=0.5",
                "spatial=0.2",
                "dropout=0.5+spatial=0.2",
                "weight-decay=0.01",
                "shift=2+flip",
                "early-stopping=5");
    }

    /**
     * @param name as recorded
     * @param outcomes the arm itself, or what it chooses from
     */
    private record Parsed(String name, List<Outcome> outcomes) {}

    /** An arm with fixed levels; {@code levels} are those that were chosen from a grid. */
    private record Outcome(String name, List<Regularizer> regularizers, Map<String, Double> levels) {
        private static final Outcome NOTHING = new Outcome("", List.of(), Map.of());

        Outcome with(Word word, Part part) {
            Map<String, Double> more = new LinkedHashMap<>(levels);
            part.tuned().ifPresent(level -> more.put(word.name(), level));
            return new Outcome(
                    name.isEmpty() ? part.name(word) : name + "+" + part.name(word),
                    Stream.concat(regularizers.stream(), part.regularizers().stream())
                            .toList(),
                    more);
        }
    }

    private static Parsed parsed(String text) {
        List<String> names = new ArrayList<>();
        List<Outcome> outcomes = List.of(Outcome.NOTHING);
        Set<String> used = new HashSet<>();
        String[] parts = text.strip().toLowerCase(Locale.ROOT).split("[+]", -1);
        for (String part : parts) {
            String[] sides = part.strip().split("=", 2);
            Word word = word(sides[0].strip(), text);
            if (!used.add(word.name())) {
                throw wrong(text, word.name() + " is listed twice");
            }
            if (List.of(PLAIN, AS_IS).contains(word.name()) && parts.length > 1) {
                throw wrong(text, word.name() + " means that nothing is changed and cannot be combined with others");
            }
            List<Part> made = made(word, sides, text);
            names.add(made.size() > 1 ? word.name() + "=" + TUNED : made.get(0).name(word));
            outcomes = outcomes.stream()
                    .flatMap(before -> made.stream().map(choice -> before.with(word, choice)))
                    .toList();
            if (outcomes.size() > MOST_CANDIDATES) {
                throw wrong(
                        text,
                        "its tuned levels have more than %d combinations; tune fewer of them"
                                .formatted(MOST_CANDIDATES));
            }
        }
        return new Parsed(String.join("+", names), outcomes);
    }

    private static List<Part> made(Word word, String[] sides, String text) {
        if (word.level().isEmpty() && sides.length == 2) {
            throw wrong(text, "%s takes no value; leave out =%s".formatted(word.name(), sides[1]));
        }
        if (!word.level().isEmpty() && sides.length == 1) {
            throw wrong(
                    text,
                    "%s needs a value, as in %s"
                            .formatted(word.name(), word.entry().usage()));
        }
        try {
            String level = sides.length == 2 ? sides[1].strip() : "";
            if (level.equals(TUNED)
                    && !List.of("", TUNED).contains(word.level())
                    && word.grid().isEmpty()) {
                throw new IllegalArgumentException("this level cannot be tuned; words that can: " + tunable());
            }
            return word.parts(level);
        } catch (IllegalArgumentException e) {
            throw wrong(text, "%s: %s".formatted(word.entry().usage(), e.getMessage()));
        }
    }

    private static Word word(String name, String text) {
        return WORDS.stream()
                .filter(word -> word.name().equals(name))
                .findFirst()
                .orElseThrow(() -> wrong(
                        text,
                        name.isEmpty()
                                ? "a word is missing; words: " + all()
                                : "no regularizer named '%s'%s; words: %s".formatted(name, guess(name), all())));
    }

    private static String tunable() {
        return WORDS.stream()
                .filter(word -> !word.grid().isEmpty())
                .map(Word::name)
                .collect(Collectors.joining(", "));
    }

    private static String all() {
        return WORDS.stream().map(word -> word.entry().usage()).collect(Collectors.joining(", "));
    }

    private static String guess(String name) {
        return WORDS.stream()
                .map(Word::name)
                .filter(word -> distance(name, word) <= Math.min(FARTHEST_TYPO, word.length() / 2))
                .min(Comparator.comparingInt(word -> distance(name, word)))
                .map(word -> " (did you mean %s?)".formatted(word))
                .orElse("");
    }

    /** Edit distance: insertions, deletions and substitutions between two words (Levenshtein 1966). */
    static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        Arrays.setAll(above, column -> column);
        for (int row = 1; row <= from.length(); row++) {
            int[] here = new int[above.length];
            here[0] = row;
            for (int column = 1; column < here.length; column++) {
                int changed = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                here[column] = Math.min(changed, 1 + Math.min(above[column], here[column - 1]));
            }
            above = here;
        }
        return above[to.length()];
    }

    private static InputException wrong(String text, String why) {
        String shown = text.strip().replaceAll("\\p{Cntrl}", "?");
        return new InputException("arm %s: %s".formatted(shown.isEmpty() ? "''" : shown, why));
    }
}
