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
 * Those of an arm's regularizers that change the examples it is trained on; the others act in the network, or
 * between epochs.
 *
 * @param augmentations in their order
 * @param smoothing of the labels, if any
 */
public record Treatments(List<Augmentation> augmentations, Optional<LabelSmoothing> smoothing) {

    /** Those among {@code regularizers}. */
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

    /** {@code data} with the labels that the network is trained on. */
    BatchSource labelled(BatchSource data) {
        return smoothing.<BatchSource>map(by -> new SmoothedLabels(data, by)).orElse(data);
    }

    /**
     * Checks that every arm of a study goes with its data: the examples, and how they are split.
     *
     * @throws IllegalArgumentException if a regularizer of an arm cannot act on them as it is meant to
     */
    public static void check(Study study, Examples examples) {
        for (Arm arm : study.arms()) {
            if (arm.variation().search().isPresent() && !study.resamplingOf(arm).hasValidation()) {
                throw new IllegalArgumentException(
                        "arm %s chooses its levels on validation data, and these splits have none"
                                .formatted(arm.name()));
            }
        }
        for (Trial trial : study.trials()) {
            if (trial.id().split() == 0 && trial.id().repeat() == 0) {
                trial.trainings().forEach(training -> check(training, examples));
            }
        }
    }

    /** The same of a trial with fixed levels. */
    static void check(Trial trial, Examples examples) {
        check(
                trial.arm().regularizers(),
                examples,
                trial.resampling(),
                Architectures.of(trial.network()).presentation());
        boolean combined = trial.arm().regularizers().stream().anyMatch(ModelCombination.class::isInstance);
        if (combined && !trial.probes().isEmpty()) {
            throw new IllegalArgumentException(
                    "arm %s has several networks, and the study asks every arm for one: leave out model combination"
                            .formatted(trial.arm().name()));
        }
    }

    /** The same of the regularizers of one arm, whose network wants its examples as {@code presentation} says. */
    static void check(
            List<Regularizer> regularizers, Examples examples, Resampling resampling, Presentation presentation) {
        Set<Class<?>> kinds = new HashSet<>();
        for (Regularizer regularizer : regularizers) {
            if ((regularizer instanceof OnData || regularizer instanceof OnTraining)
                    && !kinds.add(regularizer.getClass())) {
                throw new IllegalArgumentException("%s twice: once is enough".formatted(regularizer.family()));
            }
            if (regularizer instanceof Augmentation && examples instanceof Table) {
                throw new IllegalArgumentException(
                        "%s changes images, and these examples are rows of a table: use noise on the inputs"
                                .formatted(regularizer.family()));
            }
            if (regularizer instanceof ModelCombination && presentation == Presentation.PIXELS_TO_THEMSELVES) {
                throw new IllegalArgumentException("model combination takes the mean of class probabilities, and this"
                        + " network puts out what it is given: leave it out");
            }
            if (regularizer instanceof LabelSmoothing && presentation == Presentation.PIXELS_TO_THEMSELVES) {
                throw new IllegalArgumentException("label smoothing shares a label among classes, and this network's"
                        + " targets are its inputs: leave it out");
            }
            if (regularizer instanceof ModelCombination && examples.isRegression()) {
                throw new IllegalArgumentException("model combination takes the mean of class probabilities, and here a"
                        + " number is predicted: leave it out");
            }
            if (regularizer instanceof LabelSmoothing && examples.isRegression()) {
                throw new IllegalArgumentException(
                        "label smoothing shares a label among classes, and here a number is predicted: leave it out");
            }
            if (regularizer instanceof EarlyStopping && !resampling.hasValidation()) {
                throw new IllegalArgumentException(
                        "early stopping goes by the loss on validation data, and these splits"
                                + " have none: hold a share of each training fold back (CrossValidation.withValidation)");
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
            throw new IllegalArgumentException("%s can leave nothing of an image of %d×%d pixels: choose less"
                    .formatted(regularizer.describe(), shape.height(), shape.width()));
        }
    }
}
