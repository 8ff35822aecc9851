package org.dropoutlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.published.DataLibrary;
import org.dropoutlab.data.published.DataMode;
import org.dropoutlab.data.published.Downloader;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.progress.Progress;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.report.Report;
import org.dropoutlab.run.EngineChoice;
import org.dropoutlab.run.EngineKind;
import org.dropoutlab.run.StudyRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's lines of Java compile, run, and are those of the README. */
class ReadmeIT {
    @TempDir
    private Path directory;

    @Test
    void aStudyByItsPartsRuns() throws IOException {
        Path out = directory.resolve("my-run");
        // README begin
        LoadedData sonar = new DataLibrary(Path.of("data"), new Downloader(java.time.Duration.ofSeconds(20)))
                .load(DataLibrary.source("sonar"), DataMode.AUTO, System.out::println);
        Optimizer sgd = new Optimizer.Momentum(0.01, 0.8);
        Arm plain = new Arm("plain", List.of(), sgd, List.of());
        Arm strong = new Arm("strong", List.of(Dropout.hidden(0.5)), sgd, List.of());
        Study study = Study.of(
                "mine",
                "Stronger dropout",
                "Does a rate of 0.5 help?",
                "sonar",
                new NetworkSpec.SonarMlp(),
                List.of(plain, strong),
                List.of(Contrast.of("strong", "plain")),
                new TrainingPlan(100, 16),
                Resampling.of(5, 1));
        Report report = new StudyRun(study, sonar, EngineChoice.of(EngineKind.LOCAL, 2), List.of())
                .start(RunDirectory.at(out), Progress.silent());
        System.out.println(report.summary().comparisons(Metric.ACCURACY_GAP));
        // README end
        assertThat(out.resolve("report.html")).isNotEmptyFile();
    }

    @Test
    void theReadmeShowsTheseLines() throws IOException {
        List<String> source = words(Files.readAllLines(Path.of("src/test/java/org/dropoutlab/ReadmeIT.java")).stream()
                .dropWhile(line -> !line.contains("// README begin"))
                .skip(1)
                .takeWhile(line -> !line.contains("// README end")));
        List<String> readme = words(Files.readAllLines(Path.of("README.md")).stream()
                .dropWhile(line -> !line.startsWith("A study built from its parts"))
                .dropWhile(line -> !line.equals("```java"))
                .skip(1)
                .takeWhile(line -> !line.equals("```")));

        assertThat(readme).isEqualTo(source);
    }

    private static List<String> words(Stream<String> lines) {
        return lines.flatMap(line -> Stream.of(line.strip().split("\\s+")))
                .filter(word -> !word.isEmpty())
                .map(word -> word.replace("Path.of(\"my-run\")", "out"))
                .toList();
    }
}
