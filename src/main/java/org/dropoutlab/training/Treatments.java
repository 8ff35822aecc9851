package org.dropoutlab.training;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.dropoutlab.batches.BatchSource;
import org.dropoutlab.batches.SmoothedLabels;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.regularization.Augmentation;
import org.dropoutlab.regularization.LabelSmoothing;
import org.dropoutlab.regularization.ModelCombination;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.Regularizer.Need;
import org.dropoutlab.regularization.Regularizer.OnData;
import org.dropoutlab.regularization.Regularizer.OnData.BalancedClasses;
import org.dropoutlab.regularization.Regularizer.OutsideNetwork;
import org.dropoutlab.scoring.ClassWeights;

/**
 * An arm's regularizers that change its training examples; the others act in the network or between epochs.
 *
 * @param augmentations image augmentations, in order
 * @param smoothing label smoothing, if any
 * @param balance class weights, if any
 */
public record Treatments(
        List<Augmentation> augmentations, Optional<LabelSmoothing> smoothing, Optional<BalancedClasses> balance) {

    /** The treatments among {@code regularizers}. */
    static Treatments of(List<Regularizer> regularizers) {
        List<Augmentation> augmentations = new ArrayList<>();
        Optional<LabelSmoothing> smoothing = Optional.empty();
        Optional<BalancedClasses> balance = Optional.empty();
        for (Regularizer regularizer : regularizers) {
            if (regularizer instanceof Augmentation augmentation) {
                augmentations.add(augmentation);
            } else if (regularizer instanceof LabelSmoothing labels) {
                smoothing = Optional.of(labels);
            } else if (regularizer instanceof BalancedClasses classes) {
                balance = Optional.of(classes);
            } else if (regularizer instanceof OnData) {
                throw new AssertionError("nothing applies " + regularizer + " to the examples");
            }
        }
        return new Treatments(augmentations, smoothing, balance);
    }

    /** {@code data} with the labels for training. */
    BatchSource labelled(BatchSource data) {
        return smoothing.<BatchSource>map(by -> new SmoothedLabels(data, by)).orElse(data);
    }

    /** The weights of the classes in the loss, from the training examples of {@code fold} alone. */
    Optional<ClassWeights> weights(Examples examples, Fold fold) {
        return balance.map(by -> examples instanceof Sequences sequences
                ? ClassWeights.balanced(
                        IntStream.range(0, sequences.answers().size())
                                .map(sequences::classOf)
                                .toArray(),
                        sequences.answered(fold.train()),
                        sequences.classes().size())
                : ClassWeights.balanced(
                        examples.labels(), fold.train(), examples.classes().size()));
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
                Architectures.of(trial.network()).presentation());
        boolean combined = trial.arm().regularizers().stream().anyMatch(ModelCombination.class::isInstance);
        if (combined && !trial.probes().isEmpty()) {
            throw new IllegalArgumentException(
                    "arm %s has several networks, but the study probes a single one: leave out model combination"
                            .formatted(trial.arm().name()));
        }
        if (combined && !Architectures.of(trial.network()).head().isLogLikelihood()) {
            throw new IllegalArgumentException(
                    "arm %s averages the class probabilities of several networks, which needs a softmax with MCXENT or one sigmoid output with XENT; this network's loss is the %s"
                            .formatted(
                                    trial.arm().name(), trial.network().loss().words()));
        }
    }

    /** Checks the regularizers of one arm, whose network has inputs in the form of {@code presentation}. */
    static void check(
            List<Regularizer> regularizers, Examples examples, Resampling resampling, Presentation presentation) {
        Set<Class<?>> kinds = new HashSet<>();
        for (Regularizer regularizer : regularizers) {
            if (regularizer instanceof OutsideNetwork outside) {
                if (!kinds.add(regularizer.getClass())) {
                    throw new IllegalArgumentException("%s is listed twice".formatted(regularizer.family()));
                }
                unmet(outside.needs(), examples, resampling, presentation).ifPresent(why -> {
                    throw new IllegalArgumentException("%s %s".formatted(regularizer.family(), why));
                });
            }
            if (examples instanceof Images images && regularizer instanceof Augmentation augmentation) {
                requireInSight(augmentation, images.shape());
            }
        }
    }

    /** Why a need is not met; empty if it is. */
    private static Optional<String> unmet(
            Need need, Examples examples, Resampling resampling, Presentation presentation) {
        return switch (need) {
            case IMAGES -> examples instanceof Images
                    ? Optional.empty()
                    : Optional.of("needs images, but these examples are %s: use noise on the inputs"
                            .formatted(examples instanceof Table ? "rows of a table" : "sequences"));
            case CLASSES -> {
                if (presentation == Presentation.PIXELS_TO_THEMSELVES) {
                    yield Optional.of("needs classes, but this network is an autoencoder: leave it out");
                }
                yield examples.isRegression()
                        ? Optional.of("needs classes, but the target is a number: leave it out")
                        : Optional.empty();
            }
            case VALIDATION -> withoutValidation(resampling);
            case DECISION -> examples.classes().size() == 2 && presentation != Presentation.PIXELS_TO_THEMSELVES
                    ? withoutValidation(resampling)
                    : Optional.of("needs two classes, but "
                            + (examples.isRegression()
                                    ? "the target is a number: leave it out"
                                    : "there are %d: leave it out"
                                            .formatted(examples.classes().size())));
        };
    }

    private static Optional<String> withoutValidation(Resampling resampling) {
        return resampling.hasValidation()
                ? Optional.empty()
                : Optional.of("needs validation data, but these splits have none: hold back a share of each"
                        + " training fold (CrossValidation.withValidation)");
    }

    private static void requireInSight(Augmentation augmentation, Images.Shape shape) {
        if (!augmentation.fits(shape.height(), shape.width())) {
            throw new IllegalArgumentException("%s can erase a whole image of %d×%d pixels: choose less"
                    .formatted(augmentation.describe(), shape.height(), shape.width()));
        }
    }
}
