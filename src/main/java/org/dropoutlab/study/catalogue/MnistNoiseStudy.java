package org.dropoutlab.study.catalogue;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Claim.Sign;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.regularization.ActivationNoise.GaussianDropout;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Place;

/** Multiplicative Gaussian noise instead of Bernoulli noise (Srivastava et al. 2014, §10 and table 10). */
final class MnistNoiseStudy implements CataloguedStudy {
    private static final String SOURCE = Mnist.PAPER + ", §10 and table 10, mean of 10 seeds";

    @Override
    public String name() {
        return "mnist-noise";
    }

    @Override
    public Study at(Scale scale) {
        HeldOutTest split = Mnist.split(scale);
        return Study.of(
                        name(),
                        "Bernoulli against Gaussian noise",
                        "Does it matter whether units are dropped or multiplied by Gaussian noise of the same variance?",
                        Mnist.DATASET,
                        switch (scale) {
                            case QUICK -> new NetworkSpec.MnistMlp(64, 64);
                            case DEFAULT -> new NetworkSpec.MnistMlp(512, 512);
                            case FULL -> new NetworkSpec.MnistMlp(1024, 1024);
                        },
                        List.of(
                                Mnist.arm("plain", List.of()),
                                Mnist.arm("bernoulli", Mnist.DROPOUT, 1.08, SOURCE + ", sd 0.04"),
                                Mnist.arm(
                                        "gaussian",
                                        List.of(
                                                new GaussianDropout(Place.VISIBLE, new DropProbability(0.2)),
                                                new GaussianDropout(Place.HIDDEN, new DropProbability(0.5))),
                                        0.95,
                                        SOURCE + ", sd 0.04")),
                        List.of(
                                Contrast.of("bernoulli", "plain"),
                                Contrast.of("gaussian", "plain"),
                                Contrast.of("gaussian", "bernoulli")),
                        Mnist.plan(scale, 50, 50),
                        scale == Scale.QUICK ? split : split.withRepeats(scale == Scale.FULL ? 10 : 5))
                .withClaims(List.of(
                        claim(
                                "Gaussian noise does at least as well as dropout: better on MNIST.",
                                "gaussian",
                                "bernoulli"),
                        claim("Dropout does better than no noise.", "bernoulli", "plain"),
                        claim("Gaussian noise does better than no noise.", "gaussian", "plain")))
                .withRope(Mnist.ROPE)
                .withNotes(
                        Mnist.notes(
                                scale,
                                "Units are multiplied by N(1, rate/(1 − rate)), which has the mean and variance of dropout's factor."));
    }

    private static Claim claim(String statement, String arm, String baseline) {
        return new Claim(statement, SOURCE, arm, Optional.of(baseline), Metric.TEST_ACCURACY, Sign.POSITIVE);
    }
}
