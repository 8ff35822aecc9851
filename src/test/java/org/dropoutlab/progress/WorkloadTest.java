package org.dropoutlab.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.Variation;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.measurement.Results;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.junit.jupiter.api.Test;

/** Time left goes by examples seen: oracle is epochs times training examples, by hand. */
class WorkloadTest {
    private static final Optimizer ADAM = new Optimizer.Adam(1e-3);

    @Test
    void armsCountByTheirOwnEpochsAndExamples() {
        Workload workload = new Workload(Study.of(
                "tiny",
                "A study",
                "?",
                "mnist",
                new NetworkSpec.MnistMlp(64),
                List.of(
                        new Arm("plain", List.of(), ADAM, List.of()),
                        new Arm(
                                "small",
                                List.of(),
                                ADAM,
                                List.of(),
                                Variation.ofTrainSize(120, new TrainingPlan(200, 50)))),
                List.of(),
                new TrainingPlan(10, 100),
                new HeldOutTest(2, OptionalInt.of(1200), OptionalInt.of(500), 1.0 / 6)));

        assertThat(workload.of(new TrialId("plain", 0, 0))).isEqualTo(12_000);
        assertThat(workload.of(new TrialId("small", 0, 1))).isEqualTo(24_000);
        assertThat(workload.of(new TrialId("small", 0, 1), 40)).isEqualTo(4800);
        assertThat(workload.all()).isEqualTo(2 * (12_000 + 24_000));
    }

    /** Without a number of examples all arms have the same, whatever it is. */
    @Test
    void armsOfAllExamplesCountByTheirEpochs() {
        Workload workload = new Workload(Results.study(1));

        assertThat(workload.all()).isEqualTo(4 * workload.of(new TrialId("plain", 0, 0)));
        assertThat(workload.of(List.of(Results.completed("plain", 0, 0, 1, 1), Results.diverged("treated", 1, 0))))
                .as("nothing is left to train of a trial that diverged")
                .isEqualTo(workload.all() / 2);
    }
}
