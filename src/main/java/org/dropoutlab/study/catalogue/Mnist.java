package org.dropoutlab.study.catalogue;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.HeldOutTest;
import org.dropoutlab.experiment.Published;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Regularizer;

/** What the studies after the MNIST figures of the dropout paper have in common. */
final class Mnist {
    static final String DATASET = "mnist";
    static final String PAPER = "Srivastava et al. 2014";
    /** The paper's rates: 0.2 on the inputs, 0.5 on hidden units (appendix A.4). */
    static final List<Regularizer> DROPOUT = List.of(Dropout.visible(0.2), Dropout.hidden(0.5));

    /** The paper holds 10,000 of the 60,000 training images back. */
    private static final double VALIDATION_SHARE = 1.0 / 6;

    private static final int BATCH = 100;
    private static final String SAME_OPTIMIZER =
            "The paper gives neither mini-batch nor learning rate for each figure. Here all arms have"
                    + " mini-batches of 100 and the same optimizer, and the learning rate does not decay.";
    static final Optimizer.Momentum OPTIMIZER = new Optimizer.Momentum(0.02, 0.9);

    private Mnist() {}

    /** Three seeds with 1,000, 10,000 or all 50,000 images to train on, and 500 or all 10,000 to test on. */
    static HeldOutTest split(Scale scale) {
        return switch (scale) {
            case QUICK -> new HeldOutTest(2, OptionalInt.of(1200), OptionalInt.of(500), VALIDATION_SHARE);
            case DEFAULT -> new HeldOutTest(3, OptionalInt.of(12_000), OptionalInt.empty(), VALIDATION_SHARE);
            case FULL -> new HeldOutTest(3, OptionalInt.empty(), OptionalInt.empty(), VALIDATION_SHARE);
        };
    }

    /** Training examples of a study's arm that leave {@code examples} when the validation data are held back. */
    static int withValidation(int examples) {
        return Math.toIntExact(Math.round(examples / (1 - VALIDATION_SHARE)));
    }

    /** Epochs of mini-batches of 100, measured a few times: evaluating 12,000 images takes as long as half an epoch. */
    static TrainingPlan plan(Scale scale, int byDefault, int full) {
        return switch (scale) {
            case QUICK -> new TrainingPlan(2, BATCH);
            case DEFAULT -> new TrainingPlan(byDefault, BATCH).measuredEvery(Math.max(1, byDefault / 5));
            case FULL -> new TrainingPlan(full, BATCH).measuredEvery(Math.max(1, full / 20));
        };
    }

    /** An arm that nobody published a number for. */
    static Arm arm(String name, List<Regularizer> regularizers) {
        return new Arm(name, regularizers, OPTIMIZER, List.of());
    }

    /** An arm with the test error, in percent, that somebody printed for it. */
    static Arm arm(String name, List<Regularizer> regularizers, double errorPercent, String source) {
        return new Arm(name, regularizers, OPTIMIZER, List.of(new Published(1 - errorPercent / 100, source)));
    }

    /** Remarks of a study and those that all of them share whose arms have the same optimizer. */
    static List<String> notes(Scale scale, String... own) {
        return notes(scale, SAME_OPTIMIZER, List.of(own));
    }

    /** Remarks of a study, with one about its arms' optimizers, and those that all of them share. */
    static List<String> notes(Scale scale, String optimizers, List<String> own) {
        String size = scale == Scale.FULL
                ? "This is the paper's network and data, trained for fewer updates than the paper's up to a million."
                : "This is a smaller network on 10,000 of the 50,000 training images, so that the study ends in minutes: the"
                        + " order of the arms and the shape of the curve are to be compared with the paper, not the level."
                        + " --full takes the paper's network and data.";
        return Stream.concat(
                        own.stream(),
                        Stream.of(
                                size,
                                optimizers,
                                "Weights start as N(0, 2/inputs) (He et al. 2015), biases at 0. Pixels are numbers from 0 to 1.",
                                "A repeat draws its training and validation images anew and starts from other weights; arms of"
                                        + " one repeat share all of that. The test images are the same throughout, so that an"
                                        + " interval says what other seeds would give, not what other test images would.",
                                "Training accuracy and loss are measured on a fixed sample of the training images: as many as"
                                        + " there are for validation, but 1,000 at the least."))
                .toList();
    }
}
