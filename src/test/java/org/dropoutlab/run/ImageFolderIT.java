package org.dropoutlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dropoutlab.data.image.ImageFolder;
import org.dropoutlab.data.image.ImageSize;
import org.dropoutlab.data.image.PictureFolders;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.progress.Progress;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.Report;
import org.dropoutlab.study.ArmText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of images, from the files to the report. */
class ImageFolderIT {
    @TempDir
    private Path directory;

    /** Every image is test data once. */
    @Test
    void imagesWithoutTestImagesAreCrossValidated() throws IOException {
        ImageFolder folder =
                ImageFolder.read(PictureFolders.layOut(directory.resolve("images"), 2, 7), Optional.empty());

        Report report = run(folder, new NetworkSpec.ImageCnn(32, 32, 3, 2, List.of(4, 4, 4, 8)), Resampling.of(3, 2));

        assertThat(report.summary().arm("dropout=0.5").completed()).isEqualTo(6);
        assertThat(report.figures()).extracting(figure -> figure.name()).anyMatch(name -> name.contains("confusion"));
        assertThat(report.summary().comparisons(Metric.TEST_ACCURACY)).hasSize(1);
    }

    @Test
    void imagesInTrainAndTestAreTrainedAndTestedOn() throws IOException {
        ImageFolder folder = ImageFolder.read(
                PictureFolders.layOutParts(directory.resolve("images"), 3, 10, 4), Optional.of(new ImageSize(24, 26)));

        Report report = run(
                folder,
                new NetworkSpec.ImageCnn(26, 24, 3, 3, List.of(4, 4, 4, 8)),
                new HeldOutTest(2, OptionalInt.empty(), OptionalInt.empty(), 0.2));

        assertThat(report.summary().arm("dropout=0.5").completed()).isEqualTo(2);
        assertThat(report.summary().data().examples()).isEqualTo(42);
    }

    private Report run(ImageFolder folder, NetworkSpec network, Resampling resampling) {
        Study study = Study.of(
                        "mine",
                        "Mine",
                        "Does it help?",
                        folder.loaded().info().name(),
                        network,
                        ArmText.arms("plain,dropout=0.5", new Optimizer.Adam(1e-3)),
                        List.of(Contrast.of("dropout=0.5", "plain")),
                        new TrainingPlan(2, 16),
                        resampling)
                .withProbes(new Probe.Inside());
        return new StudyRun(study, folder.loaded(), EngineChoice.of(EngineKind.THREADS, 2), List.of())
                .start(RunDirectory.at(directory.resolve("run")), Progress.silent());
    }
}
