package org.dropoutlab.study.catalogue;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Published;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Regularizer;

/** Common settings of the studies after the dropout paper's MNIST figures. */
final class Mnist {
    static final String DATASET = "mnist";

    /** Half the width of the region of practical equivalence: ten of the 10,000 test images, the last digit of the paper's errors. */
    static final double ROPE = 0.001;

    static final String PAPER = "Srivastava et al. 2014";
    /** The paper's rates: 0.2 on the inputs, 0.5 on hidden units (appendix A.4). */
    static final List<Regularizer> DROPOUT = List.of(Dropout.visible(0.2), Dropout.hidden(0.5));

    /** As in the paper, 10,000 of the 60,000 training images. */
    private static final double VALIDATION_SHARE = 1.0 / 6;

    private static final int BATCH = 100;
    private static final String SAME_OPTIMIZER =
            "The paper does not give the mini-batch size and learning rate of each figure. Here all arms have"
                    + " mini-batches of 100 and the same optimizer, with a constant learning rate.";
    static final Optimizer.Momentum OPTIMIZER = new Optimizer.Momentum(0.02, 0.9);

    private Mnist() {}

    /** Three seeds, with 1,000, 10,000 or all 50,000 training images and 500 or all 10,000 test images. */
    static HeldOutTest split(Scale scale) {
        return switch (scale) {
            case QUICK -> new HeldOutTest(2, OptionalInt.of(1200), OptionalInt.of(500), VALIDATION_SHARE);
            case DEFAULT -> new HeldOutTest(3, OptionalInt.of(12_000), OptionalInt.empty(), VALIDATION_SHARE);
            case FULL -> new HeldOutTest(3, OptionalInt.empty(), OptionalInt.empty(), VALIDATION_SHARE);
        };
    }

    /** The number of training examples that leaves {@code examples} after validation data are held back. */
    static int withValidation(int examples) {
        return Math.toIntExact(Math.round(examples / (1 - VALIDATION_SHARE)));
    }

    /**
     * A plan with mini-batches of 100 and few measurements: evaluating 12,000 images takes as long as half an epoch.
     */
    static TrainingPlan plan(Scale scale, int byDefault, int full) {
        return switch (scale) {
            case QUICK -> new TrainingPlan(2, BATCH);
            case DEFAULT -> new TrainingPlan(byDefault, BATCH).measuredEvery(Math.max(1, byDefault / 5));
            case FULL -> new TrainingPlan(full, BATCH).measuredEvery(Math.max(1, full / 20));
        };
    }

    /** An arm without a published result. */
    static Arm arm(String name, List<Regularizer> regularizers) {
        return new Arm(name, regularizers, OPTIMIZER, List.of());
    }

    /** An arm with its published test error, in percent. */
    static Arm arm(String name, List<Regularizer> regularizers, double errorPercent, String source) {
        return new Arm(name, regularizers, OPTIMIZER, List.of(new Published(1 - errorPercent / 100, source)));
    }

    /** Notes of a study whose arms have the same optimizer, followed by the common ones. */
    static List<String> notes(Scale scale, String... own) {
        return notes(scale, SAME_OPTIMIZER, List.of(own));
    }

    /** Notes of a study, with one about its arms' optimizers, followed by the common ones. */
    static List<String> notes(Scale scale, String optimizers, List<String> own) {
        String size = scale == Scale.FULL
                ? "Network and data are the paper's, but with fewer updates than the paper's up to a million."
                : "To finish in minutes, this is a smaller network on 10,000 of the 50,000 training images: compare the order"
                        + " of the arms and the shape of the curve with the paper, not the level. --full uses the paper's"
                        + " network and data.";
        return Stream.concat(
                        own.stream(),
                        Stream.of(
                                size,
                                optimizers,
                                "Weights start as N(0, 2/inputs) (He et al. 2015), biases at 0. Pixels range from 0 to 1.",
                                "Each repeat has new training and validation images and new initial weights, shared by its arms."
                                        + " The test images never change, so an interval covers the variation between seeds, not"
                                        + " between test images.",
                                "Training accuracy and loss are measured on a fixed sample of the training images: as many as"
                                        + " there are for validation, but at least 1,000."))
                .toList();
    }
}
