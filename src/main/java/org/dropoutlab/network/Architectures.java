package org.dropoutlab.network;

import java.util.Map;

/** The architectures that studies know by name. */
public final class Architectures {
    private static final Map<String, Architecture> BY_NAME =
            Map.of("sonar-mlp", new SonarMlp(), "cifar10-cnn", new Cifar10Cnn());

    private Architectures() {}

    /**
     * The architecture called {@code name}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Architecture named(String name) {
        Architecture architecture = BY_NAME.get(name);
        if (architecture == null) {
            throw new IllegalArgumentException("no network is called " + name);
        }
        return architecture;
    }
}
