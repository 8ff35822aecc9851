package org.dropoutlab.study.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Candidate;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Claim.Sign;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Variation;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.ActivationNoise.GaussianNoise;
import org.dropoutlab.regularization.Augmentation.Cutout;
import org.dropoutlab.regularization.Augmentation.HorizontalFlip;
import org.dropoutlab.regularization.Augmentation.RandomShift;
import org.dropoutlab.regularization.BatchNormalization;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.EarlyStopping;
import org.dropoutlab.regularization.LabelSmoothing;
import org.dropoutlab.regularization.MaxNorm;
import org.dropoutlab.regularization.ModelCombination;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.WeightDecay;

/**
 * Dropout among its rivals: the ones that "Dropout Regularization" (Analytics Vidhya, 2022) lists, and later ones. Each
 * runs alone and with dropout, at levels chosen on validation data in every split.
 */
final class RegularizersStudy implements CataloguedStudy {
    private static final String CIFAR = "cifar10";
    private static final String SONAR = "sonar";
    private static final int NETWORKS = 4;
    private static final String PAPER = "Srivastava et al. 2014";
    private static final String BATCH_NORMALIZATION = "Ioffe & Szegedy 2015, abstract";
    private static final double MARGIN = 0.01;

    @Override
    public String name() {
        return "regularizers";
    }

    @Override
    public List<String> datasets() {
        return List.of(CIFAR, SONAR, Mnist.DATASET);
    }

    @Override
    public Study at(Scale scale) {
        return at(scale, CIFAR);
    }

    @Override
    public Study at(Scale scale, String dataset) {
        requireOnOffer(dataset);
        return switch (dataset) {
            case SONAR -> study(
                    dataset,
                    new NetworkSpec.SonarMlp(),
                    new Optimizer.Momentum(0.01, 0.8),
                    new TrainingPlan(scale == Scale.QUICK ? 40 : 300, 16),
                    (scale == Scale.QUICK ? Resampling.of(3, 1) : Resampling.of(10, scale == Scale.FULL ? 5 : 1))
                            .withValidation(0.2),
                    onSonar(),
                    1.0 / 3);
            case Mnist.DATASET -> study(
                    dataset,
                    switch (scale) {
                        case QUICK -> new NetworkSpec.MnistMlp(32, 32);
                        case DEFAULT -> new NetworkSpec.MnistMlp(256, 256);
                        case FULL -> new NetworkSpec.MnistMlp(1024, 1024);
                    },
                    new Optimizer.Momentum(0.02, 0.9),
                    Mnist.plan(scale, 30, 50),
                    Mnist.split(scale),
                    onMnist(scale),
                    0.3);
            default -> study(
                    dataset,
                    scale == Scale.FULL
                            ? new NetworkSpec.Cifar10Cnn()
                            : new NetworkSpec.Cifar10Cnn(List.of(16, 32, 64, 128)),
                    new Optimizer.Adam(1e-3),
                    switch (scale) {
                        case QUICK -> new TrainingPlan(2, 64);
                        case DEFAULT -> new TrainingPlan(16, 64, 2);
                        case FULL -> new TrainingPlan(30, 64);
                    },
                    switch (scale) {
                        case QUICK -> new HeldOutTest(2, OptionalInt.of(600), OptionalInt.of(300), 0.2);
                        case DEFAULT -> new HeldOutTest(3, OptionalInt.of(2500), OptionalInt.of(2000), 0.2);
                        case FULL -> new HeldOutTest(3, OptionalInt.empty(), OptionalInt.empty(), 0.1);
                    },
                    onCifar(scale),
                    0.43);
        };
    }

    /**
     * A kind of regularizer, with its levels to choose from.
     *
     * @param name name of its arms
     * @param levels one or more regularizers for each level
     */
    private record Rival(String name, Map<Double, List<Regularizer>> levels) {

        static Rival of(String name, DoubleFunction<Regularizer> at, double... levels) {
            return ofSeveral(name, level -> List.of(at.apply(level)), levels);
        }

        static Rival ofSeveral(String name, DoubleFunction<List<Regularizer>> at, double... levels) {
            Map<Double, List<Regularizer>> byLevel = new LinkedHashMap<>();
            DoubleStream.of(levels).forEach(level -> byLevel.put(level, at.apply(level)));
            return new Rival(name, byLevel);
        }

