package org.dropoutlab.study.catalogue;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Claim.Sign;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.network.NetworkSpec;

/** Averages of sampled networks against weight scaling (Srivastava et al. 2014, §7.5 and figure 11). */
final class MnistAveragingStudy implements CataloguedStudy {
    private static final String SOURCE = Mnist.PAPER + ", §7.5 and figure 11";
    /** A tenth of a point: 10 of the 10,000 test images. */
    private static final double SAME = 0.001;

    @Override
    public String name() {
        return "mnist-averaging";
    }

    @Override
    public Study at(Scale scale) {
        return Study.of(
                        name(),
                        "Weight scaling against averages of sampled networks",
                        "How many sampled networks must be averaged to match one pass with scaled weights?",
                        Mnist.DATASET,
                        switch (scale) {
                            case QUICK -> new NetworkSpec.MnistMlp(64, 64);
                            case DEFAULT -> new NetworkSpec.MnistMlp(512, 512);
                            case FULL -> new NetworkSpec.MnistMlp(1024, 1024, 2048);
                        },
                        List.of(Mnist.arm("dropout", Mnist.DROPOUT)),
                        List.of(),
                        Mnist.plan(scale, 40, 50),
                        Mnist.split(scale))
                .withProbes(
                        switch (scale) {
                            case QUICK -> new Probe.ModelAveraging(List.of(1, 2, 5, 10), 2, 200);
                            case DEFAULT -> new Probe.ModelAveraging(
                                    List.of(1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 80, 120), 6, 2000);
                            case FULL -> new Probe.ModelAveraging(
                                    List.of(1, 2, 3, 5, 7, 10, 15, 20, 30, 40, 50, 60, 80, 100, 120), 10, 10_000);
                        })
                .withClaims(List.of(
                        new Claim(
                                "One sampled network does worse than weight scaling.",
                                SOURCE,
                                "dropout",
                                Optional.empty(),
                                Metric.AVERAGING_GAIN_OF_1,
                                Sign.NEGATIVE),
                        Claim.ofNone(
                                "The average of about 50 sampled networks is as good as weight scaling.",
                                SOURCE,
                                "dropout",
                                Optional.empty(),
                                Metric.AVERAGING_GAIN_OF_50,
                                SAME),
                        new Claim(
                                "Averages of more networks are slightly better than weight scaling.",
                                SOURCE,
                                "dropout",
                                Optional.empty(),
                                Metric.AVERAGING_GAIN,
                                Sign.POSITIVE)))
                .withRope(Mnist.ROPE)
                .withNotes(Mnist.notes(
                        scale,
                        "\"As good\" means a difference of less than %.1f points of test error.".formatted(100 * SAME),
                        "In the paper, the averages come within one standard deviation of weight scaling; the band in the figure"
                                + " is the standard deviation over draws."));
    }
}
