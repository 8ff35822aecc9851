package org.dropoutlab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.dropoutlab.data.image.PictureFolders;
import org.dropoutlab.data.published.SonarData;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.Journal;
import org.dropoutlab.training.TableTrials;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A person's own data, from the file to the verdict, the models and their predictions. */
class CompareIT {
    private static final String REAL_SONAR = "sonar/sonar.all-data";
    /** Of the tables: a length, a mass, and one number for each of three kinds. */
    private static final int INPUTS = 5;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    private static Outcome lab(String... arguments) {
        return Outcome.of(arguments);
    }

    /** Options with a space between them; in {@code more} there may be spaces. */
    private static Outcome lab(String options, Object... more) {
        return lab(
                Stream.concat(Stream.of(options.split(" ", -1)), Stream.of(more).map(Object::toString))
                        .toArray(String[]::new));
    }

    private static Outcome done(Outcome outcome) {
        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        return outcome;
    }

    private void assertRefused(Outcome outcome, List<Path> before, String message) throws IOException {
        assertThat(outcome.err()).startsWith("lab: ").contains(message).doesNotContain("\tat ");
        assertThat(outcome.err().strip().lines()).hasSize(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(files()).isEqualTo(before);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.sorted().toList();
        }
    }

    private static Map<String, byte[]> models(Path run) throws IOException {
        Map<String, byte[]> models = new TreeMap<>();
        try (Stream<Path> files = Files.list(run.resolve("models"))) {
            for (Path file : files.toList()) {
                models.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return models;
    }

    private static void assertSameModels(Path run, Path expected) throws IOException {
        Map<String, byte[]> wanted = models(expected);
        Map<String, byte[]> there = models(run);
        assertThat(there.keySet()).isEqualTo(wanted.keySet());
        there.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(wanted.get(name)));
    }

    /** What a run leaves behind, whatever it was of. */
    private static void assertWhole(Path run, String... arms) throws IOException {
        JsonNode summary =
                new ObjectMapper().readTree(run.resolve("summary.json").toFile());
        assertThat(summary.get("arms").findValuesAsText("name")).containsExactly(arms);
        JsonNode advice = summary.get("advice");
        assertThat(advice.get("baseline").asText()).isEqualTo(arms[0]);
        assertThat(arms).contains(advice.get("use").asText());
        assertThat(models(run))
                .containsOnlyKeys(Stream.of(arms).map(arm -> arm + ".zip").toArray(String[]::new));
        assertThat(run.resolve("report.html")).isNotEmptyFile();
    }

    static Stream<Arguments> sonarFiles() {
        return Stream.of(Arguments.of("stand-in"), Arguments.of("real"));
    }

    private static byte[] sonar(String which) throws IOException {
        if (which.equals("stand-in")) {
            return SonarData.syntheticFile();
        }
        String data = System.getenv("DROPOUT_LAB_DATA");
        Assumptions.assumeTrue(data != null && Files.exists(Path.of(data, REAL_SONAR)), "the real file is not there");
        return Files.readAllBytes(Path.of(data, REAL_SONAR));
    }

    /** By arm, whose name is not compared, and then split and seed; the clock is left out. */
    private static List<Map<String, Object>> trials(Path run, List<String> arms) {
        List<Map<String, Object>> byArm = new ArrayList<>();
        for (String arm : arms) {
            Map<String, Object> trials = new TreeMap<>();
            for (TrialResult result : Journal.read(run.resolve("trials.jsonl"))) {
                if (result.id().arm().equals(arm)) {
                    trials.put(
                            result.id().split() + "/" + result.id().repeat(),
                            List.of(
                                    result.status(),
                                    result.trainExamples(),
                                    result.testExamples(),
                                    result.parameters(),
                                    result.multiplications(),
                                    result.curve().endsAt(),
                                    result.curve().points().stream()
                                            .map(CompareIT::timeless)
                                            .toList()));
                }
            }
            byArm.add(trials);
        }
        return byArm;
    }

    private static LearningCurve.Point timeless(LearningCurve.Point point) {
        return new LearningCurve.Point(
                point.epoch(), point.train(), point.validation(), point.test(), point.learningRate(), 0);
    }

    /** Oracle: the study of the toolkit on the same bytes. */
    @ParameterizedTest
    @MethodSource("sonarFiles")
    void sonarsFileAsAStrangersGivesTheNumbersOfTheStudy(String which) throws IOException {
        Path file = directory.resolve("data").resolve(REAL_SONAR);
        Files.createDirectories(file.getParent());
        Files.write(file, sonar(which));
        Path mine = directory.resolve("mine.csv");
        Files.copy(file, mine);

        done(lab(
                "run sonar --arms plain-slow,visible-slow,hidden-slow,dropconnect-slow --folds 5 --repeats 1 --epochs 8"
                        + " --no-progress --data-dir",
                directory.resolve("data"),
                "--out",
                directory.resolve("study")));
        done(lab(
                "compare --label 60 --no-header --hidden 60,30 --arms plain,visible-dropout=0.2,dropout=0.2,dropconnect=0.2"
                        + " --epochs 8 --batch-size 16 --learning-rate 0.01 --momentum 0.8 --folds 5 --repeats 1"
                        + " --validation 0 --no-progress --csv",
                mine,
                "--out",
                directory.resolve("own")));

        List<String> arms = List.of("plain", "visible-dropout=0.2", "dropout=0.2", "dropconnect=0.2");
        List<Map<String, Object>> own = trials(directory.resolve("own"), arms);
        assertThat(own).hasSize(4).allMatch(trials -> trials.size() == 5);
        assertThat(own)
                .isEqualTo(trials(
                        directory.resolve("study"),
                        List.of("plain-slow", "visible-slow", "hidden-slow", "dropconnect-slow")));
    }

    /** Of a table of 90 rows: a number, one that is sometimes missing, a category, and three classes, two, or a number. */
    @ParameterizedTest
    @ValueSource(ints = {3, 2, 1})
    void aTableFromFileToVerdictModelsAndPredictions(int classes) throws IOException {
        TableFile table = TableTrials.table(directory, classes);
        Path run = directory.resolve("run");

        Outcome compared = done(lab(
                "compare --label answer --hidden 12,8 --arms plain,dropout=0.2,weight-decay=0.01 --epochs 4 --folds 3"
                        + " --repeats 1 --no-progress --csv",
                table.path(),
                "--out",
                run));

        assertThat(compared.out())
                .contains("column kind has 3 categories", "the first row is the header", "dropout 0.2 on each hidden")
                .contains(
                        classes == 1
                                ? "column answer is a regression target"
                                : "column answer has %d classes: ".formatted(classes));
        assertWhole(run, "plain", "dropout=0.2", "weight-decay=0.01");
        Path model = run.resolve("models/dropout=0.2.zip");
        assertPredictions(done(lab("predict --samples 10", model, "--csv", table.path())), classes);
        Outcome plain = done(lab("predict --samples 0", model, "--csv", table.path()));
        assertPredictions(plain, classes);
        assertIsWhatDeeplearning4jSays(plain, model, table);
    }

    private static void assertPredictions(Outcome outcome, int classes) {
        assertThat(outcome.lines()).hasSize(90);
        for (int row = 0; row < 90; row++) {
            String[] cells = outcome.lines().get(row).split(",", -1);
            assertThat(cells[0]).isEqualTo(Integer.toString(row + 1));
            if (classes > 1) {
                double sum = IntStream.range(0, classes)
                        .mapToDouble(c -> Double.parseDouble(cells[2 + c]))
                        .sum();
                // Each is rounded by half a millionth at the most, after floats of 7 digits.
                assertThat(sum).isCloseTo(1, within(classes * 0.6e-6));
            } else {
                assertThat(Double.parseDouble(cells[1])).isFinite();
            }
        }
    }

    /** Oracle: Deeplearning4j's own reading of the file, of the rows with all their numbers. */
    private static void assertIsWhatDeeplearning4jSays(Outcome outcome, Path model, TableFile table)
            throws IOException {
        MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(model.toFile());
        NormalizerStandardize normalizer = ModelSerializer.restoreNormalizerFromFile(model.toFile());
        int compared = 0;
        for (int i = 0; i < 90; i++) {
            double[] row = table.table().features().row(i);
            if (Arrays.stream(row).anyMatch(Double::isNaN)) {
                continue;
            }
            compared++;
            INDArray inputs = Nd4j.createFromArray(new double[][] {row})
                    .castTo(network.params().dataType());
            normalizer.transform(inputs);
            INDArray output = network.output(inputs, false);
            String[] cells = outcome.lines().get(i).split(",", -1);
            if (table.table().isRegression()) {
                normalizer.revertLabels(output);
                // Numbers of some 700 with a standard deviation of some 70, in floats of 7 digits.
                assertThat(Double.parseDouble(cells[1])).isCloseTo(output.getDouble(0), within(1e-3));
                continue;
            }
            int classes = table.schema().classes().size();
            for (int c = 0; c < classes; c++) {
                double expected =
                        classes > 2 ? output.getDouble(0, c) : c == 1 ? output.getDouble(0) : 1 - output.getDouble(0);
                // The normalizer's floats, of a column whose mean is some 5 deviations.
                assertThat(Double.parseDouble(cells[2 + c])).isCloseTo(expected, within(1e-5));
            }
        }
        assertThat(compared).isEqualTo(81);
    }

    /** Nothing of the label changes a prediction: not what it says, nor whether it is there. */
    @Test
    void theLabelIsNotLookedAtAndWrongColumnsAreNamed() throws IOException {
        TableFile table = TableTrials.table(directory, 3);
        done(lab(
                "compare --label answer --engine threads --arms dropout=0.5 --epochs 1 --folds 2 --repeats 1 --no-progress --csv",
                table.path(),
                "--out",
                directory.resolve("run")));
        Path model = directory.resolve("run/models/dropout=0.5.zip");
        List<String> rows = Files.readAllLines(table.path());
        Path without = directory.resolve("without.csv");
        Files.write(
                without,
                rows.stream().map(row -> row.substring(0, row.lastIndexOf(','))).toList());
        Path other = directory.resolve("other.csv");
        Files.write(
                other,
                rows.stream()
                        .map(row -> row.endsWith("answer") ? row : row.replaceAll("[^,]*$", "never seen"))
                        .toList());
        Path renamed = directory.resolve("renamed.csv");
        Files.write(
                renamed, rows.stream().map(row -> row.replace("mass", "weight")).toList());

        String expected =
                done(lab("predict --samples 5", model, "--csv", table.path())).out();
        List<Path> before = files();

        assertThat(done(lab("predict --samples 5", model, "--csv", without)).out())
                .isEqualTo(expected);
        assertThat(done(lab("predict --samples 5", model, "--csv", other)).out())
                .isEqualTo(expected);
        Outcome wrong = lab("predict --samples 0", model, "--csv", renamed);
        assertRefused(wrong, before, renamed + ", line 1: no column mass; columns: length, weight, kind, answer");
    }

    @ParameterizedTest
    @CsvSource({"false, stratified 2-fold cross-validation", "true, one seed"})
    void aFolderOfImages(boolean parts, String splits) throws IOException {
        Path images = directory.resolve("my images");
        if (parts) {
            PictureFolders.layOutParts(images, 2, 10, 4);
        } else {
            PictureFolders.layOut(images, 3, 6);
        }
        Path run = directory.resolve("run");

        Outcome compared = done(lab(
                "compare --size 24x24 --arms plain,spatial=0.2,shift=1+flip --epochs 1 --repeats 1 --no-progress"
                        + (parts ? "" : " --engine threads --folds 2 --validation 0.34") + " --images",
                images,
                "--out",
                run));

        assertThat(compared.out())
                .contains(
                        parts ? "20 images in train, 8 images in test" : "3 classes: a (6), b (6), c (6)",
                        "all images are 32×32 pixels, width × height; each is centre-cropped and scaled to 24×24",
                        "arms, " + splits);
        assertWhole(run, "plain", "spatial=0.2", "shift=1+flip");
        MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(
                run.resolve("models/spatial=0.2.zip").toFile());
        assertThat(network.output(Nd4j.zeros(1, 3, 24, 24), false).shape()).containsExactly(1, parts ? 2 : 3);
        List<Path> before = files();
        assertRefused(
                lab("predict --csv -", run.resolve("models/plain.zip")),
                before,
                "plain.zip: the model was trained on my images, not on a table");
    }

    private static String configuration(int inputs, int outputs) {
        return new NeuralNetConfiguration.Builder()
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.TANH)
                .updater(new Nesterovs(0.05, 0.8))
                .list()
                .layer(new DenseLayer.Builder().nIn(inputs).nOut(9).build())
                .layer(new DenseLayer.Builder().nIn(9).nOut(7).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(7)
                        .nOut(outputs)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build()
                .toJson();
    }

    private Path written(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    /** The network has the weights that the configuration says; what was put in shows in predictions of the models that are kept. */
    @Test
    void armsArePutIntoAConfiguration() throws IOException {
        TableFile table = TableTrials.table(directory, 3);
        Path run = directory.resolve("run");

        Outcome compared = done(lab(
                "compare --label answer --engine threads --arms plain,dropout=0.3,dropconnect=0.4 --epochs 2 --folds 2 --repeats 1"
                        + " --no-progress --csv",
                table.path(),
                "--config",
                written("net.json", configuration(INPUTS, 3)),
                "--out",
                run));

        assertThat(compared.out()).contains("Network: your configuration: 3 layers (dense 9, dense 7, output 3)");
        assertWhole(run, "plain", "dropout=0.3", "dropconnect=0.4");
        assertThat(Journal.read(run.resolve("trials.jsonl")))
                .hasSize(6)
                .allMatch(result -> result.parameters() == (INPUTS + 1) * 9 + (9 + 1) * 7 + (7 + 1) * 3)
                // The configuration's own learning rate.
                .allMatch(result -> result.curve().end().learningRate() == 0.05);
        Map<String, String> noise = new LinkedHashMap<>();
        for (String arm : List.of("plain", "dropout=0.3", "dropconnect=0.4")) {
            Path model = run.resolve("models/" + arm + ".zip");
            Outcome one = done(lab("predict --samples 3 --seed 1", model, "--csv", table.path()));
            Outcome other = done(lab("predict --samples 3 --seed 2", model, "--csv", table.path()));
            noise.put(arm, one.out().equals(other.out()) ? "none" : "some");
        }
        assertThat(noise)
                .containsExactly(
                        Map.entry("plain", "none"),
                        Map.entry("dropout=0.3", "some"),
                        Map.entry("dropconnect=0.4", "some"));
    }

    static Stream<Arguments> badConfigurations() {
        String good = configuration(INPUTS, 3);
        return Stream.of(
                Arguments.of(
                        "inputs",
                        configuration(60, 3),
                        "plain",
                        "FILE: the network takes 60 inputs, but these examples have 5"),
                Arguments.of(
                        "outputs",
                        configuration(INPUTS, 4),
                        "plain",
                        "FILE: layer 3 (OutputLayer) has 4 outputs, but these data have 3 classes"),
                Arguments.of(
                        "not Deeplearning4j's",
                        "{\"layers\": [3, 2]}",
                        "plain",
                        "FILE: not a network configuration as written by toJson()"),
                Arguments.of("cut off", good.substring(0, good.length() / 2), "plain", "FILE: not valid JSON"),
                Arguments.of("no JSON", "[]", "plain", "FILE: not a network configuration; bring"),
                Arguments.of(
                        "a class from outside",
                        good.replaceFirst(Pattern.quote(DenseLayer.class.getName()), "org.example.Evil"),
                        "plain",
                        "FILE: class org.example.Evil is not loaded"),
                Arguments.of("no place", good, "plain,spatial=0.3", "this network has no convolutional layer"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badConfigurations")
    void aConfigurationThatDoesNotFitIsOneLineAndNothingWritten(String what, String json, String arms, String message)
            throws IOException {
        TableFile table = TableTrials.table(directory, 3);
        Path file = written("net.json", json);
        List<Path> before = files();

        Outcome outcome = lab(
                "compare --label answer --folds 3 --csv",
                table.path(),
                "--arms",
                arms,
                "--config",
                file,
                "--out",
                directory.resolve("run"));

        assertRefused(outcome, before, message.replace("FILE", file.toString()));
    }

    /** Oracle: one worker that nothing disturbed. */
    @Test
    void killedAndResumedByThePrintedCommandOrWithTwoWorkersItIsTheSameBytes() throws Exception {
        Path table = directory.resolve("what it's like.csv");
        Files.copy(TableTrials.table(directory, 3).path(), table);
        List<String> compare = List.of(
                "compare",
                "--csv",
                table.toString(),
                "--label",
                "answer",
                "--arms",
                "plain,dropout=0.5+max-norm=3",
                "--epochs",
                "1000",
                "--folds",
                "4",
                "--repeats",
                "1",
                "--no-progress");
        Path whole = directory.resolve("whole");
        Path two = directory.resolve("two");
        Path killed = directory.resolve("killed");
        done(lab(with(compare, "--workers", "1", "--out", whole)));
        done(lab(with(compare, "--workers", "2", "--out", two)));

        String printed = runUntilItsFirstTrial(killed, with(compare, "--workers", "1", "--out", killed));
        int before = Journal.read(killed.resolve("trials.jsonl")).size();
        assertThat(before).as("trials finished before the kill").isBetween(1, 7);
        Outcome resumed = done(lab(wordsOf(printed)));

        assertThat(resumed.out()).contains("Report: " + killed.resolve("report.html"));
        assertThat(Journal.read(killed.resolve("trials.jsonl"))).hasSize(8);
        for (Path run : List.of(two, killed)) {
            assertThat(run.resolve("summary.json")).hasSameBinaryContentAs(whole.resolve("summary.json"));
            assertSameModels(run, whole);
        }
    }

    /** A run whose table has changed since, or was never kept, is refused in one line; the record stays as it is. */
    @Test
    void aRunIsNotResumedWithAnotherTableOrNone() throws IOException {
        Path csv = directory.resolve("my table.csv");
        Path run = directory.resolve("run");
        String rows = "x,y\n" + "1,a\n2,b\n3,a\n4,b\n".repeat(10);
        Files.writeString(csv, rows);
        done(lab(
                "compare --label y --arms plain --epochs 1 --folds 2 --repeats 1 --no-progress --csv",
                csv,
                "--out",
                run));
        Files.writeString(csv, rows + "5,b\n");
        List<Path> before = files();

        assertRefused(lab("resume", run), before, run + " was recorded with different data");

        Path manifest = run.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"" + csv + "\"", "\"-\""));
        assertRefused(lab("resume", run), before, "read its table from standard input, which is not kept");
        assertRefused(lab("resume", directory.resolve("moon")), before, "moon");
    }

    private static String[] with(List<String> arguments, Object... more) {
        return Stream.concat(arguments.stream(), Stream.of(more).map(Object::toString))
                .toArray(String[]::new);
    }

    /** What it says that is to be typed to go on with it. */
    private String runUntilItsFirstTrial(Path run, String... arguments) throws Exception {
        Path output = directory.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "org.dropoutlab.cli.Lab"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Path journal = run.resolve("trials.jsonl");
        Instant deadline = Instant.now().plus(PATIENCE);
        while ((!Files.exists(journal) || Journal.read(journal).isEmpty())
                && process.isAlive()
                && Instant.now().isBefore(deadline)) {
            Thread.sleep(5);
        }
        process.destroyForcibly().waitFor();
        Matcher printed =
                Pattern.compile("to resume after an interruption: [.]/lab (.*)").matcher(Files.readString(output));
        assertThat(printed.find()).as(Files.readString(output)).isTrue();
        return printed.group(1);
    }

    /** As a shell takes them apart. */
    private static String[] wordsOf(String line) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + line).start();
        String words = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor()).isZero();
        return words.lines().collect(Collectors.toList()).toArray(String[]::new);
    }
}
