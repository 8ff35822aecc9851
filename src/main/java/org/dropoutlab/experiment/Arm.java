package org.dropoutlab.experiment;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;

/**
 * One named treatment inside a study.
 *
 * @param name as typed on the command line, such as {@code hidden-slow} or {@code dropout=0.5+max-norm=3}
 * @param regularizers added to the plain network; empty for the plain network itself
 * @param optimizer training algorithm and its settings
 * @param published results of others for the same treatment
 * @param variation other departures from the study's settings
 */
public record Arm(
        String name,
        List<Regularizer> regularizers,
        Optimizer optimizer,
        List<Published> published,
        Variation variation) {
    public Arm {
        if (!name.matches("[a-z0-9][a-z0-9.=+:-]*")) {
            throw new IllegalArgumentException(
                    "an arm name is lower-case letters, digits and . = + : - and starts with a letter or digit, not "
                            + name);
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

    /**
     * An arm that chooses one of several candidates in every split.
     *
     * @param search the candidates; the arm has the regularizers that all of them share, and the optimizer of the first
     */
    public static Arm choosing(String name, Search search) {
        Arm first = search.candidates().get(0).arm();
        List<Regularizer> common = first.regularizers().stream()
                .filter(regularizer -> search.candidates().stream()
                        .allMatch(candidate -> candidate.arm().regularizers().contains(regularizer)))
                .toList();
        return new Arm(name, common, first.optimizer(), List.of(), Variation.ofSearch(search));
    }

    /** The fixed-level arms that this one can become: its candidates or, without a search, itself. */
    public List<Arm> outcomes() {
        return variation
                .search()
                .map(search -> search.candidates().stream().map(Candidate::arm).toList())
                .orElse(List.of(this));
    }

    /** The arm as records keep it. */
    Arm recorded() {
        return new Arm(
                name,
                regularizers.stream().map(Regularizer::recorded).toList(),
                optimizer,
                published,
                variation);
    }

    /** The arm's regularizer of a kind, if it has one. */
    public <R extends Regularizer> Optional<R> regularizer(Class<R> kind) {
        return regularizers.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** Regularizers and optimizer in one line; for an arm with a search, those that all candidates share. */
    public String describe() {
        List<String> setting = new ArrayList<>();
        if (!regularizers.isEmpty() || variation.search().isEmpty()) {
            setting.add(
                    regularizers.isEmpty()
                            ? "no regularizer"
                            : regularizers.stream().map(Regularizer::describe).collect(Collectors.joining(", ")));
        }
        if (outcomes().stream().map(Arm::optimizer).distinct().count() == 1) {
            setting.add(optimizer.describe());
        }
        setting.addAll(variation.describe());
        return String.join("; ", setting);
    }

    /**
     * The differences from {@code baseline}, in the field's terms. With more than one entry, a comparison of the two
     * arms is confounded. An arm with a search has the differences of all its candidates.
     */
    public List<String> changesFrom(Arm baseline) {
        Set<String> changes = new LinkedHashSet<>();
        for (Arm one : outcomes()) {
            for (Arm other : baseline.outcomes()) {
                changes.addAll(one.fixedChangesFrom(other));
            }
        }
        return List.copyOf(changes);
    }

    private Set<String> fixedChangesFrom(Arm baseline) {
        Set<String> changes = new LinkedHashSet<>();
        regularizers.stream().filter(r -> !baseline.regularizers.contains(r)).forEach(r -> changes.add(r.family()));
        baseline.regularizers.stream().filter(r -> !regularizers.contains(r)).forEach(r -> changes.add(r.family()));
        changes.addAll(optimizer.changesFrom(baseline.optimizer));
        changes.addAll(variation.changesFrom(baseline.variation));
        return changes;
    }
}
