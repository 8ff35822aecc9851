package org.dropoutlab.study.catalogue;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Claim.Sign;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Variation;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;

/**
 * A network with dropout as an ensemble of 2ᴺ networks with shared weights (Fleuret's lecture 6.3; Srivastava et al. 2014,
 * §1; Goodfellow et al. 2016, §7.12), with few enough units to average them all.
 */
final class EnsembleStudy implements CataloguedStudy {
    private static final String BOOK = "Goodfellow et al., Deep Learning (2016), §7.12";
    /** Rounding error of single-precision probabilities. */
    private static final double ROUNDING = 1e-6;

    @Override
    public String name() {
        return "ensemble";
    }

    @Override
    public Study at(Scale scale) {
        int units = scale == Scale.QUICK ? 8 : 12;
        return Study.of(
                        name(),
                        "Dropout as an ensemble, enumerated",
                        "How closely do weight scaling and Monte-Carlo averages approximate the exact average over all 2ᴺ"
                                + " networks?",
                        Mnist.DATASET,
                        new NetworkSpec.MnistMlp(units),
                        List.of(
                                arm("one-layer", Variation.NONE),
                                arm("two-layers", Variation.ofNetwork(new NetworkSpec.MnistMlp(units / 2, units / 2)))),
                        List.of(
                                new Contrast(
                                        "two-layers",
                                        "one-layer",
                                        "The two are different networks: what is compared is how exact weight scaling is in each.")),
                        Mnist.plan(scale, 30, 60),
                        Mnist.split(scale))
                .withProbes(
                        new Probe.Enumeration(List.of(1, 3, 10, 30, 100, 300, 1000), scale == Scale.QUICK ? 200 : 1000))
                .withClaims(List.of(
                        Claim.ofNone(
                                "Where the dropped units feed the softmax directly, weight scaling is the renormalized geometric"
                                        + " mean of all networks, exactly.",
                                BOOK,
                                "one-layer",
                                Optional.empty(),
                                Metric.SCALING_TO_GEOMETRIC,
                                ROUNDING),
                        new Claim(
                                "With more layers it is an approximation.",
                                BOOK,
                                "two-layers",
                                Optional.empty(),
                                Metric.SCALING_TO_GEOMETRIC,
                                Sign.POSITIVE)))
                .withNotes(Mnist.notes(
                        scale,
                        "The networks are tiny on purpose: %d dropped units make %,d networks."
                                .formatted(units, 1 << units),
                        "With so few units dropout underfits; the study is about averages, not accuracy."));
    }

    /** An arm with Adam, because a tiny network at half of its units easily ends up with all of them silent. */
    private static Arm arm(String name, Variation variation) {
        return new Arm(name, List.of(Dropout.hidden(0.5)), new Optimizer.Adam(2e-3), List.of(), variation);
    }
}
