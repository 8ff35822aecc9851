package org.dropoutlab.run;

import java.util.Optional;
import org.dropoutlab.data.Examples;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.model.Models;

/** What a worker process is told on its standard input, in JSON; it answers each before it is told the next. */
sealed interface Order {

    /**
     * Comes first; answered by {@link Reply.Ready}.
     *
     * @param examples the data set of the trials
     * @param checkpoints directory of the checkpoints; empty if there are to be none
     * @param millisBetweenCheckpoints training time between two checkpoints of a trial
     * @param models where networks are kept; empty if they are not
     */
    record Setting(
            Examples examples, Optional<String> checkpoints, long millisBetweenCheckpoints, Optional<Models> models)
            implements Order {}

    /** Answered by {@link Reply.Finished}, with some {@link Reply.EpochEnded} before it. */
    record Train(Trial trial) implements Order {}
}
