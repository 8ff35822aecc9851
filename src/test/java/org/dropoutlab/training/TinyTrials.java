package org.dropoutlab.training;

import java.util.List;
import java.util.OptionalInt;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.LearningCurve.Point;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Regularizer;

/** Studies with a single arm, their networks and results. */
final class TinyTrials {
    private TinyTrials() {}

    static Arm arm(Optimizer optimizer, Regularizer... regularizers) {
        return new Arm("arm", List.of(regularizers), optimizer, List.of());
    }

    /** A study of the sonar network or an MNIST network. */
    static Study study(NetworkSpec network, Arm arm, TrainingPlan plan, Resampling splits) {
        String dataset = network instanceof NetworkSpec.SonarMlp ? "sonar" : "mnist";
        return Study.of("tiny", "A study", "?", dataset, network, List.of(arm), List.of(), plan, splits);
    }

    /** The images' own test data, one seed, and this share of the training images for validation. */
    static HeldOutTest heldOut(double validationShare) {
        return new HeldOutTest(1, OptionalInt.empty(), OptionalInt.empty(), validationShare);
    }

    /** A trial's network with its initial weights. */
    static MultiLayerNetwork network(Trial trial) {
        MultiLayerNetwork network = new MultiLayerNetwork(Architectures.of(trial.network())
                .configure(
                        trial.arm().regularizers(),
                        trial.arm().optimizer(),
                        trial.seeds().weights(trial.id())));
        network.init();
        return network;
    }

    /** A result without times and readings. */
    static List<Object> measured(TrialResult result) {
        return List.of(
                result.status(),
                withoutTimes(result.curve().points()),
                result.curve().endsAt(),
                result.parameters(),
                result.multiplications());
    }

    /** The points with their seconds set to 0. */
    static List<Point> withoutTimes(List<Point> points) {
        return points.stream()
                .map(p -> new Point(p.epoch(), p.train(), p.validation(), p.test(), p.learningRate(), 0))
                .toList();
    }
}
