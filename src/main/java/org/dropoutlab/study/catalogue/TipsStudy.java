package org.dropoutlab.study.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Claim.Sign;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Sweep;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Variation;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.optimization.Schedule;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.Regularizer;

/**
 * The dropout paper's practical guide (Srivastava et al. 2014, appendix A), which both tutorials of {@link SonarStudy}
 * repeat as tips: each is tested against a network that does not follow it.
 */
final class TipsStudy implements CataloguedStudy {
    private static final String SONAR = "sonar";
    private static final String POSTS = "tips of the Keras and PyTorch posts";
    private static final String SIZE = Mnist.PAPER + ", appendix A.1";
    private static final String STEPS = Mnist.PAPER + ", appendix A.2; " + POSTS;
    private static final String MAX_NORM = Mnist.PAPER + ", appendix A.3";
    private static final String TOGETHER = Mnist.PAPER + ", §5.1";
    private static final String RATE = Mnist.PAPER + ", appendix A.4; " + POSTS;
    private static final String TIME = Mnist.PAPER + ", §10";
    private static final String ONE_TIP =
            "Learning rate, its decay and momentum change together, because the tip is about all of them.";
    private static final String ALL_OF_THEM =
            "Learning rate, its decay, momentum and max-norm change together, because the paper recommends them together.";

    private static final Regularizer VISIBLE = Dropout.visible(0.2);
    /** The tutorials' rate, for tips about other things. */
    private static final Regularizer HIDDEN = Dropout.hidden(0.2);
    /** The paper's rate. */
    private static final Regularizer HALF = Dropout.hidden(0.5);
    /** Rates in percent: one too low, the two recommended ones, and one too high. */
    private static final List<Integer> RATES = List.of(5, 20, 50, 80);

    /** Sources that recommend max-norm, by limit. */
    private static final SortedMap<Integer, String> MAX_NORMS =
            new TreeMap<>(Map.of(3, MAX_NORM, 4, MAX_NORM + "; " + POSTS, 5, POSTS));
    /** A difference in test accuracy below this counts as a minimal effect. */
    private static final double MINIMAL = 0.01;

    private static final double VALIDATION_SHARE = 0.2;
    private static final String OPTIMIZERS =
            "The paper does not say how the learning rate decays. Here it falls to 0 along half a cosine period, from ten times"
                    + " that of the other arms, the lower end of the tip's 10 to 100 times. All arms have the same mini-batch"
                    + " size.";

    /**
     * Settings that depend on the data set.
     *
     * @param network network with n units per layer
     * @param base optimizer of the arms without the tip about it
     */
    private record Setting(
            String dataset,
            NetworkSpec network,
            Optimizer.Momentum base,
            TrainingPlan training,
            Resampling resampling,
            List<String> notes) {

        Optimizer fast(double momentum) {
            return new Optimizer.Momentum(
                    10 * base.learningRate(), momentum, new Schedule.Cosine(0), Schedule.constant());
        }
    }

    @Override
    public String name() {
        return "tips";
    }

    @Override
    public List<String> datasets() {
        return List.of(SONAR, Mnist.DATASET);
    }

    @Override
    public Study at(Scale scale) {
        return at(scale, SONAR);
    }

    @Override
    public Study at(Scale scale, String dataset) {
        requireOnOffer(dataset);
        return of(dataset.equals(SONAR) ? sonar(scale) : mnist(scale));
    }

    private static Setting sonar(Scale scale) {
        return new Setting(
                SONAR,
                new NetworkSpec.SonarMlp(),
                new Optimizer.Momentum(0.01, 0.8),
                new TrainingPlan(scale == Scale.QUICK ? 60 : 300, 16),
                switch (scale) {
                    case QUICK -> Resampling.of(5, 1).withValidation(VALIDATION_SHARE);
                    case DEFAULT -> Resampling.of(10, 5).withValidation(VALIDATION_SHARE);
                    case FULL -> Resampling.of(10, 10).withValidation(VALIDATION_SHARE);
                },
                List.of(
                        OPTIMIZERS,
                        "Network, mini-batches, epochs, and learning rate and momentum without the tip are the tutorials'."
                                + " --data mnist runs the study on digits.",
                        "A fifth of each training fold is held back for validation: networks train on fewer examples than in the"
                                + " study sonar.",
                        "Every arm starts from weights of U(±1/√inputs) as in PyTorch's Linear; biases start at 0."));
    }

