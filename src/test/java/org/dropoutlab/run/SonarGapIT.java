package org.dropoutlab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dropoutlab.run.SonarStudies.run;
import static org.dropoutlab.run.SonarStudies.study;

import java.nio.file.Path;
import java.util.List;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.evaluation.Comparison;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.evaluation.Verdict;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.Dropout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generalization gaps of plain and regularized networks, measured by the harness that the user runs. */
class SonarGapIT {
    private static LoadedData data;

    @TempDir
    private Path directory;

    @BeforeAll
    static void load() {
        data = SonarStudies.data();
    }

    @Test
    void thePlainNetworkOverfitsSonar() {
        StudySummary summary = run(study(5, 150, List.of("plain-slow")), data, 2, directory.resolve("run"));

        assertThat(summary.arm("plain-slow")
                        .estimates()
                        .get(Metric.TRAIN_ACCURACY)
                        .mean())
                .as("training accuracy on %s data", data.info().provenance())
                .isGreaterThan(0.97);
        assertThat(summary.arm("plain-slow")
                        .estimates()
                        .get(Metric.ACCURACY_GAP)
                        .ci95()
                        .orElseThrow()
                        .low())
                .as("lower end of the interval of the plain network's accuracy gap")
                .isPositive();
    }

    /**
     * The tutorials' rate of 0.2 moves the gap by less than five folds can show, in one direction or the other. At 0.5 on
     * the inputs and 0.8 on the hidden layers the network no longer learns the training data by heart, and the same
     * harness must see that.
     */
    @Test
    void strongDropoutNarrowsTheGap() {
        Optimizer slow = new Optimizer.Momentum(0.01, 0.8);
        Study tutorial = study(5, 150, List.of("plain-slow"));
        Study strong = Study.of(
                tutorial.name(),
                tutorial.title(),
                tutorial.question(),
                tutorial.dataset(),
                tutorial.network(),
                List.of(
                        tutorial.arm("plain-slow"),
                        new Arm("strong", List.of(Dropout.visible(0.5), Dropout.hidden(0.8)), slow, List.of())),
                List.of(Contrast.of("strong", "plain-slow")),
                tutorial.training(),
                tutorial.resampling());

        StudySummary summary = run(strong, data, 2, directory.resolve("run"));

        Comparison gap = summary.comparisons(Metric.LOSS_GAP).get(0);
        assertThat(gap.pairs()).isEqualTo(5);
        assertThat(gap.difference().orElseThrow())
                .as("loss gap with strong dropout − without, nats")
                .isNegative();
        assertThat(gap.verdict()).as("%s", gap).isEqualTo(Verdict.BETTER);
        Comparison accuracyGap = summary.comparisons(Metric.ACCURACY_GAP).get(0);
        assertThat(accuracyGap.difference().orElseThrow())
                .as("accuracy gap with strong dropout − without")
                .isNegative();
    }
}
