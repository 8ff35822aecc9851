package org.dropoutlab.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.resampling.CrossValidation;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.model.ModelFile;
import org.dropoutlab.prediction.Prediction;
import org.dropoutlab.prediction.Sampling;
import org.dropoutlab.prediction.TablePredictor;
import org.dropoutlab.progress.Progress;
import org.dropoutlab.record.Journal;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.regularization.ModelCombination;
import org.dropoutlab.training.TableTrials;
import org.dropoutlab.training.TrialObserver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which models a run leaves behind, and who can read them. */
class KeptModelsIT {
    private static final String ARMS = "plain,dropout=0.3,kl-sparsity=0.1:0.01,dropout=0.2+early-stopping=2";

    @TempDir
    private Path directory;

    private TableFile table;
    private Study study;

    @BeforeEach
    void makeTable() {
        table = TableTrials.table(directory, 3);
        study = TableTrials.study(table, ARMS, 6);
    }

    private StudyRun run(EngineKind engine, int workers) {
        return new StudyRun(study, table.loaded(), EngineChoice.of(engine, workers), List.of("integration test"))
                .keepingModels(Optional.of(table.schema()));
    }

    private Path whole(String name, EngineKind engine, int workers) {
        Path path = directory.resolve(name);
        run(engine, workers).start(RunDirectory.at(path), Progress.silent());
        return path;
    }

