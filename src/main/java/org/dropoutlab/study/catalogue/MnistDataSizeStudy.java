package org.dropoutlab.study.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Claim.Sign;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Sweep;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Variation;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.regularization.Regularizer;

/** The gain from dropout with few and many training examples (Srivastava et al. 2014, §7.4 and figure 10). */
final class MnistDataSizeStudy implements CataloguedStudy {
    private static final String SOURCE = Mnist.PAPER + ", §7.4 and figure 10";
    private static final int BATCH = 100;
    /** Half a point of test error; with so few examples, the error is 10 to 30 points. */
    private static final double NO_GAIN = 0.005;

    @Override
    public String name() {
        return "mnist-datasize";
    }

    @Override
    public Study at(Scale scale) {
        List<Integer> sizes =
                switch (scale) {
                    case QUICK -> List.of(100, 500, 1000);
                    case DEFAULT -> List.of(100, 500, 1000, 5000, 20_000);
                    case FULL -> List.of(100, 500, 1000, 5000, 10_000, 50_000);
                };
        int steps =
                switch (scale) {
                    case QUICK -> 20;
                    case DEFAULT -> 4000;
                    case FULL -> 25_000;
                };
        List<Arm> arms = new ArrayList<>();
        List<Contrast> contrasts = new ArrayList<>();
        List<Sweep.Step> plain = new ArrayList<>();
        List<Sweep.Step> dropout = new ArrayList<>();
        for (int size : sizes) {
            arms.add(arm("plain", List.of(), size, steps));
            arms.add(arm("dropout", Mnist.DROPOUT, size, steps));
            contrasts.add(contrast(size));
            plain.add(new Sweep.Step(size, "plain-" + size));
            dropout.add(new Sweep.Step(size, "dropout-" + size));
        }
        int large = sizes.get(sizes.size() - 1);
        int middle = sizes.get(Math.min(3, sizes.size() - 1));
        List<Claim> claims = new ArrayList<>(List.of(
                noGain(100),
                noGain(500),
                new Claim(
                        "With more data dropout helps.",
                        SOURCE,
                        "dropout-" + middle,
                        Optional.of("plain-" + middle),
                        Metric.TEST_ACCURACY,
                        Sign.POSITIVE),
                Claim.ofTwo(
                        "The gain grows with the data up to a point.",
                        SOURCE,
                        contrast(middle),
                        Metric.TEST_ACCURACY,
                        Sign.POSITIVE,
                        contrast(100))));
        if (large > middle) {
            claims.add(Claim.ofTwo(
                    "Beyond that point the gain declines.",
                    SOURCE,
                    contrast(large),
                    Metric.TEST_ACCURACY,
                    Sign.NEGATIVE,
                    contrast(middle)));
        }
        return Study.of(
                        name(),
                        "Dropout with few and many examples",
                        "How many training examples does it take before dropout helps, and does its gain shrink with many more?",
                        Mnist.DATASET,
                        switch (scale) {
                            case QUICK -> new NetworkSpec.MnistMlp(64, 64);
                            case DEFAULT -> new NetworkSpec.MnistMlp(512, 512);
                            case FULL -> new NetworkSpec.MnistMlp(1024, 1024, 2048);
                        },
                        arms,
                        contrasts,
                        Mnist.plan(scale, 10, 10),
                        Mnist.split(scale))
                .withSweeps(new Sweep(
                        "error-by-training-examples",
                        "Error against the number of training examples (figure 10)",
                        "training examples",
                        true,
                        List.of(new Sweep.Line("plain", plain), new Sweep.Line("dropout", dropout))))
                .withClaims(claims)
                .withRope(Mnist.ROPE)
                .withNotes(Mnist.notes(
                        scale,
                        "Every arm takes %,d steps regardless of its number of examples: small sets train as long"
                                        .formatted(steps)
                                + " as large ones. A fifth as many examples as an arm trains on are held back for validation.",
                        "\"No improvement\" means that the test error falls by less than %.1f points."
                                .formatted(100 * NO_GAIN)));
    }

    private static Arm arm(String treatment, List<Regularizer> regularizers, int size, int steps) {
        int epochs = Math.max(1, steps * BATCH / size);
        TrainingPlan plan = new TrainingPlan(epochs, BATCH).measuredEvery(Math.max(1, epochs / 5));
        Arm arm = Mnist.arm(treatment + "-" + size, regularizers);
        return new Arm(
                arm.name(),
                arm.regularizers(),
                arm.optimizer(),
                arm.published(),
                Variation.ofTrainSize(Mnist.withValidation(size), plan));
    }

    private static Contrast contrast(int size) {
        return Contrast.of("dropout-" + size, "plain-" + size);
    }

    private static Claim noGain(int size) {
        return new Claim(
                "With %d examples dropout brings no improvement: the network overfits all the same.".formatted(size),
                SOURCE,
                "dropout-" + size,
                Optional.of("plain-" + size),
                Metric.TEST_ACCURACY,
                Sign.NOT_MORE,
                NO_GAIN,
                Optional.empty());
    }
}
