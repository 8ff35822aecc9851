package org.dropoutlab.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The architecture of a network: its kind and sizes, or a Deeplearning4j configuration. */
public sealed interface NetworkSpec {

    /** The name in records of runs: kind and numbers, such as {@code mnist-mlp-64-64}, or the configuration itself. */
    String name();

    /** A readable description in one line. */
    default String describe() {
        return name();
    }

    /** The loss that training minimizes, apart from penalties. */
    default Loss loss() {
        return Loss.CROSS_ENTROPY;
    }

    /** The network as records keep it. */
    default NetworkSpec recorded() {
        return this;
    }

    /**
     * A copy with {@code factor} times as many units or maps in each hidden layer, rounded, at least 1.
     *
     * @throws IllegalArgumentException if the factor is not a positive number or makes a layer too wide, or if this is
     *     a configuration, whose widths are fixed
     */
    NetworkSpec scaled(double factor);

    /**
     * The network with this {@link #name}. Default widths of a kind can be left out.
     *
     * @throws IllegalArgumentException if there is none; the message is one line
     */
    static NetworkSpec parse(String name) {
        if (name.stripLeading().startsWith("{")) {
            return new Configured(name);
        }
        if (name.startsWith(Recorded.PREFIX)) {
            return Recorded.named(name);
        }
        if (name.startsWith(Trained.PREFIX)) {
            return Trained.named(name);
        }
        Matcher parts = Pattern.compile("([a-z0-9-]*[a-z])((?:-[0-9]{1,6})*)").matcher(name);
        String kind = parts.matches() ? parts.group(1) : "";
        List<Integer> numbers = kind.isEmpty()
                ? List.of()
                : Arrays.stream(parts.group(2).split("-"))
                        .filter(number -> !number.isEmpty())
                        .map(Integer::valueOf)
                        .toList();
        int last = numbers.size() - 1;
        return switch (kind) {
            case SonarMlp.KIND -> numbers.isEmpty() ? new SonarMlp() : new SonarMlp(numbers);
            case TableMlp.KIND -> {
                requireNumbers(name, 2, numbers);
                yield new TableMlp(numbers.get(0), numbers.subList(1, last), numbers.get(last));
            }
            case TableRegression.KIND -> {
                requireNumbers(name, 1, numbers);
                yield new TableRegression(numbers.get(0), numbers.subList(1, last + 1));
            }
            case MnistMlp.KIND -> new MnistMlp(numbers);
            case MnistAutoencoder.KIND -> {
                if (numbers.size() != 1) {
                    throw new IllegalArgumentException("the network has one hidden layer, not " + numbers);
                }
                yield new MnistAutoencoder(numbers.get(0));
            }
            case Cifar10Cnn.KIND -> numbers.isEmpty() ? new Cifar10Cnn() : new Cifar10Cnn(numbers);
            case ImageCnn.KIND -> {
                requireNumbers(name, 4, numbers);
                yield new ImageCnn(
                        numbers.get(0),
                        numbers.get(1),
                        numbers.get(2),
                        numbers.get(3),
                        last < 4 ? ImageCnn.WIDTHS : numbers.subList(4, last + 1));
            }
            case LstmClassifier.KIND -> {
                requireNumbers(name, 3, numbers);
                yield new LstmClassifier(numbers.get(0), numbers.subList(1, last), numbers.get(last));
            }
            case SequenceNetwork.KIND -> {
                requireNumbers(name, 5, numbers);
                yield SequenceNetwork.of(numbers);
            }
            case LstmClassifier.BIASED -> {
                requireNumbers(name, 4, numbers);
                yield new LstmClassifier(numbers.get(1), numbers.subList(2, last), numbers.get(last), numbers.get(0));
            }
            default -> throw new IllegalArgumentException("no network is named " + name);
        };
    }

