package org.dropoutlab.training;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dropoutlab.batches.BatchSource;
import org.dropoutlab.batches.SmoothedLabels;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.Table;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Resampling;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.regularization.Augmentation;
import org.dropoutlab.regularization.Cutout;
import org.dropoutlab.regularization.EarlyStopping;
import org.dropoutlab.regularization.LabelSmoothing;
import org.dropoutlab.regularization.ModelCombination;
import org.dropoutlab.regularization.OnData;
import org.dropoutlab.regularization.OnTraining;
import org.dropoutlab.regularization.RandomShift;
import org.dropoutlab.regularization.Regularizer;

/**
 * An arm's regularizers that change its training examples; the others act in the network or between epochs.
 *
 * @param augmentations image augmentations, in order
 * @param smoothing label smoothing, if any
 */
public record Treatments(List<Augmentation> augmentations, Optional<LabelSmoothing> smoothing) {

    /** The treatments among {@code regularizers}. */
    static Treatments of(List<Regularizer> regularizers) {
        return new Treatments(
                regularizers.stream()
                        .filter(Augmentation.class::isInstance)
                        .map(Augmentation.class::cast)
                        .toList(),
                regularizers.stream()
                        .filter(LabelSmoothing.class::isInstance)
                        .map(LabelSmoothing.class::cast)
                        .findFirst());
    }

    /** {@code data} with the labels for training. */
    BatchSource labelled(BatchSource data) {
        return smoothing.<BatchSource>map(by -> new SmoothedLabels(data, by)).orElse(data);
    }

    /**
     * Checks that every arm of a study suits its examples and splits.
     *
     * @throws IllegalArgumentException if a regularizer of an arm cannot work on them
     */
    public static void check(Study study, Examples examples) {
        for (Arm arm : study.arms()) {
            if (arm.variation().search().isPresent() && !study.resamplingOf(arm).hasValidation()) {
                throw new IllegalArgumentException(
                        "arm %s chooses its levels on validation data, but these splits have none"
                                .formatted(arm.name()));
            }
        }
        for (Trial trial : study.trials()) {
            if (trial.id().split() == 0 && trial.id().repeat() == 0) {
                trial.trainings().forEach(training -> check(training, examples));
            }
        }
    }

    /** Checks a trial with fixed levels. */
    static void check(Trial trial, Examples examples) {
        check(
                trial.arm().regularizers(),
                examples,
                trial.resampling(),
                Architectures.named(trial.network()).presentation());
        boolean combined = trial.arm().regularizers().stream().anyMatch(ModelCombination.class::isInstance);
        if (combined && !trial.probes().isEmpty()) {
            throw new IllegalArgumentException(
                    "arm %s has several networks, but the study probes a single one: leave out model combination"
                            .formatted(trial.arm().name()));
        }
    }

    /** Checks the regularizers of one arm, whose network has inputs in the form of {@code presentation}. */
    static void check(
            List<Regularizer> regularizers, Examples examples, Resampling resampling, Presentation presentation) {
        Set<Class<?>> kinds = new HashSet<>();
        for (Regularizer regularizer : regularizers) {
            if ((regularizer instanceof OnData || regularizer instanceof OnTraining)
                    && !kinds.add(regularizer.getClass())) {
                throw new IllegalArgumentException("%s is listed twice".formatted(regularizer.family()));
            }
            if (regularizer instanceof Augmentation && examples instanceof Table) {
                throw new IllegalArgumentException(
                        "%s needs images, but these examples are rows of a table: use noise on the inputs"
                                .formatted(regularizer.family()));
            }
            if (regularizer instanceof ModelCombination && presentation == Presentation.PIXELS_TO_THEMSELVES) {
                throw new IllegalArgumentException("model combination averages class probabilities, but this network is"
                        + " an autoencoder: leave it out");
            }
            if (regularizer instanceof LabelSmoothing && presentation == Presentation.PIXELS_TO_THEMSELVES) {
                throw new IllegalArgumentException("label smoothing spreads a label over classes, but this network is"
                        + " an autoencoder: leave it out");
            }
            if (regularizer instanceof ModelCombination && examples.isRegression()) {
                throw new IllegalArgumentException("model combination averages class probabilities, but the target is a"
                        + " number: leave it out");
            }
            if (regularizer instanceof LabelSmoothing && examples.isRegression()) {
                throw new IllegalArgumentException(
                        "label smoothing spreads a label over classes, but the target is a number: leave it out");
            }
            if (regularizer instanceof EarlyStopping && !resampling.hasValidation()) {
                throw new IllegalArgumentException("early stopping needs validation data, but these splits have none:"
                        + " hold back a share of each training fold (CrossValidation.withValidation)");
            }
            if (examples instanceof Images images) {
                requireInSight(regularizer, images.shape());
            }
        }
    }

    private static void requireInSight(Regularizer regularizer, Images.Shape shape) {
        int side = Math.min(shape.height(), shape.width());
        boolean nothingLeft = regularizer instanceof RandomShift shift
                ? shift.pixels() >= side
                : regularizer instanceof Cutout cutout && cutout.size() > side;
        if (nothingLeft) {
            throw new IllegalArgumentException("%s can erase a whole image of %d×%d pixels: choose less"
                    .formatted(regularizer.describe(), shape.height(), shape.width()));
        }
    }
}
