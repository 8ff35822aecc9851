package org.dropoutlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.evaluation.Comparison;
import org.dropoutlab.evaluation.StudySummary;
import org.dropoutlab.evaluation.Verdict;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a part of the real images where they are, else of the stand-in: the plain network overfits, and dropout helps. */
class Cifar10GapIT {
    @TempDir
    private Path directory;

    @Test
    void thePlainNetworksGapExceedsThatOfTheNetworkWithDropout() {
        LoadedData data = StudyRuns.data("cifar10");
        Study published = Catalogue.named("cifar10").at(Scale.QUICK).withArms(List.of("plain", "dropout"));
        Study study = published
                .withResampling(new HeldOutTest(3, OptionalInt.of(2000), OptionalInt.of(1000), 0.05))
                .withTraining(published.training().withEpochs(14));

        StudySummary summary = StudyRuns.run(study, data, EngineKind.LOCAL, 2, directory.resolve("run"))
                .summary();

        System.out.printf("%s data: %s%n", data.info().provenance().word(), summary.comparisons(Metric.ACCURACY_GAP));
        assertThat(summary.arm("plain")
                        .estimate(Metric.ACCURACY_GAP)
                        .orElseThrow()
                        .mean())
                .as("gap of the plain network on %s data", data.info().provenance())
                .isGreaterThan(0.1);
        Comparison gap = summary.comparisons(Metric.LOSS_GAP).get(0);
        assertThat(gap.verdict()).as("%s", gap).isEqualTo(Verdict.BETTER);
        assertThat(summary.comparisons(Metric.ACCURACY_GAP).get(0).difference().orElseThrow())
                .as("accuracy gap with dropout − without")
                .isNegative();
    }
}
