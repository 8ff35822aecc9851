package org.dropoutlab.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where an arm departs from its study's setting beyond regularizers and optimizer: what a sweep over widths or sizes of the
 * training set varies.
 *
 * @param network name of its architecture, if it is another one
 * @param trainSize its training examples, validation data included, if they are not as many as the study's
 * @param training its epochs and mini-batches, if they are others
 */
public record Variation(Optional<String> network, OptionalInt trainSize, Optional<TrainingPlan> training) {
    /** No departure. */
    public static final Variation NONE = new Variation(Optional.empty(), OptionalInt.empty(), Optional.empty());

    public Variation {
        Objects.requireNonNull(network);
        Objects.requireNonNull(trainSize);
        Objects.requireNonNull(training);
    }

    /** Another architecture. */
    public static Variation ofNetwork(String network) {
        return new Variation(Optional.of(network), OptionalInt.empty(), Optional.empty());
    }

    /** Another number of training examples, and how long to train on them. */
    public static Variation ofTrainSize(int examples, TrainingPlan training) {
        return new Variation(Optional.empty(), OptionalInt.of(examples), Optional.of(training));
    }

    /** In the field's terms, an entry for each departure. */
    List<String> describe() {
        List<String> words = new ArrayList<>();
        network.ifPresent(name -> words.add("network " + name));
        trainSize.ifPresent(size -> words.add("%,d training examples".formatted(size)));
        training.ifPresent(plan -> words.add("%,d epochs".formatted(plan.epochs())));
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