    private static void requireNumbers(String name, int least, List<Integer> numbers) {
        if (numbers.size() < least) {
            throw new IllegalArgumentException("%s: the name of this network needs at least %d numbers, not %d"
                    .formatted(name, least, numbers.size()));
        }
    }

    @SafeVarargs
    private static String name(String kind, List<Integer>... numbers) {
        StringBuilder name = new StringBuilder(kind);
        for (List<Integer> some : numbers) {
            some.forEach(number -> name.append('-').append(number));
        }
        return name.toString();
    }

    /**
     * The network of the sonar tutorials: 60–60–30–1, ReLU, sigmoid output, binary cross-entropy; 5,521 parameters.
     * Input [minibatch, 60], output [minibatch, 1], the probability of a mine.
     *
     * @param widths units of the two hidden layers
     */
    record SonarMlp(List<Integer> widths) implements NetworkSpec {
        private static final String KIND = "sonar-mlp";
        private static final int BANDS = 60;
        private static final List<Integer> WIDTHS = List.of(60, 30);

        public SonarMlp {
            if (widths.size() != WIDTHS.size()) {
                throw new IllegalArgumentException("the network has two hidden layers, not " + widths);
            }
            widths = Widths.ofUnits(widths);
        }

        /** The tutorials' network. */
        public SonarMlp() {
            this(WIDTHS);
        }

        /** The network as one for any table. */
        public TableMlp asTable() {
            return new TableMlp(BANDS, widths, 1);
        }

        @Override
        public String name() {
            return NetworkSpec.name(KIND, widths.equals(WIDTHS) ? List.of() : widths);
        }

        @Override
        public SonarMlp scaled(double factor) {
            return new SonarMlp(Widths.scaled(widths, factor));
        }
    }

    /**
     * Dense ReLU layers that classify table rows. Input [minibatch, feature]; output [minibatch, output]: for two
     * classes, the probability of class 1, a sigmoid with binary cross-entropy; for more classes, their probabilities,
     * a softmax with cross-entropy.
     *
     * @param inputs features of an example
     * @param widths units of each hidden layer, from the input upwards
     * @param outputs 1 for two classes, as many as there are classes for more
     */
    record TableMlp(int inputs, List<Integer> widths, int outputs) implements NetworkSpec {
        private static final String KIND = "table-mlp";

        public TableMlp {
            Widths.require("an example", inputs, "feature");
            Widths.require("a network", outputs, "output");
            widths = Widths.ofUnits(widths);
        }

        @Override
        public String name() {
            return NetworkSpec.name(KIND, List.of(inputs), widths, List.of(outputs));
        }

        @Override
        public TableMlp scaled(double factor) {
            return new TableMlp(inputs, Widths.scaled(widths, factor), outputs);
        }
    }

    /**
     * Dense ReLU layers for regression on table rows, with the squared error. Input [minibatch, feature], output
     * [minibatch, 1].
     *
     * @param inputs features of an example
     * @param widths units of each hidden layer, from the input upwards
     */
    record TableRegression(int inputs, List<Integer> widths) implements NetworkSpec {
        private static final String KIND = "table-regression";

        public TableRegression {
            Widths.require("an example", inputs, "feature");
            widths = Widths.ofUnits(widths);
        }

        @Override
        public String name() {
            return NetworkSpec.name(KIND, List.of(inputs), widths);
        }

        @Override
        public Loss loss() {
            return Loss.SQUARED_ERROR;
        }

        @Override
        public TableRegression scaled(double factor) {
            return new TableRegression(inputs, Widths.scaled(widths, factor));
        }
    }

    /**
     * The networks of the dropout paper's MNIST figures (Srivastava et al. 2014, §6.1.1, §7.3, appendix B): 784 pixels
     * from 0 to 1, dense layers of ReLU units, softmax over ten digits, cross-entropy. Input [minibatch, 784], output
     * [minibatch, 10], probabilities.
     *
     * @param widths units of each hidden layer, from the input upwards
     */
    record MnistMlp(List<Integer> widths) implements NetworkSpec {
        private static final String KIND = "mnist-mlp";

