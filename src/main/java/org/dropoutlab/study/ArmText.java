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
 * Arms as people type them: {@code plain}, {@code dropout=0.5}, {@code dropout=0.5+max-norm=3}. Every treatment has a word,
 * most a level behind {@code =}, and {@code +} joins several into one arm. The text is the arm's name, too: in lower case and
 * with its numbers written in one way, so that {@code Dropout=.50} and {@code dropout=0.5} are the same arm.
 */
public final class ArmText {
    private static final String PLAIN = "plain";
    private static final int LONGEST_NUMBER = 24;
    private static final int LONGEST_PLAIN = 12;
    private static final int FARTHEST_TYPO = 3;
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?");

    private static final List<Word> WORDS = List.of(
            none(PLAIN, "no treatment: what the others are compared with", List::of),
            number(
                    "dropout",
                    "P",
                    "dropout of each hidden layer's units; P is the probability of dropping",
                    Dropout::hidden),
            number("visible-dropout", "P", "dropout of the inputs", Dropout::visible),
            number(
                    "conv-dropout",
                    "P",
                    "dropout of single units of the convolutions' feature maps",
                    Dropout::convolution),
            number("spatial", "P", "dropout of whole feature maps", SpatialDropout::convolution),
            number(
                    "flattened-dropout",
                    "P",
                    "dropout of what the convolutions hand to the first dense layer",
                    Dropout::flattened),
            number("dropconnect", "P", "DropConnect: each hidden layer's weights are dropped", DropConnect::hidden),
            number(
                    "weight-noise",
                    "P",
                    "what Deeplearning4j calls DropConnect: not scaled, gradient not masked",
                    WeightNoise::hidden),
            number(
                    "gaussian-dropout",
                    "P",
                    "each hidden unit times N(1, P/(1 − P))",
                    p -> new GaussianDropout(Place.HIDDEN, new DropProbability(p))),
            number(
                    "gaussian-noise",
                    "SD",
                    "N(0, SD²) added to each input, which has standard deviation 1",
                    sd -> new GaussianNoise(Place.VISIBLE, sd)),
            number(
                    "alpha-dropout",
                    "P",
                    "alpha dropout of each hidden layer, behind SELU alone",
                    p -> new AlphaDropout(Place.HIDDEN, new DropProbability(p))),
            number(
                    "weight-decay",
                    "C",
                    "decoupled weight decay as in AdamW: w ← w − step − learning rate · C · w",
                    WeightDecay::new),
            number("l2", "C", "adds C·w to the gradient of each weight", L2::new),
            number("l1", "C", "adds C·sign(w) to the gradient of each weight", L1::new),
            number("max-norm", "LIMIT", "each hidden unit's incoming weights at most LIMIT long", MaxNorm::new),
            none("batch-norm", "batch normalization of each hidden layer", () -> List.of(BatchNormalization.hidden())),
            none(
                    "conv-batch-norm",
                    "batch normalization of each convolution",
                    () -> List.of(BatchNormalization.convolution())),
            number("label-smoothing", "E", "labels share E with all classes", LabelSmoothing::new),
            whole(
                    "early-stopping",
                    "EPOCHS",
                    "ends so many epochs after the lowest validation loss, and goes back to it",
                    EarlyStopping::new),
            whole(
                    "combination",
                    "NETWORKS",
                    "the mean of so many networks, each trained apart from the others",
                    ModelCombination::new),
            whole("shift", "PIXELS", "shifts training images by up to so many pixels", RandomShift::new),
            none("flip", "mirrors half of the training images, left to right", () -> List.of(new HorizontalFlip())),
            whole("cutout", "PIXELS", "blanks a square of so many pixels' side in training images", Cutout::new),
            new Word("kl-sparsity", "TARGET:WEIGHT", "draws each hidden unit's mean activation to TARGET", level -> {
                String[] two = level.split(":", -1);
                if (two.length != 2) {
                    throw new IllegalArgumentException(
                            "two numbers, as in kl-sparsity=0.1:0.01, not '%s'".formatted(level));
                }
                Level target = Level.of(two[0]);
                Level weight = Level.of(two[1]);
                return new Part(
                        target.text() + ":" + weight.text(), List.of(new KlSparsity(target.value(), weight.value())));
            }));

    private ArmText() {}

    /**
     * What can be typed.
     *
     * @param usage such as {@code dropout=P}
     * @param help in one line
     */
    public record Entry(String usage, String help) {}

    /**
     * A word of the vocabulary.
     *
     * @param level name of the level; empty if it has none
     * @param of what a level makes of it
     */
    private record Word(String name, String level, String help, Function<String, Part> of) {
        Entry entry() {
            return new Entry(level.isEmpty() ? name : name + "=" + level, help);
        }
    }

    /**
     * A word with its level.
     *
     * @param level as it is written in names; empty if it has none
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

    /** Every word, in the order in which they are shown. */
    public static List<Entry> vocabulary() {
        return WORDS.stream().map(Word::entry).toList();
    }

    /**
     * The regularizers of an arm.
     *
     * @param text such as {@code dropout=0.5+max-norm=3}
     * @throws InputException if there is no such arm; one line says what is wrong with it
     */
    public static List<Regularizer> parse(String text) {
        return parsed(text).regularizers();
    }

    /**
     * The arm that {@code text} says, called by it.
     *
     * @param optimizer how it is trained
     * @throws InputException as {@link #parse}
     */
    public static Arm arm(String text, Optimizer optimizer) {
        Parsed parsed = parsed(text);
        return new Arm(parsed.name(), parsed.regularizers(), optimizer, List.of());
    }

    /**
     * The arms of a list with commas, in its order.
     *
     * @param optimizer how they are trained
     * @throws InputException as {@link #parse}, or if one is named twice
     */
    public static List<Arm> arms(String list, Optimizer optimizer) {
        List<Arm> arms = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String text : list.split(",", -1)) {
            Arm arm = arm(text, optimizer);
            if (!names.add(arm.name())) {
                throw new InputException("arm %s is there twice: once is enough".formatted(arm.name()));
            }
            arms.add(arm);
        }
        return List.copyOf(arms);
    }

    /**
     * Arms to begin with on a table, whose network has hidden dense layers and whose splits have validation data. Weight decay
     * has PyTorch's default for AdamW.
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

    /** The same for images, whose network has convolutions as well; their classes have no left and right. */
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
                throw wrong(text, word.name() + " is there twice: once is enough");
            }
            if (word.name().equals(PLAIN) && parts.length > 1) {
                throw wrong(text, "plain is an arm without any treatment, which nothing can be added to");
            }
            Part made = made(word, sides, text);
            names.add(made.level().isEmpty() ? word.name() : word.name() + "=" + made.level());
            regularizers.addAll(made.regularizers());
        }
        return new Parsed(String.join("+", names), List.copyOf(regularizers));
    }

    private static Part made(Word word, String[] sides, String text) {
        if (word.level().isEmpty() && sides.length == 2) {
            throw wrong(text, "%s has no level, leave =%s out".formatted(word.name(), sides[1]));
        }
        if (!word.level().isEmpty() && sides.length == 1) {
            throw wrong(
                    text,
                    "%s needs a level, as in %s"
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
                                ? "a treatment is missing; there are " + all()
                                : "no treatment is called '%s'%s; there are %s".formatted(name, guess(name), all())));
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

    /** How many letters must be put in, left out or changed to make the one word of the other (Levenshtein 1966). */
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
