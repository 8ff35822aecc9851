package org.dropoutlab.study.demonstration;

import java.util.List;
import java.util.Optional;

/** All demonstrations. */
public final class Demonstrations {
    private static final List<Demonstration> ALL = List.of(new Demonstration(
            "operators",
            "What do dropout, spatial dropout and DropConnect do to a tensor?",
            (out, seed) -> new Operators(out, seed).show()));

    private Demonstrations() {}

    /** All of them, in display order. */
    public static List<Demonstration> all() {
        return ALL;
    }

    /** The demonstration called {@code name}, if there is one. */
    public static Optional<Demonstration> named(String name) {
        return ALL.stream()
                .filter(demonstration -> demonstration.name().equals(name))
                .findFirst();
    }
}
