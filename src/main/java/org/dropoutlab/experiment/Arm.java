package org.dropoutlab.experiment;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;

/**
 * One named treatment inside a study.
 *
 * @param name as typed on the command line, such as {@code hidden-slow}
 * @param regularizers what is put into the plain network; empty for the plain network itself
 * @param optimizer how it is trained
 * @param published what others measured for the same treatment
 * @param variation where it departs from the study beyond that
 */
public record Arm(
        String name,
        List<Regularizer> regularizers,
        Optimizer optimizer,
        List<Published> published,
        Variation variation) {
    public Arm {
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException("an arm's name is lower-case letters, digits and dashes, not " + name);
        }
        regularizers = List.copyOf(regularizers);
        Objects.requireNonNull(optimizer);
        published = List.copyOf(published);
        Objects.requireNonNull(variation);
    }

    /** An arm with its study's network, training data and epochs. */
    public Arm(String name, List<Regularizer> regularizers, Optimizer optimizer, List<Published> published) {
        this(name, regularizers, optimizer, published, Variation.NONE);
    }

    /** Regularizers and optimizer in one line; of an arm that chooses, what all its candidates share. */
    public String describe() {
        List<String> setting = new ArrayList<>();
        if (shared(Arm::regularizers)) {
            setting.add(
                    regularizers.isEmpty()
                            ? "no regularizer"
                            : regularizers.stream().map(Regularizer::describe).collect(Collectors.joining(", ")));
        }
        if (shared(Arm::optimizer)) {
            setting.add(optimizer.describe());
        }
        setting.addAll(variation.describe());
        return String.join("; ", setting);
    }

    /** Whether every candidate, if there are some, has what this arm has. */
    private boolean shared(Function<Arm, Object> part) {
        return variation.search().stream()
                .flatMap(search -> search.candidates().stream())
                .allMatch(candidate -> part.apply(candidate.arm()).equals(part.apply(this)));
    }

    /**
     * What differs between this arm and {@code baseline}, in the field's terms: more than one entry means that a
     * comparison of the two cannot tell which of them made the difference.
     */
    public List<String> changesFrom(Arm baseline) {
        Set<String> changes = new LinkedHashSet<>();
        regularizers.stream().filter(r -> !baseline.regularizers.contains(r)).forEach(r -> changes.add(r.family()));
        baseline.regularizers.stream().filter(r -> !regularizers.contains(r)).forEach(r -> changes.add(r.family()));
        changes.addAll(optimizer.changesFrom(baseline.optimizer));
        changes.addAll(variation.changesFrom(baseline.variation));
        return List.copyOf(changes);
    }
}