        /** The arm of this name, without a search if there is only one level. */
        Arm arm(String armName, List<Regularizer> with, Optimizer optimizer) {
            List<Candidate> candidates = levels.entrySet().stream()
                    .map(level -> new Candidate(
                            new Arm(
                                    "%s=%s".formatted(name, Search.word(level.getKey())),
                                    Stream.concat(with.stream(), level.getValue().stream())
                                            .toList(),
                                    optimizer,
                                    List.of()),
                            Map.of(name, level.getKey())))
                    .toList();
            return candidates.size() == 1
                    ? new Arm(armName, candidates.get(0).arm().regularizers(), optimizer, List.of())
                    : Arm.choosing(armName, Search.among(candidates));
        }

        /** The regularizers of the middle level. */
        List<Regularizer> usual() {
            return new ArrayList<>(levels.values()).get(levels.size() / 2);
        }
    }

    private static Rival dropout(double... rates) {
        return Rival.of("dropout", Dropout::hidden, rates);
    }

    private static List<Rival> onSonar() {
        return List.of(
                dropout(0.2, 0.35, 0.5),
                Rival.of("early-stopping", patience -> new EarlyStopping((int) patience), 3, 10, 30),
                Rival.of("weight-decay", WeightDecay::new, 0.01, 0.03, 0.1),
                Rival.of("max-norm", MaxNorm::new, 0.5, 0.7, 1),
                Rival.of("noise", sd -> new GaussianNoise(Place.VISIBLE, sd), 0.3, 0.6, 1),
                Rival.of("label-smoothing", LabelSmoothing::new, 0.05, 0.1, 0.2),
                Rival.of("batch-norm", level -> BatchNormalization.hidden(), 1));
    }

    private static List<Rival> onMnist(Scale scale) {
        int unit = scale == Scale.QUICK ? 1 : 6;
        return List.of(
                Rival.ofSeveral("dropout", rate -> List.of(Dropout.visible(0.2), Dropout.hidden(rate)), 0.2, 0.35, 0.5),
                Rival.of("early-stopping", patience -> new EarlyStopping((int) patience), unit, 2 * unit, 3 * unit),
                Rival.of("weight-decay", WeightDecay::new, 0.001, 0.003, 0.01),
                Rival.of("max-norm", MaxNorm::new, 1, 1.5, 2),
                Rival.of("noise", sd -> new GaussianNoise(Place.VISIBLE, sd), 0.1, 0.2, 0.4),
                Rival.of("augmentation", pixels -> new RandomShift((int) pixels), 1, 2, 3),
                Rival.of("label-smoothing", LabelSmoothing::new, 0.05, 0.1, 0.2),
                Rival.of("batch-norm", level -> BatchNormalization.hidden(), 1));
    }

    private static List<Rival> onCifar(Scale scale) {
        int unit = scale == Scale.QUICK ? 1 : 2;
        return List.of(
                Rival.ofSeveral(
                        "dropout", rate -> List.of(Dropout.flattened(rate), Dropout.hidden(rate)), 0.2, 0.35, 0.5),
                Rival.of("early-stopping", patience -> new EarlyStopping((int) patience), unit, 2 * unit, 3 * unit),
                Rival.of("weight-decay", WeightDecay::new, 0.1, 0.3, 1),
                Rival.of("max-norm", MaxNorm::new, 0.7, 1, 1.5),
                Rival.of("noise", sd -> new GaussianNoise(Place.VISIBLE, sd), 0.1, 0.2, 0.4),
                Rival.ofSeveral(
                        "augmentation",
                        level -> level < 3
                                ? List.of(new RandomShift((int) (2 * level)), new HorizontalFlip())
                                : List.of(new RandomShift(4), new HorizontalFlip(), new Cutout(8)),
                        1,
                        2,
                        3),
                Rival.of("label-smoothing", LabelSmoothing::new, 0.05, 0.1, 0.2),
                Rival.ofSeveral(
                        "batch-norm",
                        level -> List.of(BatchNormalization.convolution(), BatchNormalization.hidden()),
                        1));
    }

