package org.dropoutlab.training;

import java.util.List;
import java.util.OptionalInt;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.HeldOutTest;
import org.dropoutlab.experiment.LearningCurve.Point;
import org.dropoutlab.experiment.Resampling;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.TrialResult;
import org.dropoutlab.network.Architectures;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;

/** Studies of a single arm, their networks, and what came of them. */
final class TinyTrials {
    private TinyTrials() {}

    static Arm arm(Optimizer optimizer, Regularizer... regularizers) {
        return new Arm("arm", List.of(regularizers), optimizer, List.of());
    }

    /** Of sonar's network, or of one of MNIST's. */
    static Study study(String network, Arm arm, TrainingPlan plan, Resampling splits) {
        String dataset = network.startsWith("mnist") ? "mnist" : "sonar";
        return Study.of("tiny", "A study", "?", dataset, network, List.of(arm), List.of(), plan, splits);
    }

    /** The test data that the images come with, one seed, and this share of the others for validation. */
    static HeldOutTest heldOut(double validationShare) {
        return new HeldOutTest(1, OptionalInt.empty(), OptionalInt.empty(), validationShare);
    }

    /** What a trial starts from. */
    static MultiLayerNetwork network(Trial trial) {
        MultiLayerNetwork network = new MultiLayerNetwork(Architectures.named(trial.network())
                .configure(
                        trial.arm().regularizers(),
                        trial.arm().optimizer(),
                        trial.seeds().weights(trial.id())));
        network.init();
        return network;
    }

    /** All of a trial but the time that it took and what its probes said. */
    static List<Object> measured(TrialResult result) {
        return List.of(
                result.status(),
                withoutTimes(result.curve().points()),
                result.curve().endsAt(),
                result.parameters(),
                result.multiplications());
    }

    /** Points at second 0. */
    static List<Point> withoutTimes(List<Point> points) {
        return points.stream()
                .map(p -> new Point(p.epoch(), p.train(), p.validation(), p.test(), p.learningRate(), 0))
                .toList();
    }
}
