package org.dropoutlab.study.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Published;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Regularizer;

/**
 * Dropout on the sonar data, after two tutorials: "Dropout Regularization in Deep Learning Models With Keras" (Brownlee,
 * 2016–2022) and "Using Dropout Regularization in PyTorch Models" (Tam, 2023).
 *
 * <p>The Keras post gives its dropout arms a larger learning rate, more momentum and a max-norm constraint, and compares
 * them with a baseline that has none of these. Here each treatment comes with both optimizer settings, which separates
 * the effect of dropout from the rest. DropConnect is an addition to both.
 */
final class SonarStudy implements CataloguedStudy {
    private static final Optimizer SLOW = new Optimizer.Momentum(0.01, 0.8);
    private static final Optimizer FAST = new Optimizer.Momentum(0.1, 0.9);
    private static final MaxNorm MAX_NORM = new MaxNorm(3);
    private static final double RATE = 0.2;

    private static final String KERAS = "Keras post (Brownlee, 2016–2022), 10-fold";
    private static final String PYTORCH = "PyTorch post (Tam, 2023), 10-fold";
    private static final String CHANGED_TOGETHER =
            "The Keras post's own comparison: dropout, learning rate, momentum and max-norm change together,"
                    + " so the difference cannot be put down to dropout.";

    @Override
    public String name() {
        return "sonar";
    }

    @Override
    public Study at(Scale scale) {
        return Study.of(
                        name(),
                        "Dropout on the sonar data",
                        "Does dropout on the inputs or on the hidden layers, or DropConnect, help a 60–60–30–1 network tell mines"
                                + " from rocks?",
                        "sonar",
                        new NetworkSpec.SonarMlp(),
                        List.of(
                                slow(
                                        "plain",
                                        List.of(),
                                        List.of(
                                                new Published(0.8604, KERAS + ", sd 0.0458"),
                                                new Published(0.82, PYTORCH))),
                                slow("visible", List.of(Dropout.visible(RATE)), List.of()),
                                slow("hidden", List.of(Dropout.hidden(RATE)), List.of()),
                                slow("dropconnect", List.of(DropConnect.hidden(RATE)), List.of()),
                                fast("plain", List.of(), List.of()),
                                fast(
                                        "visible",
                                        List.of(Dropout.visible(RATE)),
                                        List.of(new Published(0.8352, KERAS + ", sd 0.0768"))),
                                fast(
                                        "hidden",
                                        List.of(Dropout.hidden(RATE)),
                                        List.of(new Published(0.8359, KERAS + ", sd 0.0731"))),
                                fast("dropconnect", List.of(DropConnect.hidden(RATE)), List.of())),
                        List.of(
                                Contrast.of("visible-slow", "plain-slow"),
                                Contrast.of("hidden-slow", "plain-slow"),
                                Contrast.of("dropconnect-slow", "plain-slow"),
                                Contrast.of("visible-fast", "plain-fast"),
                                Contrast.of("hidden-fast", "plain-fast"),
                                Contrast.of("dropconnect-fast", "plain-fast"),
                                new Contrast("visible-fast", "plain-slow", CHANGED_TOGETHER),
                                new Contrast("hidden-fast", "plain-slow", CHANGED_TOGETHER)),
                        new TrainingPlan(scale == Scale.QUICK ? 60 : 300, 16),
                        switch (scale) {
                            case QUICK -> Resampling.of(5, 1);
                            case DEFAULT -> Resampling.of(10, 1);
                            case FULL -> Resampling.of(10, 10);
                        })
                .withNotes(List.of(
                        "Every arm starts from the same weights, U(±1/√inputs) as in PyTorch's Linear; biases start at 0.",
                        "Neither post has DropConnect. It drops weights of both hidden layers as published (Wan et al. 2013),"
                                + " with a mask per example and the mean weights at inference.",
                        "The PyTorch post gives no figures for its dropout arms, only \"a slight drop\" for the visible"
                                + " and \"improved the accuracy a bit\" for the hidden layers.",
                        "Someone else's rerun of the Keras post's code gave 81.66, 85.09 and 81.68 % for its three arms: seeds"
                                + " alone change these figures by several points."));
    }

    private static Arm slow(String treatment, List<Regularizer> regularizers, List<Published> published) {
        return new Arm(treatment + "-slow", regularizers, SLOW, published);
    }

    private static Arm fast(String treatment, List<Regularizer> dropout, List<Published> published) {
        List<Regularizer> constrained = new ArrayList<>(dropout);
        constrained.add(MAX_NORM);
        return new Arm(treatment + "-fast", constrained, FAST, published);
    }
}
