package org.dropoutlab.network;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The architectures that studies know by name. Networks that studies have in many widths carry these in their names, as in
 * {@code mnist-mlp-1024-1024-2048}.
 */
public final class Architectures {
    private static final Pattern WITH_WIDTHS = Pattern.compile("([a-z0-9-]*[a-z])((?:-[0-9]{1,6})*)");
    private static final Map<String, Function<List<Integer>, Architecture>> BY_NAME = Map.of(
            "sonar-mlp", widths -> widths.isEmpty() ? new SonarMlp() : new SonarMlp(widths),
            "cifar10-cnn", widths -> fixed(widths, new Cifar10Cnn()),
            "mnist-mlp", MnistMlp::new,
            "mnist-autoencoder", widths -> new MnistAutoencoder(only(widths)));

    private Architectures() {}

    /**
     * The architecture called {@code name}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Architecture named(String name) {
        Matcher parts = WITH_WIDTHS.matcher(name);
        if (!parts.matches() || !BY_NAME.containsKey(parts.group(1))) {
            throw new IllegalArgumentException("no network is called " + name);
        }
        List<Integer> widths = Arrays.stream(parts.group(2).split("-"))
                .filter(width -> !width.isEmpty())
                .map(Integer::valueOf)
                .toList();
        return BY_NAME.get(parts.group(1)).apply(widths);
    }

    private static Architecture fixed(List<Integer> widths, Architecture architecture) {
        if (!widths.isEmpty()) {
            throw new IllegalArgumentException("the network has widths of its own, not " + widths);
        }
        return architecture;
    }

    private static int only(List<Integer> widths) {
        if (widths.size() != 1) {
            throw new IllegalArgumentException("the network has one hidden layer, not " + widths);
        }
        return widths.get(0);
    }
}
