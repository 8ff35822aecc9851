package org.dropoutlab.study.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Claim.Sign;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.regularization.KlSparsity;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.WeightPenalty.L1;
import org.dropoutlab.regularization.WeightPenalty.L2;

/** Dropout compared with other regularizers (Srivastava et al. 2014, §6.5 and table 9). */
final class MnistRegularizersStudy implements CataloguedStudy {
    private static final String SOURCE = Mnist.PAPER + ", §6.5 and table 9";
    private static final Regularizer L2_ALONE = new L2(1e-3);
    private static final Regularizer L2_WITH_DROPOUT = new L2(3e-4);
    private static final Regularizer L1_PENALTY = new L1(1e-5);
    private static final Regularizer SPARSITY = new KlSparsity(0.1, 1e-2);
    private static final Regularizer MAX_NORM = new MaxNorm(1);

    @Override
    public String name() {
        return "mnist-regularizers";
    }

    @Override
    public Study at(Scale scale) {
        return Study.of(
                        name(),
                        "Dropout among other regularizers",
                        "Does dropout beat L2, L1, sparsity and max-norm, and which of them combines best with it?",
                        Mnist.DATASET,
                        switch (scale) {
                            case QUICK -> new NetworkSpec.MnistMlp(64, 64);
                            case DEFAULT -> new NetworkSpec.MnistMlp(512, 512);
                            case FULL -> new NetworkSpec.MnistMlp(1024, 1024, 2048);
                        },
                        List.of(
                                Mnist.arm("plain", List.of()),
                                Mnist.arm("l2", List.of(L2_ALONE), 1.62, SOURCE),
                                Mnist.arm("l2-l1", List.of(L2_ALONE, L1_PENALTY), 1.60, SOURCE),
                                Mnist.arm("l2-kl", List.of(L2_ALONE, SPARSITY), 1.55, SOURCE),
                                Mnist.arm("max-norm", List.of(MAX_NORM), 1.35, SOURCE),
                                Mnist.arm("dropout-l2", dropoutWith(L2_WITH_DROPOUT), 1.25, SOURCE),
                                Mnist.arm("dropout-max-norm", dropoutWith(MAX_NORM), 1.05, SOURCE)),
                        List.of(
                                Contrast.of("l2", "plain"),
                                Contrast.of("l2-l1", "l2"),
                                Contrast.of("l2-kl", "l2"),
                                Contrast.of("max-norm", "l2"),
                                Contrast.of("dropout-l2", "l2"),
                                Contrast.of("dropout-max-norm", "max-norm"),
                                Contrast.of("dropout-max-norm", "dropout-l2")),
                        Mnist.plan(scale, 60, 50),
                        Mnist.split(scale))
                .withClaims(List.of(
                        claim("Max-norm does better than L2.", "max-norm", "l2"),
                        claim("Dropout with L2 does better than L2 alone.", "dropout-l2", "l2"),
                        claim("Dropout with max-norm does better than max-norm alone.", "dropout-max-norm", "max-norm"),
                        claim(
                                "Dropout goes better with max-norm than with L2: the lowest error of all.",
                                "dropout-max-norm",
                                "dropout-l2")))
                .withRope(Mnist.ROPE)
                .withNotes(Mnist.notes(
                        scale,
                        "The paper chose its levels by validation error but does not report them. It does not say how it"
                                + " measures the sparsity of unbounded ReLU units, and applies L1 only towards the end of"
                                + " training. Here L1 acts throughout, and sparsity is the divergence of each unit's mean"
                                + " activation from a target.",
                        "The levels here are the same at every size: those with the lowest validation error (for sparsity,"
                                + " L1 and L2 the lowest validation loss) on 10,000 images with one seed (99) and 60 epochs,"
                                + " among 0.0001, 0.001 and 0.003 for L2 alone; 0.0001 and 0.0003 for L2 with dropout; 0.7,"
                                + " 1, 1.5 and 2 for max-norm; and two weights each for sparsity and L1. Test data had no"
                                + " part in the choice."));
    }

    private static List<Regularizer> dropoutWith(Regularizer other) {
        return Stream.concat(Mnist.DROPOUT.stream(), Stream.of(other)).toList();
    }

    private static Claim claim(String statement, String arm, String baseline) {
        return new Claim(statement, SOURCE, arm, Optional.of(baseline), Metric.TEST_ACCURACY, Sign.POSITIVE);
    }
}