        public MnistMlp {
            widths = Widths.ofUnits(widths);
        }

        /** A network with the given widths. */
        public MnistMlp(int... widths) {
            this(IntStream.of(widths).boxed().toList());
        }

        @Override
        public String name() {
            return NetworkSpec.name(KIND, widths);
        }

        @Override
        public MnistMlp scaled(double factor) {
            return new MnistMlp(Widths.scaled(widths, factor));
        }
    }

    /**
     * The autoencoder of the dropout paper's features (Srivastava et al. 2014, §7.1): 784 pixels from 0 to 1, one
     * hidden layer of ReLU units, 784 sigmoid outputs. The paper does not name its loss; here it is the cross-entropy
     * of the pixels, read as probabilities, in nats per image. Input and output [minibatch, 784].
     *
     * @param width units of the hidden layer
     */
    record MnistAutoencoder(int width) implements NetworkSpec {
        private static final String KIND = "mnist-autoencoder";

        public MnistAutoencoder {
            Widths.require("a layer", width, "unit");
        }

        @Override
        public String name() {
            return NetworkSpec.name(KIND, List.of(width));
        }

        @Override
        public MnistAutoencoder scaled(double factor) {
            return new MnistAutoencoder(Widths.scaled(List.of(width), factor).get(0));
        }
    }

    /**
     * The network of the Analytics Vidhya post: three convolutions of 3×3 with 32, 64 and 128 maps, each followed by
     * ReLU and max-pooling of 2×2, a dense layer of 512 ReLU units, softmax over ten classes, cross-entropy; 361,034
     * parameters. Input [minibatch, 3, 32, 32], output [minibatch, 10], probabilities.
     *
     * @param widths maps of each convolution, then units of the dense layer
     */
    record Cifar10Cnn(List<Integer> widths) implements NetworkSpec {
        private static final String KIND = "cifar10-cnn";
        private static final int SIDE = 32;
        private static final int COLOURS = 3;
        private static final int CLASSES = 10;

        public Cifar10Cnn {
            widths = ImageCnn.requireWidths(widths);
        }

        /** The post's network. */
        public Cifar10Cnn() {
            this(ImageCnn.WIDTHS);
        }

        /** The network as one for any images. */
        public ImageCnn asImages() {
            return new ImageCnn(SIDE, SIDE, COLOURS, CLASSES, widths);
        }

        @Override
        public String name() {
            return NetworkSpec.name(KIND, widths.equals(ImageCnn.WIDTHS) ? List.of() : widths);
        }

        @Override
        public Cifar10Cnn scaled(double factor) {
            return new Cifar10Cnn(Widths.scaled(widths, factor));
        }
    }

    /**
     * {@link Cifar10Cnn} for images of other sizes and with other classes. Input [minibatch, channels, height, width],
     * output [minibatch, classes], probabilities.
     *
     * @param height rows of an image
     * @param width columns of an image
     * @param channels channels of an image
     * @param classes number of classes, at least 2
     * @param widths maps of each convolution, then units of the dense layer
     */
    record ImageCnn(int height, int width, int channels, int classes, List<Integer> widths) implements NetworkSpec {
        /** Side of a convolution's kernel. */
        public static final int KERNEL = 3;

        private static final String KIND = "image-cnn";
        private static final List<Integer> WIDTHS = List.of(32, 64, 128, 512);
        private static final int CONVOLUTIONS = 3;
        private static final int POOLED = 2;
        private static final int SMALLEST_SIDE = 22;

        public ImageCnn {
            Widths.require("an image", channels, "channel");
            Widths.require("an image", height, "row");
            Widths.require("an image", width, "column");
            Widths.require("a network", classes, "output");
            if (classes < 2) {
                throw new IllegalArgumentException("number of classes must be at least 2, not " + classes);
            }
            if (left(height) < 1 || left(width) < 1) {
                throw new IllegalArgumentException(
                        "three 3×3 convolutions with 2×2 pooling leave nothing of %d×%d pixels: images need at least %d×%d"
                                .formatted(height, width, SMALLEST_SIDE, SMALLEST_SIDE));
            }
            widths = requireWidths(widths);
        }

