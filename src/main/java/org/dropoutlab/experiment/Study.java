package org.dropoutlab.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.network.NetworkSpec;

/**
 * A question and everything that is needed to answer it: data, network, arms, training plan, splits and seeds.
 *
 * @param name as typed on the command line
 * @param title heading of the report
 * @param question what the study asks, as a sentence
 * @param dataset name of the data set
 * @param network its architecture
 * @param arms the treatments, in the order in which they are shown
 * @param contrasts which arm is compared with which
 * @param training epochs and mini-batches
 * @param resampling splits and repeats
 * @param seed from which every random number of the study derives
 * @param probes what is asked of every trained network
 * @param sweeps figures over arms that differ in one number
 * @param claims what the sources say, to be held against the result
 * @param notes where the study departs from its sources or fills what they leave open
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
        List<String> notes) {

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
        if (arms.isEmpty()) {
            throw new IllegalArgumentException("a study needs at least one arm");
        }
        Set<String> names = new HashSet<>();
        for (Arm arm : arms) {
            if (!names.add(arm.name())) {
                throw new IllegalArgumentException("two arms are called " + arm.name());
            }
        }
        for (Contrast contrast : contrasts) {
            if (!names.contains(contrast.arm()) || !names.contains(contrast.baseline())) {
                throw new IllegalArgumentException("a comparison names an arm that is not in the study: " + contrast);
            }
        }
        sweeps.stream()
                .flatMap(sweep -> sweep.lines().stream())
                .flatMap(line -> line.steps().stream())
                .filter(step -> !names.contains(step.arm()))
                .findFirst()
                .ifPresent(step -> {
                    throw new IllegalArgumentException("a figure names an arm that is not in the study: " + step);
                });
    }

    /** A study with seed 1 that compares the arms' learning curves, and nothing more. */
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

    /** The arm called {@code armName}. */
    public Arm arm(String armName) {
        return arms.stream()
                .filter(arm -> arm.name().equals(armName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no arm '%s' in study %s (its arms: %s)"
                        .formatted(armName, name, String.join(", ", armNames()))));
    }

    /** Names of the arms in their order. */
    public List<String> armNames() {
        return arms.stream().map(Arm::name).toList();
    }

    /** Whether {@code metric} is measured: there are the validation data or the probe that it needs. */
    public boolean measures(Metric metric) {
        return (!metric.needsValidation() || resampling.hasValidation())
                && (metric.reading().isEmpty() || probes.stream().anyMatch(metric::isAnsweredBy));
    }

    /**
     * Every trial of the study, ordered so that a run that is interrupted has finished the same splits for all arms: by
     * repeat, then split, then arm.
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
                            new SeedPlan(seed)));
                }
            }
        }
        return List.copyOf(trials);
    }

    /** Architecture of an arm. */
    public NetworkSpec networkOf(Arm arm) {
        return arm.variation().network().orElse(network);
    }

    /** Epochs and mini-batches of an arm. */
    public TrainingPlan trainingOf(Arm arm) {
        return arm.variation().training().orElse(training);
    }

    /** Epochs of training that a trial of an arm comes to at the most, those of all that it tries. */
    public int epochsOf(Arm arm) {
        TrainingPlan plan = trainingOf(arm);
        return arm.variation().search().map(search -> search.epochs(plan)).orElse(plan.epochs());
    }

    /** Splits of an arm. */
    public Resampling resamplingOf(Arm arm) {
        OptionalInt trainSize = arm.variation().trainSize();
        return trainSize.isPresent() ? resampling.withTrainSize(trainSize.getAsInt()) : resampling;
    }

    /** The study with the named arms alone, and the comparisons among them. */
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
     * The same with {@code epochs} of training.
     *
     * @throws IllegalArgumentException if arms differ in their epochs
     */
    public Study withEpochs(int epochs) {
        requireNoneOfTheirOwn(arm -> arm.variation().training().isPresent(), "epochs");
        return withTraining(training.withEpochs(epochs));
    }

    /**
     * The same with {@code examples} for training.
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
                    "the arms of study %s have %s of their own: choose among them by --arms".formatted(name, what));
        }
    }

    /** The same with another training plan for arms without one of their own. */
    public Study withTraining(TrainingPlan plan) {
        return with(copy -> copy.training = plan);
    }

    /**
     * The same with other splits.
     *
     * @throws IllegalArgumentException if a claim needs validation data that they do not have
     */
    public Study withResampling(Resampling splits) {
        return with(copy -> copy.resampling = splits);
    }

    /** The same with another seed. */
    public Study withSeed(long newSeed) {
        return with(copy -> copy.seed = newSeed);
    }

    /**
     * The same with these questions to every trained network.
     *
     * @throws IllegalArgumentException if a claim needs the answer to another one
     */
    public Study withProbes(Probe... asked) {
        return with(copy -> copy.probes = List.of(asked));
    }

    /** The same with these figures. */
    public Study withSweeps(Sweep... drawn) {
        return with(copy -> copy.sweeps = List.of(drawn));
    }

    /**
     * The same with what its sources claim.
     *
     * @throws IllegalArgumentException if a claim is about what the study does not measure or compare
     */
    public Study withClaims(List<Claim> made) {
        return with(copy -> copy.claims = made);
    }

    /** The same with remarks. */
    public Study withNotes(List<String> remarks) {
        return with(copy -> copy.notes = remarks);
    }

    private static boolean isAmong(Contrast contrast, List<Contrast> compared) {
        return compared.stream()
                .anyMatch(c -> c.arm().equals(contrast.arm()) && c.baseline().equals(contrast.baseline()));
    }

    private void requireMeasured(Claim claim) {
        arm(claim.arm());
        for (Contrast about : claim.contrasts()) {
            if (!isAmong(about, contrasts)) {
                throw new IllegalArgumentException("a claim is about what the study does not compare: " + claim);
            }
        }
        if (claim.baseline().isPresent() && !Metric.COMPARED.contains(claim.metric())) {
            throw new IllegalArgumentException("a claim is about a metric in which arms are not compared: " + claim);
        }
        if (!measures(claim.metric())) {
            throw new IllegalArgumentException(
                    "a claim is about what is not measured: it needs validation data or a probe: " + claim);
        }
    }

    /** Whatever changes, a study claims nothing that it does not measure. */
    private Study with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        Study changed = copy.study();
        changed.claims.forEach(changed::requireMeasured);
        return changed;
    }

    /** A copy in which components can be changed, before it is a study again. */
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
                    notes);
        }
    }
}
