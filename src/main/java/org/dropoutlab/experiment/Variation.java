package org.dropoutlab.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.dropoutlab.network.NetworkSpec;

/**
 * Where an arm departs from its study's setting beyond regularizers and optimizer: what a sweep over widths or sizes of the
 * training set varies.
 *
 * @param network its architecture, if it is another one
 * @param trainSize its training examples, validation data included, if they are not as many as the study's
 * @param training its epochs and mini-batches, if they are others
 * @param search what it chooses its levels from, on validation data, anew for every split; empty if they are fixed
 */
public record Variation(
        Optional<NetworkSpec> network,
        OptionalInt trainSize,
        Optional<TrainingPlan> training,
        Optional<Search> search) {
    /** No departure. */
    public static final Variation NONE =
            new Variation(Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());

    public Variation {
        Objects.requireNonNull(network);
        Objects.requireNonNull(trainSize);
        Objects.requireNonNull(training);
        Objects.requireNonNull(search);
    }

    /** Another architecture. */
    public static Variation ofNetwork(NetworkSpec network) {
        return NONE.withNetwork(network);
    }

    /** Another number of training examples, and how long to train on them. */
    public static Variation ofTrainSize(int examples, TrainingPlan training) {
        return new Variation(Optional.empty(), OptionalInt.of(examples), Optional.of(training), Optional.empty());
    }

    /** Levels that are chosen on validation data. */
    public static Variation ofSearch(Search search) {
        return new Variation(Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.of(search));
    }

    /** The same with another architecture. */
    public Variation withNetwork(NetworkSpec other) {
        return new Variation(Optional.of(other), trainSize, training, search);
    }

    /** The same with other epochs and mini-batches. */
    public Variation withTraining(TrainingPlan plan) {
        return new Variation(network, trainSize, Optional.of(plan), search);
    }

    /** In the field's terms, an entry for each departure. */
    List<String> describe() {
        List<String> words = new ArrayList<>();
        network.ifPresent(other -> words.add("network " + other.name()));
        trainSize.ifPresent(size -> words.add("%,d training examples".formatted(size)));
        training.ifPresent(plan -> words.add("%,d epochs".formatted(plan.epochs())));
        search.ifPresent(chosen -> words.add(chosen.describe()));
        return words;
    }

    /** What differs from {@code other}, in the field's terms. */
    List<String> changesFrom(Variation other) {
        List<String> changes = new ArrayList<>();
        if (!network.equals(other.network)) {
            changes.add("network");
        }
        if (!trainSize.equals(other.trainSize)) {
            changes.add("training examples");
        }
        if (!training.equals(other.training)) {
            changes.add("epochs");
        }
        return changes;
    }
}
