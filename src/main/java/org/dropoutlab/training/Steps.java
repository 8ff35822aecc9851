package org.dropoutlab.training;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.steps.DirectSteps;

/** How a network's training steps are taken. The two give the same weights but for rounding. */
public enum Steps {
    /** On the network's parameters as a whole, by {@link DirectSteps}. */
    DIRECT,
    /** Layer by layer, by Deeplearning4j. */
    LAYERED;

    /**
     * Direct where the network is one for that and nobody listens to it: listeners ask for gradients and activations that
     * direct steps do not keep.
     *
     * @param batchSize examples in a mini-batch
     * @param observer of the trials
     */
    static Steps of(MultiLayerConfiguration network, int batchSize, TrialObserver observer) {
        return DirectSteps.suit(network, batchSize) && !observer.listens() ? DIRECT : LAYERED;
    }

    /**
     * How the steps of each arm of {@code study} are taken, by the arm's name; layered if those of one of the candidates are
     * that an arm chooses from.
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

    /** As it is recorded. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
