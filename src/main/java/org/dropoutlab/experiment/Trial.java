package org.dropoutlab.experiment;

import java.util.List;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Judgement;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.network.NetworkSpec;

/**
 * One arm on one split with one seed, self-contained: with the data set of that name it gives the same result
 * anywhere.
 *
 * @param id arm, split and repeat
 * @param arm the treatment
 * @param dataset name of the data set
 * @param network its architecture
 * @param training epochs and mini-batches
 * @param resampling how the data set is split
 * @param probes measurements inside the trained network
 * @param seeds source of its random numbers
 * @param judgement how its final outputs are judged, and how many are kept
 */
public record Trial(
        TrialId id,
        Arm arm,
        String dataset,
        NetworkSpec network,
        TrainingPlan training,
        Resampling resampling,
        List<Probe> probes,
        SeedPlan seeds,
        Judgement judgement) {

    /** A trial whose outputs are judged as usual and not kept. */
    public Trial(
            TrialId id,
            Arm arm,
            String dataset,
            NetworkSpec network,
            TrainingPlan training,
            Resampling resampling,
            List<Probe> probes,
            SeedPlan seeds) {
        this(id, arm, dataset, network, training, resampling, probes, seeds, Judgement.usual());
    }

    /** A copy with other seeds. */
    public Trial withSeeds(SeedPlan others) {
        return new Trial(id, arm, dataset, network, training, resampling, probes, others, judgement);
    }

    /** The fixed-level trials within this one: one per candidate or, without a search, itself. */
    public List<Trial> trainings() {
        return arm.variation()
                .search()
                .map(search -> search.candidates().stream().map(this::of).toList())
                .orElse(List.of(this));
    }

    /** The trial of a candidate, with the same split and seeds. */
    public Trial of(Candidate candidate) {
        Arm tried = candidate.arm();
        return new Trial(
                new TrialId(tried.name(), id.split(), id.repeat()),
                tried,
                dataset,
                tried.variation().network().orElse(network),
                tried.variation().training().orElse(training),
                resampling,
                probes,
                seeds,
                judgement);
    }
}
