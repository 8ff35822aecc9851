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
 * The architectures by name. Names include the numbers, which makes a name all that a trial needs:
 *
 * <ul>
 *   <li>{@code mnist-mlp-1024-1024-2048} and {@code mnist-autoencoder-256}: units of the hidden layers;
 *   <li>{@code sonar-mlp} or {@code sonar-mlp-60-30}: units of the hidden layers;
 *   <li>{@code table-mlp-8-60-30-3}: features, units of the hidden layers (or none), outputs, which are 1 for two classes;
 *   <li>{@code table-regression-8-60-30}: features, units of the hidden layers;
 *   <li>{@code cifar10-cnn} or {@code cifar10-cnn-32-64-128-512}: maps of three convolutions, units of the dense layer;
 *   <li>{@code image-cnn-28-28-1-10} or {@code image-cnn-28-28-1-10-32-64-128-512}: height, width, channels and classes,
 *       then maps and units as above.
 * </ul>
 *
 * <p>A name that starts with <code>{</code> is a network itself: Deeplearning4j's configuration as JSON.
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
     * Networks that differ only in numbers.
     *
     * @param before count of numbers before the widths of the hidden layers
     * @param after count of numbers after them
     * @param usual default widths
     * @param of network with the given numbers, including the widths
     */
    private record Family(int before, int after, List<Integer> usual, Function<List<Integer>, Architecture> of) {

        /** The numbers of a name, with the default widths if it has none. */
        List<Integer> complete(String name, List<Integer> numbers) {
            if (numbers.size() < before + after) {
                throw new IllegalArgumentException("%s: the network's name needs at least %d numbers, not %d"
                        .formatted(name, before + after, numbers.size()));
            }
            return numbers.size() > before + after
                    ? numbers
                    : Stream.of(numbers.subList(0, before), usual, numbers.subList(before, numbers.size()))
                            .flatMap(List::stream)
                            .toList();
        }
    }

    /** A parsed name. */
    private record Named(String family, List<Integer> numbers) {

        static Named of(String name) {
            Matcher parts = WITH_NUMBERS.matcher(name);
            if (!parts.matches() || !BY_NAME.containsKey(parts.group(1))) {
                throw new IllegalArgumentException("no network is named " + name);
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
     * The architecture named {@code name}, or the one that it contains as JSON.
     *
     * @throws IllegalArgumentException if there is none; the message is one line
     */
    public static Architecture named(String name) {
        return isConfiguration(name)
                ? new ConfiguredNetwork(name)
                : Named.of(name).architecture();
    }

    /**
     * The name of the network with {@code factor} times as many units or maps in each hidden layer, rounded, at least
     * 1.
     *
     * @throws IllegalArgumentException if there is no such network, or if it is a configuration, whose widths are fixed
     */
    public static String scaled(String name, double factor) {
        if (!(factor > 0 && Double.isFinite(factor))) {
            throw new IllegalArgumentException("the factor of widths must be positive, not " + factor);
        }
        if (isConfiguration(name)) {
            throw new IllegalArgumentException("a configuration sets its own widths: change them there");
        }
        Named named = Named.of(name);
        Family family = BY_NAME.get(named.family());
        int end = named.numbers().size() - family.after();
        StringBuilder scaled = new StringBuilder(named.family());
        for (int i = 0; i < named.numbers().size(); i++) {
            int number = named.numbers().get(i);
            boolean hidden = i >= family.before() && i < end;
            // The check does not build a network: studies are listed and validated before Deeplearning4j is loaded.
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
     * A readable name: the layers of a configuration, any other name unchanged.
     *
     * @throws IllegalArgumentException if it starts like a configuration but is none
     */
    public static String describe(String name) {
        return isConfiguration(name) ? ConfiguredNetwork.describe(name) : name;
    }

    /**
     * Checks that a network fits the data, before any training.
     *
     * @param name name of the network
     * @param labels numbers per label: 1 for regression and for tables with two classes, otherwise one per class
     * @param example shape of an example: features; or channels, height and width
     * @throws IllegalArgumentException if it does not fit; the message is one line
     */
    public static void check(String name, int labels, long... example) {
        new DataFit(named(name), example).require(labels);
    }

    /** Whether a name is a configuration. */
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
