package org.dropoutlab.dl4j.network;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dropoutlab.network.Widths;

/**
 * The architectures that studies know by name. Networks carry their numbers in their names, so that a name is all that a
 * trial needs:
 *
 * <ul>
 *   <li>{@code mnist-mlp-1024-1024-2048} and {@code mnist-autoencoder-256}: units of the hidden layers;
 *   <li>{@code sonar-mlp} or {@code sonar-mlp-60-30}: the same;
 *   <li>{@code table-mlp-8-60-30-3}: features, units of the hidden layers (or none), outputs, which are 1 for two classes;
 *   <li>{@code table-regression-8-60-30}: features, units of the hidden layers;
 *   <li>{@code cifar10-cnn} or {@code cifar10-cnn-32-64-128-512}: maps of three convolutions, units of the dense layer;
 *   <li>{@code image-cnn-28-28-1-10} or {@code image-cnn-28-28-1-10-32-64-128-512}: height, width, channels and classes,
 *       then the same.
 * </ul>
 *
 * <p>A name that begins with <code>{</code> is a network itself, Deeplearning4j's configuration as JSON.
 */
public final class Architectures {
    private static final Pattern WITH_NUMBERS = Pattern.compile("([a-z0-9-]*[a-z])((?:-[0-9]{1,6})*)");
    private static final Map<String, Family> BY_NAME = Map.of(
            "sonar-mlp",
            new Family(0, 0, SonarMlp.WIDTHS, SonarMlp::new),
            "cifar10-cnn",
            new Family(0, 0, ImageCnn.WIDTHS, Cifar10Cnn::new),
            "mnist-mlp",
            new Family(0, 0, List.of(), MnistMlp::new),
            "mnist-autoencoder",
            new Family(0, 0, List.of(), widths -> new MnistAutoencoder(only(widths))),
            "table-mlp",
            new Family(
                    1,
                    1,
                    List.of(),
                    n -> TableMlp.classifier(n.get(0), n.subList(1, n.size() - 1), n.get(n.size() - 1))),
            "table-regression",
            new Family(1, 0, List.of(), n -> TableMlp.regression(n.get(0), n.subList(1, n.size()))),
            "image-cnn",
            new Family(
                    4,
                    0,
                    ImageCnn.WIDTHS,
                    n -> new ImageCnn(n.get(0), n.get(1), n.get(2), n.get(3), n.subList(4, n.size()))));

    private Architectures() {}

    /**
     * Networks that differ in numbers.
     *
     * @param before numbers before the widths of hidden layers
     * @param after numbers after them
     * @param usual widths where a name has none
     * @param of the network with certain numbers, the widths among them
     */
    private record Family(int before, int after, List<Integer> usual, Function<List<Integer>, Architecture> of) {

        /** The numbers of a name, with the usual widths if it has none. */
        List<Integer> complete(String name, List<Integer> numbers) {
            if (numbers.size() < before + after) {
                throw new IllegalArgumentException("%s: the network is called by %d numbers or more, not by %d"
                        .formatted(name, before + after, numbers.size()));
            }
            return numbers.size() > before + after
                    ? numbers
                    : Stream.of(numbers.subList(0, before), usual, numbers.subList(before, numbers.size()))
                            .flatMap(List::stream)
                            .toList();
        }
    }

    /** What a name says. */
    private record Named(String family, List<Integer> numbers) {

        static Named of(String name) {
            Matcher parts = WITH_NUMBERS.matcher(name);
            if (!parts.matches() || !BY_NAME.containsKey(parts.group(1))) {
                throw new IllegalArgumentException("no network is called " + name);
            }
            List<Integer> numbers = Arrays.stream(parts.group(2).split("-"))
                    .filter(number -> !number.isEmpty())
                    .map(Integer::valueOf)
                    .toList();
            return new Named(parts.group(1), BY_NAME.get(parts.group(1)).complete(name, numbers));
        }

        Architecture architecture() {
            return BY_NAME.get(family).of().apply(numbers);
        }
    }

    /**
     * The architecture called {@code name}, or the network that it is.
     *
     * @throws IllegalArgumentException if there is none; one line says why
     */
    public static Architecture named(String name) {
        return isConfiguration(name)
                ? new ConfiguredNetwork(name)
                : Named.of(name).architecture();
    }

    /**
     * The name of the same network with {@code factor} times as many units, or maps, in each hidden layer, rounded, 1 at the
     * least.
     *
     * @throws IllegalArgumentException if there is no such network, or it is a configuration, which has its own widths
     */
    public static String scaled(String name, double factor) {
        if (!(factor > 0 && Double.isFinite(factor))) {
            throw new IllegalArgumentException("a factor of widths is a positive number, not " + factor);
        }
        if (isConfiguration(name)) {
            throw new IllegalArgumentException("the widths of a configuration are its own: change them there");
        }
        Named named = Named.of(name);
        Family family = BY_NAME.get(named.family());
        int end = named.numbers().size() - family.after();
        StringBuilder scaled = new StringBuilder(named.family());
        for (int i = 0; i < named.numbers().size(); i++) {
            int number = named.numbers().get(i);
            boolean hidden = i >= family.before() && i < end;
            // No network is made to find out: studies are listed, and wrong ones refused, before Deeplearning4j is
            // loaded.
            scaled.append('-')
                    .append(
                            hidden
                                    ? Widths.require(
                                            "a layer",
                                            (int) Math.min(Math.max(1, Math.round(number * factor)), Integer.MAX_VALUE),
                                            "unit")
                                    : number);
        }
        return scaled.toString();
    }

    /**
     * A name for people to read: that of a configuration says its layers, others are what they are.
     *
     * @throws IllegalArgumentException if it begins like a configuration and is none
     */
    public static String describe(String name) {
        return isConfiguration(name) ? ConfiguredNetwork.describe(name) : name;
    }

    /**
     * Checks that a network goes with data, before anything is trained.
     *
     * @param name of the network
     * @param labels numbers in a label: 1 for two classes of a table and for a regression, else as many as classes
     * @param example sizes of an example: features; or channels, height and width
     * @throws IllegalArgumentException if it does not; one line says why
     */
    public static void check(String name, int labels, long... example) {
        new DataFit(named(name), example).require(labels);
    }

    /** Whether it is a network itself. */
    private static boolean isConfiguration(String name) {
        return name.stripLeading().startsWith("{");
    }

    private static int only(List<Integer> widths) {
        if (widths.size() != 1) {
            throw new IllegalArgumentException("the network has one hidden layer, not " + widths);
        }
        return widths.get(0);
    }
}
