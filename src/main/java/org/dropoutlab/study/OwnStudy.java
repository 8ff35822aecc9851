package org.dropoutlab.study;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Judgement;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.training.Treatments;

/**
 * A study of a user's own data: arms on one network, each compared with the first.
 *
 * @param data name of the data
 * @param question the study's question, as a sentence
 * @param network its architecture
 * @param arms the first is the baseline; none if {@link #withDefaults} chooses them
 * @param training epochs and mini-batches
 * @param resampling splits and repeats
 * @param seed from which all random numbers derive
 * @param notes what was detected in the data
 * @param judgement how the arms are judged
 */
public record OwnStudy(
        String data,
        String question,
        NetworkSpec network,
        List<Arm> arms,
        TrainingPlan training,
        Resampling resampling,
        long seed,
        List<String> notes,
        Judgement judgement) {
    /** Name of all these studies. */
    public static final String NAME = "compare";

    private static final double VALIDATION_SHARE = 0.2;
    private static final int STEPS = 5000;
    private static final int LEAST_EPOCHS = 20;
    private static final int MOST_EPOCHS = 300;
    private static final int IMAGE_EPOCHS = 15;
    private static final int SEEDS = 3;
    private static final int FEW = 500;
    private static final int SMALL_BATCH = 16;
    private static final int BATCH = 32;

    public OwnStudy {
        arms = List.copyOf(arms);
        notes = List.copyOf(notes);
    }

    /** A study whose arms are judged by accuracy, or R². */
    public OwnStudy(
            String data,
            String question,
            NetworkSpec network,
            List<Arm> arms,
            TrainingPlan training,
            Resampling resampling,
            long seed,
            List<String> notes) {
        this(data, question, network, arms, training, resampling, seed, notes, Judgement.keeping());
    }

    /**
     * The same with default arms that suit network and data ({@link OwnArms#defaults}), and a note on those that do not.
     *
     * @param usual arms for a network without treatments of its own, as text
     * @param optimizer optimizer of all arms
     * @param examples the data
     * @throws org.dropoutlab.experiment.InputException if fewer than two suit
     */
    public OwnStudy withDefaults(List<String> usual, Optimizer optimizer, Examples examples) {
        OwnArms.Defaults defaults = OwnArms.defaults(
                network,
                usual,
                optimizer,
                arm -> Treatments.check(with(List.of(arm), notes).unnamed(), examples));
        return with(
                defaults.arms(),
                Stream.concat(notes.stream(), defaults.leftOut().stream()).toList());
    }

    private OwnStudy with(List<Arm> others, List<String> more) {
        return new OwnStudy(data, question, network, others, training, resampling, seed, more, judgement);
    }

    /** The study to run. */
    public Study study() {
        return OwnArms.named(unnamed());
    }

    private Study unnamed() {
        return Study.of(
                        NAME,
                        "Does a regularizer help on " + data + "?",
                        question,
                        data,
                        network,
                        arms,
                        Contrast.withFirst(arms),
                        training,
                        resampling)
                .withSeed(seed)
                .withJudgement(judgement)
                .withNotes(notes);
    }

    /**
     * Default epochs and mini-batches: about 5,000 steps, but at least 20 and at most 300 epochs; 15 epochs for images,
     * which take longer.
     */
    public static TrainingPlan training(Examples examples) {
        if (examples instanceof Images) {
            return new TrainingPlan(IMAGE_EPOCHS, BATCH);
        }
        int batch = examples.size() < FEW ? SMALL_BATCH : BATCH;
        int steps = Math.max(1, examples.size() / batch);
        return new TrainingPlan(Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, STEPS / steps)), batch);
    }

    /**
     * Default splits: an existing test set with three seeds; otherwise folds and repeats, more of them for small data sets.
     * A fifth of the training examples is held out to choose epochs and models.
     */
    public static Resampling resampling(Examples examples) {
        if (examples.hasTestData()) {
            return new HeldOutTest(SEEDS, OptionalInt.empty(), OptionalInt.empty(), VALIDATION_SHARE);
        }
        boolean quick = !(examples instanceof Images);
        int folds = quick && examples.size() < 1000 ? 10 : 5;
        int repeats = !quick || examples.size() >= 10_000 ? 1 : examples.size() < 1000 ? 3 : 2;
        return Resampling.of(folds, repeats).withValidation(VALIDATION_SHARE);
    }
}