        /** A network with the CIFAR-10 network's maps and units. */
        public ImageCnn(int height, int width, int channels, int classes) {
            this(height, width, channels, classes, WIDTHS);
        }

        private static int left(int side) {
            int left = side;
            for (int i = 0; i < CONVOLUTIONS; i++) {
                left = (left - KERNEL + 1) / POOLED;
            }
            return left;
        }

        private static List<Integer> requireWidths(List<Integer> widths) {
            if (widths.size() != WIDTHS.size()) {
                throw new IllegalArgumentException(
                        "the network has three convolutions and one dense layer, not widths " + widths);
            }
            return Widths.ofUnits(widths);
        }

        @Override
        public String name() {
            return NetworkSpec.name(
                    KIND, List.of(height, width, channels, classes), widths.equals(WIDTHS) ? List.of() : widths);
        }

        @Override
        public ImageCnn scaled(double factor) {
            return new ImageCnn(height, width, channels, classes, Widths.scaled(widths, factor));
        }
    }

    /**
     * LSTM layers that classify sequences (Hochreiter &amp; Schmidhuber 1997; with the forget gate of Gers, Schmidhuber
     * &amp; Cummins 2000, no peepholes), and an output layer on the last layer's state after the last step that a
     * sequence has. Input [minibatch, feature, step]; output [minibatch, output]: for two classes, the probability of
     * class 1, a sigmoid with binary cross-entropy; for more classes, their probabilities, a softmax with cross-entropy.
     *
     * @param inputs features of a step
     * @param widths units of each LSTM layer, from the input upwards, at least one layer
     * @param outputs 1 for two classes, as many as there are classes for more
     * @param forgetBias initial bias of the forget gates. With 1, the usual value, a cell keeps e⁻¹ of its content for
     *     about three steps; with b, for about e^b steps
     */
    record LstmClassifier(int inputs, List<Integer> widths, int outputs, int forgetBias) implements NetworkSpec {
        private static final String KIND = "lstm-classifier";
        private static final String BIASED = KIND + "-bias";
        private static final int USUAL_BIAS = 1;
        private static final int LARGEST_BIAS = 10;

        public LstmClassifier {
            if (forgetBias < 0 || forgetBias > LARGEST_BIAS) {
                throw new IllegalArgumentException(
                        "the forget gates' bias must be from 0 to %d, not %d".formatted(LARGEST_BIAS, forgetBias));
            }
            Widths.require("a step", inputs, "feature");
            Widths.require("a network", outputs, "output");
            if (widths.isEmpty()) {
                throw new IllegalArgumentException("the network has at least one LSTM layer");
            }
            widths = Widths.ofUnits(widths);
        }

        /** A network with the usual bias of the forget gates, 1. */
        public LstmClassifier(int inputs, List<Integer> widths, int outputs) {
            this(inputs, widths, outputs, USUAL_BIAS);
        }

        @Override
        public String name() {
            return forgetBias == USUAL_BIAS
                    ? NetworkSpec.name(KIND, List.of(inputs), widths, List.of(outputs))
                    : NetworkSpec.name(BIASED, List.of(forgetBias, inputs), widths, List.of(outputs));
        }

        @Override
        public LstmClassifier scaled(double factor) {
            return new LstmClassifier(inputs, Widths.scaled(widths, factor), outputs, forgetBias);
        }
    }

