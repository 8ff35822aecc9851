package org.dropoutlab.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.dropoutlab.network.NetworkSpec;

/**
 * An arm's departures from its study's settings beyond regularizers and optimizer, as in a sweep over widths or
 * training-set sizes.
 *
 * @param network its architecture, if different
 * @param trainSize number of its training examples, validation data included, if different
 * @param training its epochs and mini-batches, if different
 * @param search the candidates that it chooses from on validation data, separately in every split; empty for fixed
 *     levels
 */
public record Variation(
        Optional<NetworkSpec> network,
        OptionalInt trainSize,
        Optional<TrainingPlan> training,
        Optional<Search> search) {
    /** No departures. */
    public static final Variation NONE =
            new Variation(Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());

    public Variation {
        Objects.requireNonNull(network);
        Objects.requireNonNull(trainSize);
        Objects.requireNonNull(training);
        Objects.requireNonNull(search);
    }

    /** A different architecture. */
    public static Variation ofNetwork(NetworkSpec network) {
        return NONE.withNetwork(network);
    }

    /** A different number of training examples, with its own training plan. */
    public static Variation ofTrainSize(int examples, TrainingPlan training) {
        return new Variation(Optional.empty(), OptionalInt.of(examples), Optional.of(training), Optional.empty());
    }

    /** Levels chosen on validation data. */
    public static Variation ofSearch(Search search) {
        return new Variation(Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.of(search));
    }

    /** A copy with another architecture. */
    public Variation withNetwork(NetworkSpec other) {
        return new Variation(Optional.of(other), trainSize, training, search);
    }

    /** A copy with other epochs and mini-batches. */
    public Variation withTraining(TrainingPlan plan) {
        return new Variation(network, trainSize, Optional.of(plan), search);
    }

    /** The departures in the field's terms, one entry each. */
    List<String> describe() {
        List<String> words = new ArrayList<>();
        network.ifPresent(other -> words.add("network " + other.name()));
        trainSize.ifPresent(size -> words.add("%,d training examples".formatted(size)));
        training.ifPresent(plan -> words.add("%,d epochs".formatted(plan.epochs())));
        search.ifPresent(chosen -> words.add(chosen.describe()));
        return words;
    }

    /** The differences from {@code other}, in the field's terms. */
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
