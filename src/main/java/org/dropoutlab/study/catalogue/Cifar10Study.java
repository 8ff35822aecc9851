package org.dropoutlab.study.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Claim.Sign;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.SpatialDropout;
import org.dropoutlab.regularization.WeightMasks;
import org.dropoutlab.regularization.WeightMasks.MaskScope;
import org.dropoutlab.regularization.WeightNoise;

/**
 * Dropout in a convolutional network for CIFAR-10, after "Dropout Regularization" (Analytics Vidhya, 2022), along with
 * dropout of feature maps (Tompson et al. 2015) and DropConnect (Wan et al. 2013).
 */
final class Cifar10Study implements CataloguedStudy {
    private static final double RATE = 0.25;
    private static final double VALIDATION_SHARE = 0.05;
    private static final String POST = "Analytics Vidhya post (2022)";
    private static final String TOMPSON = "Tompson et al. 2015, §3.2";

    @Override
    public String name() {
        return "cifar10";
    }

    @Override
    public Study at(Scale scale) {
        return Study.of(
                        name(),
                        "Dropout in a convolutional network for CIFAR-10",
                        "Does dropping units, feature maps or weights help a small convolutional network classify ten kinds of"
                                + " images?",
                        "cifar10",
                        new NetworkSpec.Cifar10Cnn(),
                        List.of(
                                arm("plain", List.of()),
                                arm("dropout", List.of(Dropout.flattened(RATE), Dropout.hidden(RATE))),
                                arm("conv-dropout", List.of(Dropout.convolution(RATE))),
                                arm("spatial", List.of(SpatialDropout.convolution(RATE))),
                                arm(
                                        "dropconnect",
                                        List.of(new DropConnect(
                                                Place.HIDDEN,
                                                WeightMasks.of(RATE).withScope(MaskScope.PER_MINI_BATCH)))),
                                arm("weight-noise", List.of(WeightNoise.hidden(RATE)))),
                        List.of(
                                Contrast.of("dropout", "plain"),
                                Contrast.of("conv-dropout", "plain"),
                                Contrast.of("spatial", "plain"),
                                Contrast.of("dropconnect", "plain"),
                                Contrast.of("weight-noise", "plain"),
                                Contrast.of("spatial", "conv-dropout"),
                                Contrast.of("dropconnect", "weight-noise")),
                        switch (scale) {
                            case QUICK -> new TrainingPlan(2, 64);
                            case DEFAULT -> new TrainingPlan(5, 64);
                            case FULL -> new TrainingPlan(15, 64);
                        },
                        switch (scale) {
                            case QUICK -> new HeldOutTest(
                                    2, OptionalInt.of(2000), OptionalInt.of(500), VALIDATION_SHARE);
                            case DEFAULT -> new HeldOutTest(
                                    3, OptionalInt.of(10_000), OptionalInt.of(2000), VALIDATION_SHARE);
                            case FULL -> new HeldOutTest(3, OptionalInt.empty(), OptionalInt.empty(), VALIDATION_SHARE);
                        })
                .withProbes(new Probe.Inside())
                .withClaims(List.of(
                        new Claim(
                                "Without dropout the validation loss turns upwards after a few epochs while the training"
                                        + " loss falls.",
                                POST,
                                "plain",
                                Optional.empty(),
                                Metric.TEST_LOSS_RISE,
                                Sign.POSITIVE),
                        claim("Dropout makes the generalization gap smaller.", Metric.ACCURACY_GAP, Sign.NEGATIVE),
                        claim("Dropout makes validation accuracy higher.", Metric.TEST_ACCURACY, Sign.POSITIVE),
                        claim("Dropout makes training accuracy lower.", Metric.TRAIN_ACCURACY, Sign.NEGATIVE),
                        claim("Training takes longer with dropout.", Metric.BEST_EPOCH, Sign.POSITIVE),
                        new Claim(
                                "Dropping whole feature maps regularizes a convolution more than dropping single units,"
                                        + " because neighbouring units are correlated.",
                                TOMPSON,
                                "spatial",
                                Optional.of("conv-dropout"),
                                Metric.ACCURACY_GAP,
                                Sign.NEGATIVE)))
                .withNotes(List.of(
                        "The post does not give its optimizer, learning rate or mini-batch size. Here they are Adam, 0.001 and 64.",
                        "Every arm starts from the same weights, U(±1/√inputs) as in PyTorch's Conv2d and Linear; biases"
                                + " start at 0.",
                        "Training accuracy and loss are measured on a fixed sample of the training images: as many as"
                                + " there are for validation, but at least 1,000.",
                        "Each repeat has new training and validation images and new initial weights, shared by its arms. The"
                                + " test images never change, so an interval covers the variation between seeds, not between"
                                + " test images.",
                        "The post's validation data, which choose nothing there, are test data here. The best epoch is the"
                                + " one with the lowest loss on validation data held back from the training data.",
                        "dropconnect is the published method except that all examples of a mini-batch share a mask. A mask"
                                + " per example would make a step of the dense layer take 34 times as long"
                                + " (benchmarks/README.md). weight-noise is what Deeplearning4j calls DropConnect."));
    }

    private static Arm arm(String name, List<Regularizer> regularizers) {
        return new Arm(name, regularizers, new Optimizer.Adam(1e-3), List.of());
    }

    private static Claim claim(String statement, Metric metric, Sign sign) {
        return new Claim(statement, POST, "dropout", Optional.of("plain"), metric, sign);
    }
}
