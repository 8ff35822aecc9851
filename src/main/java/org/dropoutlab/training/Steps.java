package org.dropoutlab.training;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.steps.DirectSteps;

/** The implementation of training steps. Both give the same weights up to rounding. */
public enum Steps {
    /** {@link DirectSteps} on the network's parameters. */
    DIRECT,
    /** Deeplearning4j's steps, layer by layer. */
    LAYERED;

    /**
     * Direct steps if they support the network and it has no listeners, which need gradients and activations that
     * direct steps do not keep.
     *
     * @param batchSize examples per mini-batch
     * @param observer observer of the trials
     */
    static Steps of(MultiLayerConfiguration network, int batchSize, TrialObserver observer) {
        return DirectSteps.suit(network, batchSize) && !observer.listens() ? DIRECT : LAYERED;
    }

    /**
     * The steps of each arm of {@code study}, by name; layered if any candidate of the arm needs layered steps.
     */
    public static Map<String, Steps> of(Study study, TrialObserver observer) {
        Map<String, Steps> steps = new LinkedHashMap<>();
        for (Trial trial : study.trials()) {
            if (!steps.containsKey(trial.id().arm())) {
                boolean direct = trial.trainings().stream().allMatch(training -> of(training, observer) == DIRECT);
                steps.put(trial.id().arm(), direct ? DIRECT : LAYERED);
            }
        }
        return steps;
    }

    private static Steps of(Trial trial, TrialObserver observer) {
        return of(
                Architectures.of(trial.network())
                        .configure(
                                trial.arm().regularizers(),
                                trial.arm().optimizer().over(trial.training().epochs()),
                                trial.seeds().studySeed()),
                trial.training().batchSize(),
                observer);
    }

    /** The spelling in records. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
