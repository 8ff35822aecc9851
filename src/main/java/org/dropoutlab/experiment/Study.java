package org.dropoutlab.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Judgement;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.network.NetworkSpec;

/**
 * A question and everything needed to answer it: data, network, arms, training plan, splits and seeds.
 *
 * @param name as typed on the command line
 * @param title heading of the report
 * @param question the research question, as a sentence
 * @param dataset name of the data set
 * @param network its architecture
 * @param arms the treatments, in the order in which they are shown
 * @param contrasts planned comparisons of the arms
 * @param training epochs and mini-batches
 * @param resampling splits and repeats
 * @param seed source of every random number in the study
 * @param probes measurements inside every trained network
 * @param sweeps figures over arms that differ in one number
 * @param claims predictions of the sources, to be checked against the result
 * @param notes departures from the sources, and choices that they leave open
 * @param rope half the width of the region of practical equivalence around a difference of 0, at least 0, in the unit of the metric
 *     by which the arms are judged; that metric's usual region if empty
 * @param judgement how final outputs are judged, and how many of them are kept
 * @param treatments what a user's network has of its own, one line for each treatment of a layer
 */
public record Study(
        String name,
        String title,
        String question,
        String dataset,
        NetworkSpec network,
        List<Arm> arms,
        List<Contrast> contrasts,
        TrainingPlan training,
        Resampling resampling,
        long seed,
        List<Probe> probes,
        List<Sweep> sweeps,
        List<Claim> claims,
        List<String> notes,
        OptionalDouble rope,
        Judgement judgement,
        List<String> treatments) {

    public Study {
        arms = List.copyOf(arms);
        contrasts = List.copyOf(contrasts);
        probes = List.copyOf(probes);
        sweeps = List.copyOf(sweeps);
        claims = List.copyOf(claims);
        notes = List.copyOf(notes);
        Objects.requireNonNull(network);
        Objects.requireNonNull(training);
        Objects.requireNonNull(resampling);
        Objects.requireNonNull(judgement);
        treatments = List.copyOf(treatments);
        if (rope.isPresent() && !(rope.getAsDouble() >= 0 && Double.isFinite(rope.getAsDouble()))) {
            throw new IllegalArgumentException(
                    "the region of practical equivalence must be at least 0, not " + rope.getAsDouble());
        }
        if (arms.isEmpty()) {
            throw new IllegalArgumentException("a study needs at least one arm");
        }
        Set<String> names = new HashSet<>();
        for (Arm arm : arms) {
            if (!names.add(arm.name())) {
                throw new IllegalArgumentException("two arms are named " + arm.name());
            }
        }
        for (Contrast contrast : contrasts) {
            if (!names.contains(contrast.arm()) || !names.contains(contrast.baseline())) {
                throw new IllegalArgumentException("a comparison refers to an arm not in the study: " + contrast);
            }
        }
        sweeps.stream()
                .flatMap(sweep -> sweep.lines().stream())
                .flatMap(line -> line.steps().stream())
                .filter(step -> !names.contains(step.arm()))
                .findFirst()
                .ifPresent(step -> {
                    throw new IllegalArgumentException("a figure refers to an arm not in the study: " + step);
                });
    }

    /** A study of a network without treatments of its own. */
    public Study(
            String name,
            String title,
            String question,
            String dataset,
            NetworkSpec network,
            List<Arm> arms,
            List<Contrast> contrasts,
            TrainingPlan training,
            Resampling resampling,
            long seed,
            List<Probe> probes,
            List<Sweep> sweeps,
            List<Claim> claims,
            List<String> notes,
            OptionalDouble rope,
            Judgement judgement) {
        this(
                name,
                title,
                question,
                dataset,
                network,
                arms,
                contrasts,
                training,
                resampling,
                seed,
                probes,
                sweeps,
                claims,
                notes,
                rope,
                judgement,
                List.of());
    }

    /** A study with the usual judgement and region of practical equivalence. */
    public Study(
            String name,
            String title,
            String question,
            String dataset,
            NetworkSpec network,
            List<Arm> arms,
            List<Contrast> contrasts,
            TrainingPlan training,
            Resampling resampling,
            long seed,
            List<Probe> probes,
            List<Sweep> sweeps,
            List<Claim> claims,
            List<String> notes) {
        this(
                name,
                title,
                question,
                dataset,
                network,
                arms,
                contrasts,
                training,
                resampling,
                seed,
                probes,
                sweeps,
                claims,
                notes,
                OptionalDouble.empty(),
                Judgement.usual());
    }

    /** A study with seed 1 that compares learning curves, without probes, figures, claims or notes. */
    public static Study of(
            String name,
            String title,
            String question,
            String dataset,
            NetworkSpec network,
            List<Arm> arms,
            List<Contrast> contrasts,
            TrainingPlan training,
            Resampling resampling) {
        return new Study(
                name,
                title,
                question,
                dataset,
                network,
                arms,
                contrasts,
                training,
                resampling,
                1,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** The study as records keep it: with descriptions in place of objects that only the calling program has. */
    public Study recorded() {
        return new Study(
                name,
                title,
                question,
                dataset,
                network.recorded(),
                arms.stream().map(Arm::recorded).toList(),
                contrasts,
                training,
                resampling,
                seed,
                probes,
                sweeps,
                claims,
                notes,
                rope,
                judgement,
                treatments);
    }

    /** The arm named {@code armName}. */
    public Arm arm(String armName) {
        return arms.stream()
                .filter(arm -> arm.name().equals(armName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no arm '%s' in study %s (its arms: %s)"
                        .formatted(armName, name, String.join(", ", armNames()))));
    }

    /** The names of the arms, in order. */
    public List<String> armNames() {
        return arms.stream().map(Arm::name).toList();
    }

    /** Whether the study has the validation data or the probe that {@code metric} needs. */
    public boolean measures(Metric metric) {
        return (!metric.needsValidation() || resampling.hasValidation())
                && (metric.reading().isEmpty() || probes.stream().anyMatch(metric::isAnsweredBy));
    }

    /**
     * Every trial of the study, ordered by repeat, then split, then arm: an interrupted run has finished the same
     * splits for all arms.
     */
    public List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        for (int repeat = 0; repeat < resampling.repeats(); repeat++) {
            for (int split = 0; split < resampling.splits(); split++) {
                for (Arm arm : arms) {
                    trials.add(new Trial(
                            new TrialId(arm.name(), split, repeat),
                            arm,
                            dataset,
                            networkOf(arm),
                            trainingOf(arm),
                            resamplingOf(arm),
                            probes,
                            new SeedPlan(seed),
                            judgement));
                }
            }
        }
        return List.copyOf(trials);
    }

    /** Architecture of an arm. */
    public NetworkSpec networkOf(Arm arm) {
        return arm.variation().network().orElse(network);
    }

    /** The epochs and mini-batches of an arm. */
    public TrainingPlan trainingOf(Arm arm) {
        return arm.variation().training().orElse(training);
    }

    /** The maximum number of training epochs in one trial of an arm, over all its candidates. */
    public int epochsOf(Arm arm) {
        TrainingPlan plan = trainingOf(arm);
        return arm.variation().search().map(search -> search.epochs(plan)).orElse(plan.epochs());
    }

    /** The splits and repeats of an arm. */
    public Resampling resamplingOf(Arm arm) {
        OptionalInt trainSize = arm.variation().trainSize();
        return trainSize.isPresent() ? resampling.withTrainSize(trainSize.getAsInt()) : resampling;
    }

    /** A copy with only the named arms and the comparisons among them. */
    public Study withArms(List<String> armNames) {
        armNames.forEach(this::arm);
        List<Arm> kept =
                arms.stream().filter(arm -> armNames.contains(arm.name())).toList();
        List<Contrast> among = contrasts.stream()
                .filter(c -> armNames.contains(c.arm()) && armNames.contains(c.baseline()))
                .toList();
        List<Sweep> over = sweeps.stream()
                .map(sweep -> sweep.withArms(armNames))
                .filter(sweep -> !sweep.lines().isEmpty())
                .toList();
        List<Claim> about = claims.stream()
                .filter(claim -> armNames.contains(claim.arm())
                        && claim.contrasts().stream().allMatch(c -> isAmong(c, among)))
                .toList();
        return with(copy -> {
            copy.arms = kept;
            copy.contrasts = among;
            copy.sweeps = over;
            copy.claims = about;
        });
    }

    /**
     * A copy with {@code epochs} of training.
     *
     * @throws IllegalArgumentException if arms differ in their epochs
     */
    public Study withEpochs(int epochs) {
        requireNoneOfTheirOwn(arm -> arm.variation().training().isPresent(), "epochs");
        return withTraining(training.withEpochs(epochs));
    }

    /**
     * A copy with {@code examples} training examples.
     *
     * @throws IllegalArgumentException if arms differ in their training examples
     */
    public Study withTrainSize(int examples) {
        requireNoneOfTheirOwn(arm -> arm.variation().trainSize().isPresent(), "training examples");
        return withResampling(resampling.withTrainSize(examples));
    }

    private void requireNoneOfTheirOwn(Predicate<Arm> has, String what) {
        if (arms.stream().anyMatch(has)) {
            throw new IllegalArgumentException(
                    "the arms of study %s differ in their %s: select some with --arms instead".formatted(name, what));
        }
    }

    /** A copy with another training plan, for arms without their own. */
    public Study withTraining(TrainingPlan plan) {
        return with(copy -> copy.training = plan);
    }

    /**
     * A copy with other splits and repeats.
     *
     * @throws IllegalArgumentException if a claim needs validation data and there are none
     */
    public Study withResampling(Resampling splits) {
        return with(copy -> copy.resampling = splits);
    }

    /** A copy with another seed. */
    public Study withSeed(long newSeed) {
        return with(copy -> copy.seed = newSeed);
    }

    /**
     * A copy with these probes of every trained network.
     *
     * @throws IllegalArgumentException if a claim needs another probe
     */
    public Study withProbes(Probe... asked) {
        return with(copy -> copy.probes = List.of(asked));
    }

    /** A copy with these figures. */
    public Study withSweeps(Sweep... drawn) {
        return with(copy -> copy.sweeps = List.of(drawn));
    }

    /**
     * A copy with these claims of its sources.
     *
     * @throws IllegalArgumentException if a claim needs a measurement or comparison that the study lacks
     */
    public Study withClaims(List<Claim> made) {
        return with(copy -> copy.claims = made);
    }

    /** A copy with these notes. */
    public Study withNotes(List<String> remarks) {
        return with(copy -> copy.notes = remarks);
    }

    /** A copy whose arms are described by {@code described}, which keeps their names. */
    public Study withArmsAs(UnaryOperator<Arm> described) {
        return with(copy -> copy.arms = arms.stream().map(described).toList());
    }

    /** A copy that says what the network has of its own. */
    public Study withTreatments(List<String> own) {
        return with(copy -> copy.treatments = own);
    }

    /** A copy with another region of practical equivalence, half its width in the unit of the metric that judges the arms. */
    public Study withRope(double halfWidth) {
        return with(copy -> copy.rope = OptionalDouble.of(halfWidth));
    }

    /** A copy that judges final outputs in another way. */
    public Study withJudgement(Judgement other) {
        return with(copy -> copy.judgement = other);
    }

    /** A copy with the title, question, notes and listed treatments of {@code other}, which do not affect results. */
    public Study inWordsOf(Study other) {
        return new Study(
                name,
                other.title,
                other.question,
                dataset,
                network,
                arms,
                contrasts,
                training,
                resampling,
                seed,
                probes,
                sweeps,
                claims,
                other.notes,
                rope,
                judgement,
                other.treatments);
    }

    private static boolean isAmong(Contrast contrast, List<Contrast> compared) {
        return compared.stream()
                .anyMatch(c -> c.arm().equals(contrast.arm()) && c.baseline().equals(contrast.baseline()));
    }

    private void requireMeasured(Claim claim) {
        arm(claim.arm());
        for (Contrast about : claim.contrasts()) {
            if (!isAmong(about, contrasts)) {
                throw new IllegalArgumentException("a claim refers to a comparison that is not in the study: " + claim);
            }
        }
        if (claim.baseline().isPresent() && !Metric.COMPARED.contains(claim.metric())) {
            throw new IllegalArgumentException("a claim refers to a metric in which arms are not compared: " + claim);
        }
        if (!measures(claim.metric())) {
            throw new IllegalArgumentException(
                    "a claim refers to a metric that needs validation data or a probe: " + claim);
        }
    }

    /** A changed copy, whose claims are checked again. */
    private Study with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        Study changed = copy.study();
        changed.claims.forEach(changed::requireMeasured);
        return changed;
    }

    /** A mutable copy of a study's components. */
    private static final class Copy {
        private final Study original;
        private List<Arm> arms;
        private List<Contrast> contrasts;
        private TrainingPlan training;
        private Resampling resampling;
        private long seed;
        private List<Probe> probes;
        private List<Sweep> sweeps;
        private List<Claim> claims;
        private List<String> notes;
        private OptionalDouble rope;
        private Judgement judgement;
        private List<String> treatments;

        private Copy(Study original) {
            this.original = original;
            this.arms = original.arms;
            this.contrasts = original.contrasts;
            this.training = original.training;
            this.resampling = original.resampling;
            this.seed = original.seed;
            this.probes = original.probes;
            this.sweeps = original.sweeps;
            this.claims = original.claims;
            this.notes = original.notes;
            this.rope = original.rope;
            this.judgement = original.judgement;
            this.treatments = original.treatments;
        }

        private Study study() {
            return new Study(
                    original.name,
                    original.title,
                    original.question,
                    original.dataset,
                    original.network,
                    arms,
                    contrasts,
                    training,
                    resampling,
                    seed,
                    probes,
                    sweeps,
                    claims,
                    notes,
                    rope,
                    judgement,
                    treatments);
        }
    }
}