    private static Setting mnist(Scale scale) {
        // A best epoch among five measurements would say little about training time.
        TrainingPlan plan = Mnist.plan(scale, 30, 50);
        return new Setting(
                Mnist.DATASET,
                switch (scale) {
                    case QUICK -> new NetworkSpec.MnistMlp(64, 64);
                    case DEFAULT -> new NetworkSpec.MnistMlp(256, 256);
                    case FULL -> new NetworkSpec.MnistMlp(1024, 1024, 2048);
                },
                Mnist.OPTIMIZER,
                scale == Scale.DEFAULT ? plan.measuredEvery(2) : plan,
                Mnist.split(scale),
                Mnist.notes(scale, OPTIMIZERS, List.of()));
    }

    private Study of(Setting on) {
        return Study.of(
                        name(),
                        "The dropout paper's tips",
                        "Which of the dropout paper's tips help this network: rate, width, placement, learning rate, momentum,"
                                + " max-norm?",
                        on.dataset(),
                        on.network(),
                        arms(on),
                        contrasts(),
                        on.training(),
                        on.resampling())
                .withSweeps(new Sweep(
                        "error-by-rate",
                        "Error against the rate of dropout",
                        "probability of dropping a hidden unit",
                        false,
                        List.of(new Sweep.Line(
                                "",
                                Stream.concat(
                                                Stream.of(new Sweep.Step(0, "plain")),
                                                RATES.stream()
                                                        .map(percent -> new Sweep.Step(percent / 100.0, rate(percent))))
                                        .toList()))))
                .withClaims(claims())
                .withNotes(Stream.concat(
                                Stream.of(
                                        "Where the tip is about something else, dropout of hidden units has the tutorials' rate"
                                                + " of 0.2; twice the width goes with the paper's 0.5. At 0.5 and ten times the"
                                                + " learning rate the sonar network barely learns or diverges.",
                                        "The paper and the tutorials do not say how much a tip should help. Here a tip holds if"
                                                + " it raises test accuracy after the last epoch, time to train is the epoch"
                                                + " with the lowest validation loss, and a minimal effect is a difference of"
                                                + " less than one point."),
                                on.notes().stream())
                        .toList());
    }

    private static List<Arm> arms(Setting on) {
        List<Arm> arms = new ArrayList<>();
        arms.add(arm("plain", on.base()));
        RATES.forEach(percent -> arms.add(arm(rate(percent), on.base(), Dropout.hidden(percent / 100.0))));
        arms.add(arm("visible", on.base(), VISIBLE));
        arms.add(arm("both", on.base(), VISIBLE, HIDDEN));
        // With half of them dropped, n units are left.
        Variation twice = Variation.ofNetwork(on.network().scaled(2));
        arms.add(new Arm("wider", List.of(HALF), on.base(), List.of(), twice));
        arms.add(arm("fast-90", on.fast(0.9), HIDDEN));
        arms.add(arm("fast-99", on.fast(0.99), HIDDEN));
        MAX_NORMS.keySet().forEach(limit -> arms.add(arm(maxNorm(limit), on.fast(0.9), HIDDEN, new MaxNorm(limit))));
        return arms;
    }

    private static Arm arm(String name, Optimizer optimizer, Regularizer... regularizers) {
        return new Arm(name, List.of(regularizers), optimizer, List.of());
    }

    private static String rate(int percent) {
        return "rate-%d".formatted(percent);
    }

    private static String maxNorm(int limit) {
        return "max-norm-%d".formatted(limit);
    }

