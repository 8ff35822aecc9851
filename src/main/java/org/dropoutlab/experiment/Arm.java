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
import org.dropoutlab.regularization.Removal;

/**
 * One named treatment inside a study.
 *
 * @param name as typed on the command line, such as {@code hidden-slow} or {@code dropout=0.5+max-norm=3}
 * @param regularizers added to the plain network; empty for the plain network itself
 * @param optimizer training algorithm and its settings
 * @param published results of others for the same treatment
 * @param variation other departures from the study's settings
 * @param kept treatments that a user's network has of its own and that stay in this arm
 */
public record Arm(
        String name,
        List<Regularizer> regularizers,
        Optimizer optimizer,
        List<Published> published,
        Variation variation,
        List<Kept> kept) {
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
        kept = List.copyOf(kept);
    }

    /** An arm on a network without treatments of its own. */
    public Arm(
            String name,
            List<Regularizer> regularizers,
            Optimizer optimizer,
            List<Published> published,
            Variation variation) {
        this(name, regularizers, optimizer, published, variation, List.of());
    }

    /** An arm with its study's network, training data and epochs. */
    public Arm(String name, List<Regularizer> regularizers, Optimizer optimizer, List<Published> published) {
        this(name, regularizers, optimizer, published, Variation.NONE);
    }

    /**
     * A treatment of the network's own that stays in an arm.
     *
     * @param family name of the method in the literature
     * @param words setting and layers, as in {@code dropOut(0.8) in layers 1 and 2}
     */
    public record Kept(String family, String words) {}

    /** A copy that names what it keeps of the network's own. */
    public Arm keeping(List<Kept> own) {
        return new Arm(name, regularizers, optimizer, published, variation, own);
    }

    /**
     * An arm that chooses one of several candidates in every split.
     *
     * @param search the candidates; the arm has the regularizers that all of them share and keeps what all of them keep,
     *     and it has the optimizer of the first
     */
    public static Arm choosing(String name, Search search) {
        Arm first = search.candidates().get(0).arm();
        List<Regularizer> common = first.regularizers().stream()
                .filter(regularizer -> search.candidates().stream()
                        .allMatch(candidate -> candidate.arm().regularizers().contains(regularizer)))
                .toList();
        List<Kept> stays = first.kept().stream()
                .filter(one -> search.candidates().stream()
                        .allMatch(candidate -> candidate.arm().kept().contains(one)))
                .toList();
        return new Arm(name, common, first.optimizer(), List.of(), Variation.ofSearch(search), stays);
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
                name, regularizers.stream().map(Regularizer::recorded).toList(), optimizer, published, variation, kept);
    }

    /** The arm's regularizer of a kind, if it has one. */
    public <R extends Regularizer> Optional<R> regularizer(Class<R> kind) {
        return regularizers.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** Whether the arm is its study's network, with nothing added or taken out. */
    private boolean isUnchanged() {
        return regularizers.isEmpty() && variation.search().isEmpty();
    }

    /** Regularizers and optimizer in one line; for an arm with a search, those that all candidates share. */
    public String describe() {
        List<String> setting = new ArrayList<>();
        String own = kept.stream().map(Kept::words).collect(Collectors.joining(", "));
        if (!regularizers.isEmpty()) {
            setting.add(regularizers.stream().map(Regularizer::describe).collect(Collectors.joining(", ")));
        }
        if (!own.isEmpty()) {
            setting.add(isUnchanged() ? "the network as it is, with " + own : "keeps " + own);
        } else if (isUnchanged()) {
            setting.add("no regularizer");
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
        regularizers.stream().filter(r -> !baseline.regularizers.contains(r)).forEach(r -> add(r, changes));
        baseline.regularizers.stream().filter(r -> !regularizers.contains(r)).forEach(r -> add(r, changes));
        kept.stream().filter(own -> !baseline.kept.contains(own)).forEach(own -> changes.add(own.family()));
        baseline.kept.stream().filter(own -> !kept.contains(own)).forEach(own -> changes.add(own.family()));
        changes.addAll(optimizer.changesFrom(baseline.optimizer));
        changes.addAll(variation.changesFrom(baseline.variation));
        return changes;
    }

    /** A removal changes what it takes out, which is no longer kept. */
    private static void add(Regularizer regularizer, Set<String> changes) {
        if (!(regularizer instanceof Removal)) {
            changes.add(regularizer.family());
        }
    }
}
