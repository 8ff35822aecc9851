package org.dropoutlab.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.dropoutlab.convolution.Maps;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.Table;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.steps.DirectPlan;
import org.dropoutlab.steps.DirectSteps;

/** The implementation of training steps. Both give the same weights up to rounding. */
public enum Steps {
    /** {@link DirectSteps} on the network's parameters. */
    DIRECT,
    /** Deeplearning4j's steps, layer by layer. */
    LAYERED;

    /**
     * The steps of each arm of {@code study} without listeners, by name; layered if any candidate of the arm needs
     * layered steps. Configures every network once.
     *
     * @param examples the examples of the study
     * @throws IllegalArgumentException if an arm has a regularizer that its network cannot have
     */
    public static Map<String, Steps> of(Study study, Examples examples) {
        Map<String, Steps> steps = new LinkedHashMap<>();
        for (Trial trial : study.trials()) {
            steps.computeIfAbsent(
                    trial.id().arm(),
                    arm -> trial.trainings().stream()
                                    .map(training -> areDirect(training, examples))
                                    .reduce(true, Boolean::logicalAnd)
                            ? DIRECT
                            : LAYERED);
        }
        return steps;
    }

    private static boolean areDirect(Trial trial, Examples examples) {
        NetworkConfiguration network =
                Training.configuration(trial, trial.seeds().studySeed());
        return plan(network, trial.training().batchSize(), examples, TrialObserver.none())
                .isPresent();
    }

    /**
     * The plan for direct steps; empty if they do not support {@code network} or it has listeners, which need gradients and
     * activations that direct steps do not keep.
     *
     * @param batchSize examples per mini-batch
     * @param examples examples of the network
     */
    static Optional<DirectPlan> plan(
            NetworkConfiguration network, int batchSize, Examples examples, TrialObserver observer) {
        return observer.listens() || examples instanceof Sequences
                ? Optional.empty()
                : network.stack().flatMap(layers -> DirectPlan.of(layers, batchSize, maps(examples, layers)));
    }

    /** The size of an example that is an image, or a row in the form of one, which the network's first preprocessor may give it. */
    private static Optional<Maps> maps(Examples examples, MultiLayerConfiguration network) {
        if (examples instanceof Images images) {
            Images.Shape shape = images.shape();
            return Optional.of(new Maps(shape.channels(), shape.height(), shape.width()));
        }
        List<Integer> form = examples instanceof Table table ? table.form().shape() : List.of();
        if (form.isEmpty()
                && network.getInputPreProcess(0) instanceof FeedForwardToCnnPreProcessor images
                && examples instanceof Table table
                && images.getNumChannels() * images.getInputHeight() * images.getInputWidth()
                        == table.features().inputs()) {
            return Optional.of(new Maps(
                    Math.toIntExact(images.getNumChannels()),
                    Math.toIntExact(images.getInputHeight()),
                    Math.toIntExact(images.getInputWidth())));
        }
        return form.size() == 3 ? Optional.of(new Maps(form.get(0), form.get(1), form.get(2))) : Optional.empty();
    }

    /** The spelling in records. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
