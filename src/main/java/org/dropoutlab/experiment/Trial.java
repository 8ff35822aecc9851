package org.dropoutlab.experiment;

import java.util.List;

/**
 * One arm on one split with one seed, self-contained: whoever has the data set of that name can run it, and gets the
 * same result wherever and whenever.
 *
 * @param id arm, split and repeat
 * @param arm the treatment
 * @param dataset name of the data set
 * @param network name of the architecture
 * @param training epochs and mini-batches
 * @param resampling how the data set is split
 * @param probes what is asked of the trained network
 * @param seeds where its random numbers come from
 */
public record Trial(
        TrialId id,
        Arm arm,
        String dataset,
        String network,
        TrainingPlan training,
        Resampling resampling,
        List<Probe> probes,
        SeedPlan seeds) {}
