package org.dropoutlab.study.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Claim.Sign;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Published;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Sweep;
import org.dropoutlab.experiment.Variation;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.Regularizer;

/**
 * Error against the probability p of retaining a hidden unit (Srivastava et al. 2014, §7.3 and figure 9), with the
 * number n of units fixed and with p·n fixed.
 */
final class MnistRateStudy implements CataloguedStudy {
    private static final List<Double> FIXED_N = List.of(0.1, 0.2, 0.4, 0.5, 0.6, 0.8, 1.0);
    private static final List<Double> FIXED_PN = List.of(0.1, 0.2, 0.4, 0.6, 0.8, 1.0);
    private static final String FIXED_N_SOURCE = Mnist.PAPER + ", figure 9a";
    private static final String FIXED_PN_SOURCE = Mnist.PAPER + ", figure 9b";
    private static final String BOTH_CHANGE = "Width and rate change together: that is the question of figure 9b.";
    /** Test errors that differ by less look equal on the paper's curve. */
    private static final double FLAT = 0.0025;
    /**
     * At p = 0.1 seeds differ by ten points: with three, not even fifty points are evidence among eight comparisons.
     */
    private static final int DEFAULT_REPEATS = 5;

    @Override
    public String name() {
        return "mnist-rate";
    }

    @Override
    public Study at(Scale scale) {
        int n =
                switch (scale) {
                    case QUICK -> 64;
                    case DEFAULT -> 256;
                    case FULL -> 2048;
                };
        int pn =
                switch (scale) {
                    case QUICK -> 16;
                    case DEFAULT -> 64;
                    case FULL -> 256;
                };
        List<Arm> arms = new ArrayList<>();
        List<Sweep.Step> fixedN = new ArrayList<>();
        List<Sweep.Step> fixedPn = new ArrayList<>();
        for (double p : FIXED_N) {
            arms.add(arm("n", p, Variation.NONE, p == 0.1 ? OptionalDouble.of(2.7) : OptionalDouble.empty()));
            fixedN.add(new Sweep.Step(p, name("n", p)));
        }
        for (double p : FIXED_PN) {
            arms.add(arm(
                    "pn",
                    p,
                    Variation.ofNetwork(network(scale, (int) Math.round(pn / p), 2)),
                    p == 0.1 ? OptionalDouble.of(1.7) : OptionalDouble.empty()));
            fixedPn.add(new Sweep.Step(p, name("pn", p)));
        }
        return Study.of(
                        name(),
                        "How many units to retain",
                        "How does the error depend on the retention probability p, with the number of units n held fixed and"
                                + " with p·n held fixed?",
                        Mnist.DATASET,
                        network(scale, n, 1),
                        arms,
                        List.of(
                                Contrast.of("n-10", "n-50"),
                                Contrast.of("n-40", "n-50"),
                                Contrast.of("n-60", "n-50"),
                                Contrast.of("n-80", "n-50"),
                                Contrast.of("n-100", "n-50"),
                                new Contrast("pn-10", "n-10", BOTH_CHANGE),
                                new Contrast("pn-10", "pn-60", BOTH_CHANGE),
                                new Contrast("pn-100", "pn-60", BOTH_CHANGE)),
                        Mnist.plan(scale, 40, 50),
                        scale == Scale.DEFAULT ? Mnist.split(scale).withRepeats(DEFAULT_REPEATS) : Mnist.split(scale))
                .withSweeps(
                        new Sweep(
                                "error-by-p-fixed-n",
                                "Error against retention, %d units a layer (figure 9a)".formatted(n),
                                "p, probability of retaining a hidden unit",
                                false,
                                List.of(new Sweep.Line("", fixedN))),
                        new Sweep(
                                "error-by-p-fixed-pn",
                                "Error against retention, p·n = %d (figure 9b)".formatted(pn),
                                "p, probability of retaining a hidden unit",
                                false,
                                List.of(new Sweep.Line("", fixedPn))))
                .withClaims(List.of(
                        claim(
                                "With few units retained the network underfits: the test error is higher at p = 0.1 than in the"
                                        + " middle.",
                                FIXED_N_SOURCE,
                                "n-10",
                                "n-50",
                                Sign.NEGATIVE),
                        flat("n-40"),
                        flat("n-60"),
                        flat("n-80"),
                        claim(
                                "The test error rises as p gets close to 1.",
                                FIXED_N_SOURCE,
                                "n-100",
                                "n-50",
                                Sign.NEGATIVE),
                        claim(
                                "With p·n held fixed the error at small p is much lower than with n held fixed (1.7 against 2.7%"
                                        + " in the paper).",
                                FIXED_PN_SOURCE, "pn-10", "n-10", Sign.POSITIVE),
                        claim(
                                "With p·n held fixed, p = 0.6 does better than 1.0.",
                                FIXED_PN_SOURCE,
                                "pn-100",
                                "pn-60",
                                Sign.NEGATIVE)))
                .withRope(Mnist.ROPE)
                .withNotes(Mnist.notes(
                        scale,
                        "p is the probability of retaining a hidden unit, as in the paper's figures. Arm names give what is"
                                + " held fixed, n or p·n, and p in percent. Inputs are not dropped. Everywhere else in this"
                                + " project, rates are probabilities of dropping, 1 − p.",
                        "With n held fixed there are %d units per layer (the paper: 2,048). With p·n held fixed at %d (the paper:"
                                        .formatted(n, pn)
                                + " 256, and 512 in the third layer), layers get wider as p gets smaller.",
                        scale == Scale.FULL
                                ? "There are three hidden layers, as in the paper."
                                : "There are two hidden layers instead of the paper's three: noise accumulates from layer to layer,"
                                        + " and with three layers of this size a tenth of the units learns nothing in the available"
                                        + " time.",
                        "\"Flat\" means a difference of less than %.2f points of test error from p = 0.5."
                                .formatted(100 * FLAT)));
    }

    /**
     * The name of a network with {@code width} units per layer.
     *
     * @param third width of the paper's third layer, as a multiple of the others'
     */
    private static NetworkSpec network(Scale scale, int width, int third) {
        return scale == Scale.FULL
                ? new NetworkSpec.MnistMlp(width, width, third * width)
                : new NetworkSpec.MnistMlp(width, width);
    }

    private static Arm arm(String prefix, double p, Variation variation, OptionalDouble publishedPercent) {
        List<Regularizer> dropout = p == 1 ? List.of() : List.of(Dropout.hidden(Math.round(100 * (1 - p)) / 100.0));
        Arm plain = Mnist.arm(name(prefix, p), dropout);
        List<Published> published = publishedPercent.isPresent()
                ? List.of(new Published(
                        1 - publishedPercent.getAsDouble() / 100,
                        prefix.equals("n") ? FIXED_N_SOURCE : FIXED_PN_SOURCE))
                : List.of();
        return new Arm(plain.name(), plain.regularizers(), plain.optimizer(), published, variation);
    }

    private static String name(String prefix, double p) {
        return "%s-%d".formatted(prefix, Math.round(100 * p));
    }

    private static Claim claim(String statement, String source, String arm, String baseline, Sign sign) {
        return new Claim(statement, source, arm, Optional.of(baseline), Metric.TEST_ACCURACY, sign);
    }

    private static Claim flat(String arm) {
        return Claim.ofNone(
                "The test error is flat between p = 0.4 and 0.8: at %s%% it is where it is at 50%%."
                        .formatted(arm.substring(2)),
                FIXED_N_SOURCE,
                arm,
                Optional.of("n-50"),
                Metric.TEST_ACCURACY,
                FLAT);
    }
}
