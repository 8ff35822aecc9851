package org.dropoutlab.run;

import java.util.Optional;
import org.dropoutlab.data.Examples;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.model.Models;

/** A message to a worker process on its standard input, in JSON; the next one follows its answer. */
sealed interface Order {

    /**
     * The first order; answered by {@link Reply.Ready}.
     *
     * @param examples the data set of the trials
     * @param checkpoints directory of the checkpoints; empty for none
     * @param millisBetweenCheckpoints training time between two checkpoints of a trial
     * @param models where to save networks; empty for none
     * @param start file with the weights that networks start from; empty for none
     */
    record Setting(
            Examples examples,
            Optional<String> checkpoints,
            long millisBetweenCheckpoints,
            Optional<Models> models,
            Optional<String> start)
            implements Order {}

    /** Answered by {@link Reply.Finished}, preceded by {@link Reply.EpochEnded}s. */
    record Train(Trial trial) implements Order {}
}
