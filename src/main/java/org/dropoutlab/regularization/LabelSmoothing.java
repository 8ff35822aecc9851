package org.dropoutlab.regularization;

/**
 * Label smoothing (Szegedy et al. 2016, "Rethinking the Inception Architecture for Computer Vision", §7): the training
 * labels y of a network with K classes become y(1 − ε) + ε/K, as if each label were replaced by a random class with
 * probability ε. A single sigmoid output counts as K = 2. Losses are measured against the true labels.
 *
 * @param epsilon ε, between 0 and 1
 */
public record LabelSmoothing(double epsilon) implements Regularizer.OnData {
    public LabelSmoothing {
        if (!(epsilon > 0 && epsilon < 1)) {
            throw new IllegalArgumentException("label smoothing must be in (0, 1), not " + epsilon);
        }
    }

    @Override
    public Need needs() {
        return Need.CLASSES;
    }

    @Override
    public String family() {
        return "label smoothing";
    }

    @Override
    public String describe() {
        return "label smoothing " + Regularizer.plain(epsilon);
    }
}
