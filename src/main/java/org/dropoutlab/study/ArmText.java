package org.dropoutlab.study;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.InputException;
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
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.SpatialDropout;
import org.dropoutlab.regularization.WeightDecay;
import org.dropoutlab.regularization.WeightNoise;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;

/**
 * The text form of arms: {@code plain}, {@code dropout=0.5}, {@code dropout=0.5+max-norm=3}. Each regularizer has a word,
 * most followed by {@code =} and a value; {@code +} joins several into one arm. The normalized text is also the arm's name:
 * lower case, with numbers in a canonical form, which makes {@code Dropout=.50} and {@code dropout=0.5} the same arm.
 */
public final class ArmText {
    private static final String PLAIN = "plain";
    private static final int LONGEST_NUMBER = 24;
    private static final int LONGEST_PLAIN = 12;
    private static final int FARTHEST_TYPO = 3;
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?");

    private static final List<Word> WORDS = List.of(
            none(PLAIN, "no regularizer: the usual baseline", List::of),
            number("dropout", "P", "dropout on each hidden layer; P is the drop probability", Dropout::hidden),
            number("visible-dropout", "P", "dropout on the inputs", Dropout::visible),
            number("conv-dropout", "P", "dropout on individual units of the feature maps", Dropout::convolution),
            number("spatial", "P", "dropout on whole feature maps", SpatialDropout::convolution),
            number(
                    "flattened-dropout",
                    "P",
                    "dropout between the convolutions and the first dense layer",
                    Dropout::flattened),
            number("dropconnect", "P", "DropConnect: drops weights of each hidden layer", DropConnect::hidden),
            number(
                    "weight-noise",
                    "P",
                    "Deeplearning4j's own DropConnect: no rescaling, gradient not masked",
                    WeightNoise::hidden),
            number(
                    "gaussian-dropout",
                    "P",
                    "multiplies each hidden unit by N(1, P/(1 − P))",
                    p -> new GaussianDropout(Place.HIDDEN, new DropProbability(p))),
            number(
                    "gaussian-noise",
                    "SD",
                    "adds N(0, SD²) to each input (inputs have standard deviation 1)",
                    sd -> new GaussianNoise(Place.VISIBLE, sd)),
            number(
                    "alpha-dropout",
                    "P",
                    "alpha dropout on each hidden layer; needs SELU",
                    p -> new AlphaDropout(Place.HIDDEN, new DropProbability(p))),
            number(
                    "weight-decay",
                    "C",
                    "decoupled, as in AdamW: w ← w − step − learning rate · C · w",
                    WeightDecay::new),
            number("l2", "C", "adds C·w to the gradient of each weight", L2::new),
            number("l1", "C", "adds C·sign(w) to the gradient of each weight", L1::new),
            number("max-norm", "LIMIT", "limits the norm of each hidden unit's incoming weights", MaxNorm::new),
            none("batch-norm", "batch normalization in each hidden layer", () -> List.of(BatchNormalization.hidden())),
            none(
                    "conv-batch-norm",
                    "batch normalization after each convolution",
                    () -> List.of(BatchNormalization.convolution())),
            number("label-smoothing", "E", "spreads a fraction E of each label over all classes", LabelSmoothing::new),
            whole(
                    "early-stopping",
                    "EPOCHS",
                    "stops after EPOCHS epochs without improvement in validation loss and restores the best epoch's weights",
                    EarlyStopping::new),
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
                                List.of(new KlSparsity(target.value(), weight.value())));
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
     */
    private record Word(String name, String level, String help, Function<String, Part> of) {
        Entry entry() {
            return new Entry(level.isEmpty() ? name : name + "=" + level, help);
        }
    }

    /**
     * A word with its value.
     *
     * @param level canonical text of the value; empty if there is none
     */
    private record Part(String level, List<Regularizer> regularizers) {}

    private record Level(double value, String text) {
        static Level of(String typed) {
            if (typed.length() > LONGEST_NUMBER || !NUMBER.matcher(typed).matches()) {
                throw new IllegalArgumentException("'%s' is not a number".formatted(typed));
            }
            double value = Double.parseDouble(typed);
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("'%s' is not a number".formatted(typed));
            }
            String plain = BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
            return new Level(
                    value,
                    plain.length() > LONGEST_PLAIN ? String.valueOf(value).toLowerCase(Locale.ROOT) : plain);
        }
    }

    private static Word none(String name, String help, Supplier<List<Regularizer>> of) {
        return new Word(name, "", help, level -> new Part("", of.get()));
    }

    private static Word number(String name, String level, String help, DoubleFunction<Regularizer> of) {
        return new Word(name, level, help, typed -> {
            Level number = Level.of(typed);
            return new Part(number.text(), List.of(of.apply(number.value())));
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
     * The regularizers of an arm.
     *
     * @param text such as {@code dropout=0.5+max-norm=3}
     * @throws InputException if the text is not an arm; the one-line message says why
     */
    public static List<Regularizer> parse(String text) {
        return parsed(text).regularizers();
    }

    /**
     * The arm for {@code text}, which is also its name.
     *
     * @param optimizer the optimizer that trains it
     * @throws InputException as {@link #parse}
     */
    public static Arm arm(String text, Optimizer optimizer) {
        Parsed parsed = parsed(text);
        return new Arm(parsed.name(), parsed.regularizers(), optimizer, List.of());
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

    private record Parsed(String name, List<Regularizer> regularizers) {}

    private static Parsed parsed(String text) {
        List<String> names = new ArrayList<>();
        List<Regularizer> regularizers = new ArrayList<>();
        Set<String> used = new HashSet<>();
        String[] parts = text.strip().toLowerCase(Locale.ROOT).split("[+]", -1);
        for (String part : parts) {
            String[] sides = part.strip().split("=", 2);
            Word word = word(sides[0].strip(), text);
            if (!used.add(word.name())) {
                throw wrong(text, word.name() + " is listed twice");
            }
            if (word.name().equals(PLAIN) && parts.length > 1) {
                throw wrong(text, "plain means no regularizer and cannot be combined with others");
            }
            Part made = made(word, sides, text);
            names.add(made.level().isEmpty() ? word.name() : word.name() + "=" + made.level());
            regularizers.addAll(made.regularizers());
        }
        return new Parsed(String.join("+", names), List.copyOf(regularizers));
    }

    private static Part made(Word word, String[] sides, String text) {
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
            return word.of().apply(sides.length == 2 ? sides[1].strip() : "");
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
