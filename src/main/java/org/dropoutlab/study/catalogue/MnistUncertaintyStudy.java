package org.dropoutlab.study.catalogue;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Claim.Sign;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.network.NetworkSpec;

/** The uncertainty of a network with dropout, and its calibration (Gal &amp; Ghahramani 2016). */
final class MnistUncertaintyStudy implements CataloguedStudy {
    private static final List<Integer> ANGLES = List.of(15, 30, 45, 60, 75, 90, 120, 150, 180);
    private static final String TURNED = "Gal & Ghahramani 2016, §5.2, of a turned digit 1";
    private static final String EXPECTED = "expected of an average over networks; no published result for these";

    @Override
    public String name() {
        return "mnist-uncertainty";
    }

    @Override
    public Study at(Scale scale) {
        return Study.of(
                        name(),
                        "Monte-Carlo dropout on unfamiliar inputs",
                        "Do Monte-Carlo passes disagree more away from the training data, and are their probabilities better"
                                + " calibrated?",
                        Mnist.DATASET,
                        switch (scale) {
                            case QUICK -> new NetworkSpec.MnistMlp(64, 64);
                            case DEFAULT -> new NetworkSpec.MnistMlp(512, 512);
                            case FULL -> new NetworkSpec.MnistMlp(1024, 1024);
                        },
                        List.of(Mnist.arm("plain", List.of()), Mnist.arm("dropout", Mnist.DROPOUT)),
                        List.of(Contrast.of("dropout", "plain")),
                        Mnist.plan(scale, 40, 50),
                        Mnist.split(scale))
                .withProbes(
                        switch (scale) {
                            case QUICK -> new Probe.Uncertainty(5, 200, List.of(45, 90));
                            case DEFAULT -> new Probe.Uncertainty(50, 2000, ANGLES);
                            case FULL -> new Probe.Uncertainty(100, 10_000, ANGLES);
                        })
                .withClaims(List.of(
                        alone(
                                TURNED,
                                "Uncertainty rises on turned digits: sampled networks disagree on images turned by 90°.",
                                Metric.INFORMATION_RISE_ROTATED,
                                Sign.POSITIVE),
                        alone(
                                EXPECTED,
                                "Uncertainty rises off the training data: sampled networks disagree on shuffled pixels.",
                                Metric.INFORMATION_RISE_SHUFFLED,
                                Sign.POSITIVE),
                        alone(
                                EXPECTED,
                                "The mean of the passes has a lower cross-entropy than weight scaling.",
                                Metric.AVERAGED_LOSS_CHANGE,
                                Sign.NEGATIVE),
                        new Claim(
                                "With dropout, confidence is closer to accuracy.",
                                EXPECTED,
                                "dropout",
                                Optional.of("plain"),
                                Metric.CALIBRATION_ERROR,
                                Sign.NEGATIVE),
                        alone(
                                EXPECTED,
                                "The mean of the passes tells shuffled pixels from digits better than a single pass does.",
                                Metric.DETECTION_GAIN,
                                Sign.POSITIVE)))
                .withRope(Mnist.ROPE)
                .withNotes(Mnist.notes(
                        scale,
                        "Gal & Ghahramani rotate one digit 1 and look at its softmax; here every test image is rotated and keeps"
                                + " its label, although a rotated 6 may look like a 9.",
                        "Without dropout all passes are the same: mutual information is 0."));
    }

    private static Claim alone(String source, String statement, Metric metric, Sign sign) {
        return new Claim(statement, source, "dropout", Optional.empty(), metric, sign);
    }
}