    /**
     * The study on one data set.
     *
     * @param narrow factor on the widths that makes four networks take about as many multiplications as one
     */
    private Study study(
            String dataset,
            NetworkSpec network,
            Optimizer optimizer,
            TrainingPlan plan,
            Resampling resampling,
            List<Rival> rivals,
            double narrow) {
        Rival dropout = rivals.get(0);
        List<Arm> arms = new ArrayList<>(List.of(new Arm("plain", List.of(), optimizer, List.of())));
        rivals.forEach(rival -> arms.add(rival.arm(rival.name(), List.of(), optimizer)));
        ModelCombination combination = new ModelCombination(NETWORKS);
        Arm combined = new Arm("combination", List.of(combination), optimizer, List.of());
        arms.add(combined);
        arms.add(new Arm(
                "combination-same-training",
                combined.regularizers(),
                optimizer,
                List.of(),
                Variation.NONE.withTraining(shorter(plan))));
        arms.add(new Arm(
                "combination-same-use",
                combined.regularizers(),
                optimizer,
                List.of(),
                Variation.ofNetwork(network.scaled(narrow))));
        List<String> alone = arms.stream().map(Arm::name).skip(1).toList();
        rivals.stream()
                .skip(1)
                .forEach(rival -> arms.add(rival.arm("dropout+" + rival.name(), dropout.usual(), optimizer)));
        arms.add(new Arm(
                "dropout+combination",
                Stream.concat(dropout.usual().stream(), Stream.of(combination)).toList(),
                optimizer,
                List.of()));
        List<Contrast> contrasts = new ArrayList<>();
        alone.forEach(arm -> contrasts.add(Contrast.of(arm, "plain")));
        arms.stream()
                .map(Arm::name)
                .filter(arm -> arm.startsWith("dropout+"))
                .forEach(arm -> contrasts.add(Contrast.of(arm, "dropout")));
        contrasts.add(Contrast.of("dropout+batch-norm", "batch-norm"));
        return Study.of(
                        name(),
                        "Dropout among its rivals",
                        "Which regularizer helps this network most, and does dropout add to it?",
                        dataset,
                        network,
                        arms,
                        contrasts,
                        plan,
                        resampling)
                .withClaims(claims())
                .withNotes(notes(plan));
    }

    /** A quarter of the epochs, because there are four networks, with as many measurements in total. */
    private static TrainingPlan shorter(TrainingPlan plan) {
        int epochs = Math.max(1, plan.epochs() / NETWORKS);
        return new TrainingPlan(
                epochs, plan.batchSize(), Math.max(1, Math.min(epochs, plan.measureEvery() / NETWORKS)));
    }

    private static List<Claim> claims() {
        return List.of(
                new Claim(
                        "Model combination nearly always improves the performance.",
                        PAPER + ", §1",
                        "combination",
                        Optional.of("plain"),
                        Metric.TEST_ACCURACY,
                        Sign.POSITIVE),
                new Claim(
                        "Dropout improves the performance.",
                        PAPER + ", §1",
                        "dropout",
                        Optional.of("plain"),
                        Metric.TEST_ACCURACY,
                        Sign.POSITIVE),
                new Claim(
                        "A dropout network takes longer to train (2–3 times).",
                        PAPER + ", §10",
                        "dropout",
                        Optional.of("plain"),
                        Metric.BEST_EPOCH,
                        Sign.POSITIVE),
                new Claim(
                        "With batch normalization, dropout is not needed: it adds no more than a point.",
                        BATCH_NORMALIZATION,
                        "dropout+batch-norm",
                        Optional.of("batch-norm"),
                        Metric.TEST_ACCURACY,
                        Sign.NOT_MORE,
                        MARGIN,
                        Optional.empty()));
    }

    private static List<String> notes(TrainingPlan plan) {
        return List.of(
                "In every split, each arm with a level tries three and uses the one with the highest validation accuracy. Batch"
                        + " normalization and model combination have no level.",
                "With dropout, a rival is tuned in the same way, at the middle one of dropout's rates.",
                "combination is the mean of %d networks and costs %1$d times as much to train and use. combination-same-training"
                                .formatted(NETWORKS)
                        + " trains each of them for %d of %d epochs, together as long as one network;"
                                .formatted(shorter(plan).epochs(), plan.epochs())
                        + " combination-same-use has fewer units in each layer, and its networks together take about as"
                        + " many multiplications as one.",
                "Early stopping uses the validation loss, and the choice of levels the validation accuracy, on the same"
                        + " examples.");
    }
}
