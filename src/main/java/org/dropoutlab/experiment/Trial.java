package org.dropoutlab.experiment;

import java.util.List;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.network.NetworkSpec;

/**
 * One arm on one split with one seed, self-contained: whoever has the data set of that name can run it, and gets the
 * same result wherever and whenever.
 *
 * @param id arm, split and repeat
 * @param arm the treatment
 * @param dataset name of the data set
 * @param network its architecture
 * @param training epochs and mini-batches
 * @param resampling how the data set is split
 * @param probes what is asked of the trained network
 * @param seeds where its random numbers come from
 */
public record Trial(
        TrialId id,
        Arm arm,
        String dataset,
        NetworkSpec network,
        TrainingPlan training,
        Resampling resampling,
        List<Probe> probes,
        SeedPlan seeds) {

    /** The same with other seeds. */
    public Trial withSeeds(SeedPlan others) {
        return new Trial(id, arm, dataset, network, training, resampling, probes, others);
    }

    /** The trials with fixed levels that there are in this one: one for each candidate of its arm's, or itself. */
    public List<Trial> trainings() {
        return arm.variation()
                .search()
                .map(search -> search.candidates().stream().map(this::of).toList())
                .orElse(List.of(this));
    }

    /** The same split and seeds for what its arm may become. */
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
                seeds);
    }
}