    private static Map<String, byte[]> models(Path run) throws IOException {
        Map<String, byte[]> models = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run.resolve("models"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                models.put(run.resolve("models").relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return models;
    }

    private static void assertSame(Map<String, byte[]> models, Map<String, byte[]> expected) {
        assertThat(models.keySet()).isEqualTo(expected.keySet());
        models.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
    }

    /** Oracle: the journal. */
    @Test
    void theBestOnValidationDataIsKeptOfEachArm() throws IOException {
        Path run = whole("run", EngineKind.THREADS, 2);

        assertThat(models(run))
                .containsOnlyKeys(study.armNames().stream()
                        .map(arm -> TrialId.fileNameOf(arm) + ".zip")
                        .toArray(String[]::new));
        for (String arm : study.armNames()) {
            TrialId best = Journal.read(run.resolve("trials.jsonl")).stream()
                    .filter(result -> result.id().arm().equals(arm))
                    .min(Comparator.comparingDouble(result ->
                            result.curve().end().validation().orElseThrow().loss()))
                    .map(TrialResult::id)
                    .orElseThrow();
            assertThat(ModelFile.read(run.resolve("models/" + TrialId.fileNameOf(arm) + ".zip"))
                            .description()
                            .trial())
                    .isEqualTo(best);
        }
    }

    /** Test data choose nothing. */
    @Test
    void withoutValidationDataTheFirstIsKept() {
        study = study.withArms(List.of("plain", "dropout=0.3"))
                .withResampling(new CrossValidation(3, 1, OptionalInt.empty()));
        Path run = whole("run", EngineKind.THREADS, 2);

        assertThat(ModelFile.read(run.resolve("models/plain.zip")).description().trial())
                .isEqualTo(new TrialId("plain", 0, 0));
    }

    /** A worker process writes what a thread does. */
    @Test
    void processesKeepTheSameBytes() throws IOException {
        assertSame(
                models(whole("processes", EngineKind.PROCESSES, 2)), models(whole("threads", EngineKind.THREADS, 1)));
    }

    /** Oracle: the run that nothing disturbed. */
    @Test
    void aRunThatIsStoppedAndResumedKeepsTheSame() throws IOException {
        Map<String, byte[]> expected = models(whole("whole", EngineKind.THREADS, 1));
        Path stopped = directory.resolve("stopped");
        AtomicInteger epochs = new AtomicInteger();
        TrialObserver kill = new TrialObserver() {
            @Override
            public void epochEnded(TrialId trial, LearningCurve.Point point) {
                if (epochs.incrementAndGet() == 35) {
                    throw new IllegalStateException("killed");
                }
            }
        };
        assertThatThrownBy(() -> run(EngineKind.THREADS, 1).start(RunDirectory.at(stopped), Progress.silent(), kill))
                .hasMessageContaining("killed");
        assertThat(stopped.resolve("models/trials")).isNotEmptyDirectory();

        run(EngineKind.THREADS, 1).resume(RunDirectory.existing(stopped), Progress.silent());
        assertSame(models(stopped), expected);

        run(EngineKind.THREADS, 1).resume(RunDirectory.existing(stopped), Progress.silent());
        assertSame(models(stopped), expected);
    }

    @Test
    void severalNetworksAreNoModel() throws IOException {
        Study one = study.withArms(List.of("plain"));
        study = new Study(
                one.name(),
                one.title(),
                one.question(),
                one.dataset(),
                one.network(),
                List.of(new Arm(
                        "two",
                        List.of(new ModelCombination(2)),
                        one.arms().get(0).optimizer(),
                        List.of())),
                List.of(),
                one.training(),
                one.resampling(),
                1,
                List.of(),
                List.of(),
                List.of(),
                List.of());

        assertThat(whole("run", EngineKind.THREADS, 1).resolve("models")).doesNotExist();
    }

    /** A program of somebody's own, with Deeplearning4j and without this project. Oracle: predictions of this project. */
    @Test
    void aProgramWithoutThisProjectReadsAModelAndPredicts() throws Exception {
        Path run = whole("run", EngineKind.THREADS, 2);
        Path model = run.resolve("models/dropout=0.3.zip");
        Path source = directory.resolve("Stranger.java");
        double[] row = IntStream.range(0, table.table().size())
                .mapToObj(i -> table.table().features().row(i))
                .filter(numbers -> Arrays.stream(numbers).noneMatch(Double::isNaN))
                .findFirst()
                .orElseThrow();
        Files.writeString(
                source,
                """
                import java.io.File;
                import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
                import org.deeplearning4j.util.ModelSerializer;
                import org.nd4j.linalg.api.ndarray.INDArray;
                import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
                import org.nd4j.linalg.factory.Nd4j;

                class Stranger {
                    public static void main(String[] args) throws Exception {
                        MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(new File(args[0]));
                        NormalizerStandardize normalizer = ModelSerializer.restoreNormalizerFromFile(new File(args[0]));
                        INDArray row = Nd4j.createFromArray(new float[][] {{%s}});
                        normalizer.transform(row);
                        for (double p : network.output(row).toDoubleVector()) {
                            System.out.println("p=" + p);
                        }
                    }
                }
                """
                        .formatted(Arrays.stream(row)
                                .mapToObj(number -> number + "f")
                                .collect(Collectors.joining(", "))));
        String jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar") && !entry.contains("dropout-lab"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-cp", jars, "-d", directory.toString(), source.toString()))
                .isZero();

        Process stranger = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        jars + File.pathSeparator + directory,
                        "Stranger",
                        model.toString())
                .redirectError(directory.resolve("err").toFile())
                .start();
        List<Double> probabilities = new String(stranger.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .filter(line -> line.startsWith("p="))
                .map(line -> Double.valueOf(line.substring(2)))
                .toList();

        assertThat(stranger.waitFor())
                .as(Files.readString(directory.resolve("err")))
                .isZero();
        Prediction.OfClass expected = (Prediction.OfClass) TablePredictor.of(model, new Sampling(0, 1, 0.9))
                .predict(List.of(row), 1)
                .get(0);
        assertThat(probabilities).hasSize(3);
        for (int c = 0; c < 3; c++) {
            // The normalizer's floats, of a column whose mean is some 5 deviations.
            assertThat(probabilities.get(c)).isCloseTo(expected.probabilities()[c], within(1e-5));
        }
    }
}