    /**
     * Recurrent layers, dense layers after them, and an output layer, for sequences. Input [minibatch, feature, step]. With an answer
     * for each sequence, the output [minibatch, output] comes from the last recurrent layer's state after the last step that a
     * sequence has; with one for each step, it is [minibatch, output, step].
     *
     * @param inputs features of a step
     * @param hidden from the input upwards; dense layers follow recurrent ones, of which there is at least one
     * @param answers what the outputs are
     * @param outputs number of outputs: 1 for a number or for two classes of sequences, otherwise as many as there are classes
     */
    record SequenceNetwork(int inputs, List<Hidden> hidden, Answers answers, int outputs) implements NetworkSpec {
        private static final String KIND = "sequence-network";

        /** A kind of hidden layer. */
        public enum Kind {
            LSTM,
            SIMPLE,
            DENSE
        }

        /** What is predicted. */
        public enum Answers {
            /** A class of each sequence. */
            CLASSES,
            /** A number of each sequence. */
            NUMBERS,
            /** A class of each step. */
            STEP_CLASSES,
            /** A number of each step. */
            STEP_NUMBERS;

            /** Whether each step has one. */
            public boolean eachStep() {
                return this == STEP_CLASSES || this == STEP_NUMBERS;
            }

            /** Whether they are numbers; otherwise classes. */
            public boolean areNumbers() {
                return this == NUMBERS || this == STEP_NUMBERS;
            }
        }

        /** Kinds and answers by their numbers in names of networks. */
        private static final List<Kind> KINDS = List.of(Kind.values());

        private static final List<Answers> ANSWERS = List.of(Answers.values());

        /** A hidden layer. */
        public record Hidden(Kind kind, int units) {
            public Hidden {
                Widths.require("a layer", units, "unit");
            }

