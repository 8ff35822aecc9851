package org.dropoutlab.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A question and everything that is needed to answer it: data, network, arms, training plan, splits and seeds.
 *
 * @param name as typed on the command line
 * @param title heading of the report
 * @param question what the study asks, as a sentence
 * @param dataset name of the data set
 * @param network name of the architecture
 * @param arms the treatments, in the order in which they are shown
 * @param contrasts which arm is compared with which
 * @param training epochs and mini-batches
 * @param resampling splits and repeats
 * @param seed from which every random number of the study derives
 * @param claims what the sources say, to be held against the result
 * @param notes where the study departs from its sources or fills what they leave open
 */
public record Study(
        String name,
        String title,
        String question,
        String dataset,
        String network,
        List<Arm> arms,
        List<Contrast> contrasts,
        TrainingPlan training,
        Resampling resampling,
        long seed,
        List<Claim> claims,
        List<String> notes) {

    public Study {
        arms = List.copyOf(arms);
        contrasts = List.copyOf(contrasts);
        claims = List.copyOf(claims);
        notes = List.copyOf(notes);
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
        for (Claim claim : claims) {
            boolean known = claim.baseline().isPresent()
                    ? contrasts.stream()
                            .anyMatch(c -> c.arm().equals(claim.arm())
                                    && c.baseline().equals(claim.baseline().get()))
                    : names.contains(claim.arm());
            if (!known) {
                throw new IllegalArgumentException("a claim is about what the study does not compare: " + claim);
            }
            if (claim.baseline().isPresent() && !Metric.COMPARED.contains(claim.metric())) {
                throw new IllegalArgumentException(
                        "a claim is about a metric in which arms are not compared: " + claim);
            }
            if (claim.metric().needsValidation() && !resampling.hasValidation()) {
                throw new IllegalArgumentException("a claim needs validation data, and the study has none: " + claim);
            }
        }
        for (Contrast contrast : contrasts) {
            if (!names.contains(contrast.arm()) || !names.contains(contrast.baseline())) {
                throw new IllegalArgumentException("a comparison names an arm that is not in the study: " + contrast);
            }
        }
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
                            network,
                            training,
                            resampling,
                            new SeedPlan(seed)));
                }
            }
        }
        return List.copyOf(trials);
    }

    /** The study with the named arms alone, and the comparisons among them. */
    public Study withArms(List<String> armNames) {
        armNames.forEach(this::arm);
        List<Arm> kept =
                arms.stream().filter(arm -> armNames.contains(arm.name())).toList();
        List<Contrast> among = contrasts.stream()
                .filter(c -> armNames.contains(c.arm()) && armNames.contains(c.baseline()))
                .toList();
        List<Claim> about = claims.stream()
                .filter(c -> armNames.contains(c.arm())
                        && c.baseline().map(armNames::contains).orElse(true))
                .toList();
        return new Study(
                name, title, question, dataset, network, kept, among, training, resampling, seed, about, notes);
    }

    /** The same with another training plan. */
    public Study withTraining(TrainingPlan plan) {
        return new Study(
                name, title, question, dataset, network, arms, contrasts, plan, resampling, seed, claims, notes);
    }

    /** The same with other splits. */
    public Study withResampling(Resampling splits) {
        return new Study(
                name, title, question, dataset, network, arms, contrasts, training, splits, seed, claims, notes);
    }

    /** The same with another seed. */
    public Study withSeed(long newSeed) {
        return new Study(
                name, title, question, dataset, network, arms, contrasts, training, resampling, newSeed, claims, notes);
    }
}