    private static List<Contrast> contrasts() {
        List<Contrast> contrasts = new ArrayList<>();
        RATES.forEach(percent -> contrasts.add(Contrast.of(rate(percent), "plain")));
        contrasts.add(Contrast.of("rate-5", "rate-20"));
        contrasts.add(Contrast.of("rate-80", "rate-50"));
        contrasts.add(Contrast.of("wider", "rate-50"));
        contrasts.add(Contrast.of("both", "rate-20"));
        contrasts.add(Contrast.of("both", "visible"));
        contrasts.add(new Contrast("fast-90", "rate-20", ONE_TIP));
        contrasts.add(new Contrast("fast-99", "rate-20", ONE_TIP));
        MAX_NORMS.keySet().forEach(limit -> contrasts.add(Contrast.of(maxNorm(limit), "fast-90")));
        contrasts.add(new Contrast("max-norm-4", "rate-20", ALL_OF_THEM));
        return contrasts;
    }

    private static List<Claim> claims() {
        List<Claim> claims = new ArrayList<>(List.of(
                better("Drop 20 to 50% of the hidden units: 20% do better than none.", RATE, "rate-20", "plain"),
                better("Drop 20 to 50% of the hidden units: 50% do better than none.", RATE, "rate-50", "plain"),
                Claim.ofNone(
                        "A rate that is too low has minimal effect: with 5% the network does as it does without dropout.",
                        POSTS, "rate-5", Optional.of("plain"), Metric.TEST_ACCURACY, MINIMAL),
                worse(
                        "A rate of 5% is too low: it does worse than 20%.",
                        RATE, "rate-5", "rate-20", Metric.TEST_ACCURACY),
                worse(
                        "A rate of 80% is too high: it does worse than 50%.",
                        RATE, "rate-80", "rate-50", Metric.TEST_ACCURACY),
                worse(
                        "A rate that is too high makes a network learn too little: training accuracy is lower with 80% than with 50%.",
                        POSTS, "rate-80", "rate-50", Metric.TRAIN_ACCURACY),
                better(
                        "Use a larger network: n/(1 − rate) units in each hidden layer do better than n.",
                        SIZE,
                        "wider",
                        "rate-50"),
                better(
                        "Use dropout on visible and hidden units: both do better than hidden units alone.",
                        POSTS,
                        "both",
                        "rate-20"),
                better(
                        "Use dropout on visible and hidden units: both do better than visible units alone.",
                        POSTS,
                        "both",
                        "visible"),
                better(
                        "Use 10 times the learning rate, with decay, and a momentum of 0.9: that does better.",
                        POSTS,
                        "fast-90",
                        "rate-20"),
                better(
                        "Use 10 times the learning rate, with decay, and a momentum of 0.99: that does better.",
                        STEPS,
                        "fast-99",
                        "rate-20")));
        MAX_NORMS
                .keySet()
                .forEach(limit -> claims.add(better(
                        "With such a learning rate constrain the weights: a max-norm of %d does better than none."
                                .formatted(limit),
                        MAX_NORMS.get(limit),
                        maxNorm(limit),
                        "fast-90")));
        claims.add(better(
                "Dropout with max-norm, a large decaying learning rate and a large momentum does better than dropout alone.",
                TOGETHER,
                "max-norm-4",
                "rate-20"));
        claims.add(new Claim(
                "A network with dropout takes two to three times as long to train: its best epoch comes later.",
                TIME,
                "rate-50",
                Optional.of("plain"),
                Metric.BEST_EPOCH,
                Sign.POSITIVE));
        return claims;
    }

    private static Claim better(String statement, String source, String arm, String baseline) {
        return new Claim(statement, source, arm, Optional.of(baseline), Metric.TEST_ACCURACY, Sign.POSITIVE);
    }

    private static Claim worse(String statement, String source, String arm, String baseline, Metric metric) {
        return new Claim(statement, source, arm, Optional.of(baseline), metric, Sign.NEGATIVE);
    }
}