            /**
             * A hidden layer in words, such as {@code lstm:64}, {@code simple:32} or {@code dense:16}; a number is a dense layer.
             *
             * @throws IllegalArgumentException if it is none of these
             */
            public static Hidden parse(String text) {
                String[] parts = ("dense:" + text.strip())
                        .replaceFirst("^dense:(?=.*:)", "")
                        .split(":", -1);
                try {
                    return new Hidden(Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)), Integer.parseInt(parts[1]));
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(
                            "'%s' is no hidden layer; use lstm:N, simple:N (a simple recurrent layer) or dense:N"
                                    .formatted(text),
                            e);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            e.getMessage().startsWith("No enum")
                                    ? "there are no layers of kind '%s'; use lstm:N, simple:N (a simple recurrent layer) or dense:N"
                                            .formatted(parts[0])
                                    : e.getMessage(),
                            e);
                }
            }

            @Override
            public String toString() {
                return kind.name().toLowerCase(Locale.ROOT) + ":" + units;
            }
        }

        public SequenceNetwork {
            Widths.require("a step", inputs, "feature");
            Widths.require("a network", outputs, "output");
            hidden = List.copyOf(hidden);
            int recurrent = (int) hidden.stream()
                    .takeWhile(layer -> layer.kind() != Kind.DENSE)
                    .count();
            if (recurrent == 0 || hidden.stream().skip(recurrent).anyMatch(layer -> layer.kind() != Kind.DENSE)) {
                throw new IllegalArgumentException(
                        "the hidden layers are recurrent ones, at least one, and dense ones after them, such as lstm:64,dense:32; not "
                                + hidden);
            }
        }

        private static SequenceNetwork of(List<Integer> numbers) {
            List<Hidden> hidden = new ArrayList<>();
            for (int i = 1; i + 3 < numbers.size(); i += 2) {
                hidden.add(new Hidden(KINDS.get(numbers.get(i)), numbers.get(i + 1)));
            }
            return new SequenceNetwork(
                    numbers.get(0),
                    hidden,
                    ANSWERS.get(numbers.get(numbers.size() - 2)),
                    numbers.get(numbers.size() - 1));
        }

        @Override
        public String name() {
            return NetworkSpec.name(
                    KIND,
                    List.of(inputs),
                    hidden.stream()
                            .flatMap(layer -> Stream.of(KINDS.indexOf(layer.kind()), layer.units()))
                            .toList(),
                    List.of(ANSWERS.indexOf(answers), outputs));
        }

        @Override
        public String describe() {
            return "%d inputs a step, %s, %s for each %s"
                    .formatted(
                            inputs,
                            hidden.stream().map(Hidden::toString).collect(Collectors.joining(", ")),
                            outputs == 1 ? "1 output" : outputs + " outputs",
                            answers.eachStep() ? "step" : "sequence");
        }

        @Override
        public Loss loss() {
            return answers.areNumbers() ? Loss.SQUARED_ERROR : Loss.CROSS_ENTROPY;
        }

        @Override
        public SequenceNetwork scaled(double factor) {
            List<Integer> widths =
                    Widths.scaled(hidden.stream().map(Hidden::units).toList(), factor);
            return new SequenceNetwork(
                    inputs,
                    IntStream.range(0, widths.size())
                            .mapToObj(i -> new Hidden(hidden.get(i).kind(), widths.get(i)))
                            .toList(),
                    answers,
                    outputs);
        }
    }

    /**
     * A user-supplied network, which Deeplearning4j reads only when it is built.
     *
     * @param json configuration, as written by {@code MultiLayerConfiguration.toJson}
     */
    record Configured(String json) implements NetworkSpec {
        private static final JsonMapper JSON = new JsonMapper();

        public Configured {
            if (!json.stripLeading().startsWith("{")) {
                throw new IllegalArgumentException("a configuration must be a JSON object, from { to }");
            }
        }

        @Override
        public String name() {
            return json;
        }

        /**
         * The layers, or a graph's vertices, in one line.
         *
         * @throws IllegalArgumentException if it is not JSON
         */
        @Override
        public String describe() {
            try {
                JsonNode tree = JSON.readTree(json);
                return "your configuration: " + (tree.has("vertices") ? graph(tree.get("vertices")) : stack(tree));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("the configuration is not JSON: " + e.getOriginalMessage(), e);
            }
        }

        /**
         * The loss of the last layer that has one; nothing that this project can name is {@code loss}.
         *
         * @throws IllegalArgumentException if it is not JSON
         */
        @Override
        public Loss loss() {
            try {
                List<String> losses = new ArrayList<>();
                for (JsonNode function : JSON.readTree(json).findValues("lossFn")) {
                    losses.add(function.path("@class").asText());
                }
                return losses.isEmpty() ? new Loss("loss", "") : Loss.ofClass(losses.get(losses.size() - 1));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("the configuration is not JSON: " + e.getOriginalMessage(), e);
            }
        }

        private static String stack(JsonNode tree) {
            List<String> layers = StreamSupport.stream(tree.path("confs").spliterator(), false)
                    .map(layer -> words(layer.path("layer")))
                    .toList();
            return "%d layer%s (%s)".formatted(layers.size(), layers.size() == 1 ? "" : "s", String.join(", ", layers));
        }

        private static String graph(JsonNode vertices) {
            List<String> words = vertices.properties().stream()
                    .map(vertex -> "%s: %s".formatted(vertex.getKey(), words(vertex.getValue())))
                    .toList();
            long layers = vertices.properties().stream()
                    .filter(vertex -> vertex.getValue().has("layerConf"))
                    .count();
            return "a graph of %d vert%s, %d of them layers (%s)"
                    .formatted(words.size(), words.size() == 1 ? "ex" : "ices", layers, String.join(", ", words));
        }

        /** A layer, or a vertex of a graph, in words. */
        private static String words(JsonNode part) {
            return part.has("layerConf") ? layer(part.path("layerConf").path("layer")) : layer(part);
        }

        private static String layer(JsonNode layer) {
            String type = layer.path("@class").asText();
            String kind = type.substring(type.lastIndexOf('.') + 1).replaceAll("(?<=.)(Layer|Vertex)$", "");
            String words = kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
            // A batch normalization has as many outputs as the layer below.
            return layer.path("nout").asLong() > 0 && !kind.equals("BatchNormalization")
                    ? "%s %d".formatted(words, layer.get("nout").asLong())
                    : words;
        }

        @Override
        public NetworkSpec scaled(double factor) {
            throw new IllegalArgumentException("a configuration sets its own widths: change them there");
        }
    }

    /**
     * A user-supplied network that every arm starts from the weights of, instead of initializing it from a seed. The file is not
     * named: it may move, and a run keeps a copy.
     *
     * @param network its configuration, each layer with a name of its own, by which its weights are found
     * @param sha256 of the file with the weights, in hexadecimal
     */
    record Trained(Configured network, String sha256) implements NetworkSpec {
        private static final String PREFIX = "trained sha256:";
        private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

        public Trained {
            if (!HASH.matcher(sha256).matches()) {
                throw new IllegalArgumentException("a SHA-256 has 64 hexadecimal digits, not " + sha256);
            }
        }

        private static Trained named(String name) {
            String[] parts = name.substring(PREFIX.length()).split(" ", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException("a trained network has a configuration after its SHA-256");
            }
            return new Trained(new Configured(parts[1]), parts[0]);
        }

        @Override
        public String name() {
            return PREFIX + sha256 + " " + network.name();
        }

        @Override
        public String describe() {
            return "%s, trained (weights sha256:%s…)".formatted(network.describe(), sha256.substring(0, 12));
        }

        @Override
        public Loss loss() {
            return network.loss();
        }

        @Override
        public NetworkSpec scaled(double factor) {
            return network.scaled(factor);
        }
    }

    /**
     * A network of the program that calls this one, which has classes of its own. It is trained in that program's process alone;
     * records keep what {@link Recorded} has.
     */
    non-sealed interface OfCaller extends NetworkSpec {
        @Override
        Recorded recorded();

        @Override
        default String name() {
            return recorded().name();
        }

        @Override
        default String describe() {
            return recorded().describe();
        }

        @Override
        default Loss loss() {
            return recorded().loss();
        }

        /** Fails. */
        @Override
        default NetworkSpec scaled(double factor) {
            return recorded().scaled(factor);
        }
    }

    /**
     * What a record keeps of a network of a program's own: enough to describe and to recognize it, not to train it.
     *
     * @param identity of the configuration and, if it is trained, the weights: two networks with another identity differ
     * @param lossClass simple name of the class of its loss
     * @param content its configuration as JSON, if it can be written, or its layers in words, in one line
     */
    record Recorded(String identity, String lossClass, String content) implements NetworkSpec {
        private static final String PREFIX = "of-caller ";
        /** With what the identity of a trained network begins. */
        public static final String TRAINED = "trained,";

        private static final int PARTS = 3;

        public Recorded {
            if (identity.matches(".*\\s.*") || lossClass.matches(".*\\s.*") || identity.isEmpty()) {
                throw new IllegalArgumentException("identity and loss are a word each");
            }
        }

        private static Recorded named(String name) {
            String[] parts = name.substring(PREFIX.length()).split(" ", PARTS);
            if (parts.length < PARTS) {
                throw new IllegalArgumentException("a recorded network has an identity, a loss and a description");
            }
            return new Recorded(parts[0], parts[1], parts[2]);
        }

        @Override
        public String name() {
            return PREFIX + identity + " " + lossClass + " " + content;
        }

        @Override
        public String describe() {
            return (content.startsWith("{") ? new Configured(content).describe() : "your configuration: " + content)
                    + (identity.startsWith(TRAINED) ? ", trained: every arm starts from its weights" : "");
        }

        @Override
        public Loss loss() {
            return lossClass.isEmpty() ? new Loss("loss", "") : Loss.ofClass(lossClass);
        }

        @Override
        public NetworkSpec scaled(double factor) {
            throw new IllegalArgumentException("a configuration sets its own widths: change them there");
        }
    }
}
