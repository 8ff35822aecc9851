package org.dropoutlab.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.data.split.Splits;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.LearningCurve;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.optimization.Schedule;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.scaling.ImageScaling;
import org.dropoutlab.scaling.TableScaling;
import org.dropoutlab.scaling.TrainingRanges;
import org.dropoutlab.study.ArmText;
import org.dropoutlab.training.ImageStudies;
import org.dropoutlab.training.TableTrials;
import org.dropoutlab.training.TrialObserver;
import org.dropoutlab.training.TrialRunner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

/** What a kept model is to plain Deeplearning4j and to this project, and that reading one runs nothing that is hidden in it. */
class ModelFileTest {
    private static final String TRAP = "org.dropoutlab.model.ModelFileTest$Trap";
    private static final AtomicBoolean SPRUNG = new AtomicBoolean();

    @TempDir
    private static Path shared;

    @TempDir
    private Path directory;

    /** Runs if anything loads it by its name and initializes it. */
    static final class Trap {
        static {
            SPRUNG.set(true);
        }
    }

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    /** Oracle: the trial's own network, watched after its last epoch. Rounding of six layers of floats below 10. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "dropout=0.5",
                "dropconnect=0.3",
                "weight-noise=0.3",
                "dropout=0.2+max-norm=1",
                "visible-dropout=0.1+gaussian-noise=0.2+l2=0.01+l1=0.01",
                "gaussian-dropout=0.3+weight-decay=0.01",
                "batch-norm+dropout=0.2",
                "kl-sparsity=0.1:0.01",
                "label-smoothing=0.1"
            })
    void plainDeeplearning4jReadsTheNetworkOfATable(String arm) throws IOException {
        for (int classes = 1; classes <= 3; classes++) {
            if (classes == 1 && arm.startsWith("label")) {
                continue;
            }
            TableFile table = TableTrials.table(directory, classes);
            Trial trial = TableTrials.study(table, arm, 3).trials().get(0);
            float[][] inputs = Nd4j.rand(7, table.schema().inputs()).toFloatMatrix();
            Watcher watcher = new Watcher(inputs);
            Models models = TableTrials.models(directory, table);

            TrialResult result = new TrialRunner(table.table(), watcher)
                    .keeping(Optional.of(models))
                    .run(trial);

            models.settle(List.of(arm), List.of(result));
            assertIsTheNetwork(models.directory().resolve(TrialId.fileNameOf(arm) + ".zip"), watcher);
        }
    }

    /** The same of feature maps, with schedules and pooling of ours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "spatial=0.2+conv-dropout=0.1+flattened-dropout=0.1",
                "dropconnect=0.3",
                "conv-batch-norm+batch-norm+dropout=0.3"
            })
    void plainDeeplearning4jReadsTheNetworkOfImages(String text) throws IOException {
        Images images = ImageStudies.images();
        Study study = ImageStudies.study(1);
        List<Regularizer> regularizers = ArmText.parse(text);
        Optimizer optimizer = new Optimizer.Momentum(0.01, 0.5, new Schedule.Cosine(0.1), new Schedule.Linear(0.9, 2));
        Trial first = study.trials().get(0);
        Trial trial = new Trial(
                first.id(),
                new Arm(first.id().arm(), regularizers, optimizer, List.of()),
                first.dataset(),
                new NetworkSpec.ImageCnn(32, 32, 3, 10, List.of(3, 4, 5, 6)),
                first.training(),
                first.resampling(),
                List.of(),
                first.seeds());
        Watcher watcher = new Watcher(Nd4j.rand(4, 3 * 32 * 32).toFloatMatrix(), 3, 32, 32);
        Models models = new Models(
                directory,
                new ModelCard(
                        "cifar10", TableTrials.table(directory, 2).loaded().info(), Optional.empty(), List.of()));

        TrialResult result =
                new TrialRunner(images, watcher).keeping(Optional.of(models)).run(trial);

        models.settle(List.of(trial.id().arm()), List.of(result));
        Path file = directory.resolve(TrialId.fileNameOf(trial.id().arm()) + ".zip");
        assertIsTheNetwork(file, watcher);
        assertThat(ModelFile.read(file).description().scaling()).isInstanceOf(ImageScaling.class);
    }

    private static void assertIsTheNetwork(Path file, Watcher watcher) throws IOException {
        MultiLayerNetwork stock = ModelSerializer.restoreMultiLayerNetwork(file.toFile());
        KeptModel own = ModelFile.read(file);

        assertThat(text(file, "configuration.json")).doesNotContain("dropoutlab");
        assertThat(stock.params().toFloatVector()).containsExactly(watcher.weights);
        assertThat(own.network().params().toFloatVector()).containsExactly(watcher.weights);
        assertThat(own.network().requireStack().getLayerWiseConfigurations().getConfs())
                .isEqualTo(watcher.layers);
        INDArray inputs = watcher.inputs();
        assertClose(stock.output(inputs, false).toFloatMatrix(), watcher.outputs);
        assertClose(own.network().output(inputs, Optional.empty(), false).toFloatMatrix(), watcher.outputs);
    }

    private static void assertClose(float[][] actual, float[][] expected) {
        assertThat(actual).hasDimensions(expected.length, expected[0].length);
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                assertThat(actual[i][j]).isCloseTo(expected[i][j], within(1e-6f));
            }
        }
    }

    /** Keeps what the network was after the last epoch: its memory goes when the trial is over. */
    private static final class Watcher implements TrialObserver {
        private final float[][] rows;
        private final int[] shape;
        private MultiLayerNetwork network;
        private float[] weights;
        private float[][] outputs;
        private List<NeuralNetConfiguration> layers;

        Watcher(float[][] rows, int... shape) {
            this.rows = rows;
            this.shape = shape;
        }

        INDArray inputs() {
            INDArray all = Nd4j.createFromArray(rows);
            return shape.length == 0 ? all : all.reshape(rows.length, shape[0], shape[1], shape[2]);
        }

        @Override
        public void starts(TrialId trial, Network started) {
            network = started.requireStack();
        }

        @Override
        public void epochEnded(TrialId trial, LearningCurve.Point point) {
            weights = network.params().toFloatVector();
            // Deeplearning4j cannot put two dropout layers at the bottom in a workspace.
            MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
            WorkspaceMode mode = configuration.getInferenceWorkspaceMode();
            configuration.setInferenceWorkspaceMode(WorkspaceMode.NONE);
            outputs = network.output(inputs(), false).toFloatMatrix();
            configuration.setInferenceWorkspaceMode(mode);
            layers = configuration.clone().getConfs();
        }
    }

    /**
     * Oracle: what the network was trained on. Rows without missing numbers; the normalizer's mean and deviation are floats, of
     * a column whose mean is some 5 deviations: a few 1e-7 of 10.
     */
    @Test
    void theStockNormalizerScalesAsTrainingDid() throws IOException {
        TableFile table = TableTrials.table(directory, 1);
        TableTrials.Kept kept = TableTrials.keep(directory, table, "plain");

        NormalizerStandardize normalizer =
                ModelSerializer.restoreNormalizerFromFile(kept.file().toFile());

        double[][] rows = {
            table.table().features().row(0), table.table().features().row(1)
        };
        TableScaling scaling =
                (TableScaling) ModelFile.read(kept.file()).description().scaling();
        INDArray raw = Nd4j.createFromArray(rows).castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT);
        normalizer.transform(raw);
        float[][] expected = scaling.inputs(rows);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                assertThat(raw.getFloat(i, j)).isCloseTo(expected[i][j], within(1e-5f));
            }
        }
        INDArray target = Nd4j.createFromArray(new float[][] {{0.5f}});
        normalizer.revertLabels(target);
        assertThat(target.getDouble(0)).isCloseTo(scaling.target().orElseThrow().restore(0.5), within(1e-3));
    }

    @Test
    void saysWhatItIs() {
        TableFile table = TableTrials.table(directory, 3);
        TableTrials.Kept kept = TableTrials.keep(directory, table, "dropout=0.5");

        ModelDescription description = ModelFile.read(kept.file()).description();

        assertThat(description.schema()).contains(table.schema());
        assertThat(description.trial()).isEqualTo(kept.trial().id());
        assertThat(description.data()).isEqualTo(table.loaded().info());
        assertThat(description.treatments()).hasSize(1);
        assertThat(kept.file().getFileName()).hasToString("dropout=0.5.zip");
    }

    /** Oracle: the smallest and largest value over the rows of the training fold, taken here one by one. */
    @Test
    void saysWhatTrainingSaw() throws IOException {
        TableFile table = TableTrials.table(directory, 2);
        TableTrials.Kept kept = TableTrials.keep(directory, table, "plain");
        Trial trial = kept.trial();
        Fold whole = Splits.of(table.table(), trial.resampling(), trial.seeds().folds(0))
                .get(trial.id().split());
        int[] train = Splits.withValidation(
                        table.table(), trial.resampling(), whole, trial.seeds().validation(trial.id()))
                .train();

        TrainingRanges ranges =
                ModelFile.read(kept.file()).description().ranges().orElseThrow();

        assertThat(ranges.inputs()).hasSize(table.schema().inputs());
        for (int input = 0; input < ranges.inputs().size(); input++) {
            int at = input;
            double[] values = Arrays.stream(train)
                    .mapToDouble(row -> table.table().features().row(row)[at])
                    .filter(value -> !Double.isNaN(value))
                    .sorted()
                    .toArray();
            assertThat(ranges.inputs().get(input))
                    .isEqualTo(new TrainingRanges.Extent(values.length, values[0], values[values.length - 1]));
        }
    }

    @Test
    void modelsOfEarlierVersionsDoNotSayWhatTrainingSaw() throws IOException {
        Path file =
                zip(edited("dropout-lab.json", json -> json.replaceFirst("(?s)\"ranges\" : \\{.*?\\]\\s*\\},", "")));

        assertThat(ModelFile.read(file).description().ranges()).isEmpty();
        assertThat(text(file, "dropout-lab.json")).doesNotContain("ranges");
    }

    @Test
    void theSameTrialGivesTheSameBytes() throws IOException {
        TableFile table = TableTrials.table(directory, 2);
        Path one = TableTrials.keep(Files.createDirectory(directory.resolve("one")), table, "dropout=0.5")
                .file();
        Path other = TableTrials.keep(Files.createDirectory(directory.resolve("other")), table, "dropout=0.5")
                .file();

        assertThat(one).hasSameBinaryContentAs(other);
    }

    /** A model that can be tampered with, made once. */
    private static Map<String, byte[]> model() throws IOException {
        Path file = shared.resolve("models/dropout=0.5.zip");
        if (!Files.exists(file)) {
            TableTrials.keep(shared, TableTrials.table(shared, 2), "dropout=0.5");
        }
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private static String text(Path file, String name) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), UTF_8);
        }
    }

    private Path zip(Map<String, byte[]> entries) throws IOException {
        Path file = directory.resolve("model.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    private static void assertRefused(Path file, String... words) {
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContainingAll(words)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
        assertThat(SPRUNG).as("the trap").isFalse();
    }

    /** Wherever Deeplearning4j would take a class's name from. */
    @ParameterizedTest
    @CsvSource({
        "configuration.json, org.nd4j.linalg.learning.config.Sgd",
        "configuration.json, org.deeplearning4j.nn.conf.layers.DenseLayer",
        "dropout-lab-configuration.json, org.dropoutlab.dl4j.layer.CachingDense",
        "dropout-lab-configuration.json, org.deeplearning4j.nn.conf.dropout.Dropout"
    })
    void loadsNoClassThatNoConfigurationNeeds(String entry, String replaced) throws IOException {
        assertRefused(
                zip(edited(entry, json -> json.replace(replaced, TRAP))), entry, "class " + TRAP + " is not loaded");
    }

    private static Map<String, byte[]> edited(String entry, UnaryOperator<String> edit) throws IOException {
        Map<String, byte[]> entries = model();
        String before = new String(entries.get(entry), UTF_8);
        String after = edit.apply(before);
        assertThat(after).isNotEqualTo(before);
        entries.put(entry, after.getBytes(UTF_8));
        return entries;
    }

    /** Deeplearning4j would instantiate the class that a normalizer of its kind names. */
    @Test
    void theNormalizerIsNotRead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF("NORMALIZER");
        out.writeInt(1);
        out.writeUTF("CUSTOM");
        out.writeUTF(TRAP);
        Map<String, byte[]> entries = model();
        entries.put("normalizer.bin", bytes.toByteArray());

        ModelFile.read(zip(entries));

        assertThat(SPRUNG).as("the trap").isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"preprocessor.bin", "objects/thing", "updaterState.bin", "../../evil", "CONFIGURATION.JSON"})
    void refusesWhatAModelDoesNotHave(String name) throws IOException {
        Map<String, byte[]> entries = model();
        entries.put(name, new byte[] {1});

        assertRefused(zip(entries), "not a model saved by a run: unexpected entry", name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"configuration.json", "coefficients.bin", "normalizer.bin", "dropout-lab-configuration.json"})
    void refusesAModelThatLacksAPart(String name) throws IOException {
        Map<String, byte[]> entries = model();
        entries.remove(name);

        assertRefused(zip(entries), name + " is missing");
    }

    /** {@code ZipOutputStream} writes none, so a name of the same length is changed in the bytes. */
    @Test
    void refusesAnEntryThatIsThereTwice() throws IOException {
        Map<String, byte[]> entries = model();
        entries.put("nonsenseizer.b", entries.get("normalizer.bin"));
        byte[] bytes = Files.readAllBytes(zip(entries));
        String latin = new String(bytes, ISO_8859_1);
        Files.write(
                directory.resolve("model.zip"),
                latin.replace("nonsenseizer.b", "normalizer.bin").getBytes(ISO_8859_1));

        assertRefused(directory.resolve("model.zip"), "duplicate entry normalizer.bin");
    }

    @Test
    void refusesAModelOfPlainDeeplearning4jAndSaysWhatIsMissing() throws IOException {
        Map<String, byte[]> entries = model();
        entries.keySet().removeIf(name -> name.startsWith("dropout-lab"));

        assertRefused(zip(entries), "a Deeplearning4j model without dropout-lab.json", "pass a model saved by a run");
    }

    @Test
    void refusesAZipThatIsNoModel() throws IOException {
        assertRefused(zip(Map.of("readme.txt", "hello".getBytes(UTF_8))), "a zip file without a model");
    }

    @Test
    void refusesFilesThatAreNoZip() throws IOException {
        Path file = zip(model());
        byte[] whole = Files.readAllBytes(file);

        for (byte[] bytes : List.of(
                Arrays.copyOf(whole, whole.length / 2),
                Arrays.copyOf(whole, 20),
                new byte[0],
                "a,b\n".getBytes(UTF_8))) {
            Files.write(file, bytes);
            assertRefused(file, "not a valid zip file");
        }
        assertRefused(directory.resolve("nowhere.zip"), "does not exist; pass a model saved by a run");
        assertRefused(directory, "is not a file");
    }

    /** A byte that was changed on the way: the zip has a checksum of each entry. */
    @Test
    void refusesDamagedWeights() throws IOException {
        byte[] weights = model().get("coefficients.bin");
        Path file = directory.resolve("model.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Map.Entry<String, byte[]> entry : model().entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        String end = new String(weights, weights.length - 16, 16, ISO_8859_1);
        bytes[new String(bytes, ISO_8859_1).indexOf(end)] ^= 1;
        Files.write(file, bytes);

        assertRefused(file, "coefficients.bin is damaged");
    }

    /** A few megabytes that would become as many gigabytes. */
    @Test
    void unpacksNoMoreThanAModelCanHave() throws IOException {
        Map<String, byte[]> entries = model();
        entries.put("dropout-lab.json", new byte[11_000_000]);

        Path bomb = zip(entries);

        assertThat(bomb).satisfies(file -> assertThat(Files.size(file)).isLessThan(100_000));
        assertRefused(bomb, "dropout-lab.json is larger than 10,000,000 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "9000000000000000000, does not have the declared number of weights",
        "-1, does not have the declared number of weights",
        "0, does not have the declared number of weights",
        "1, does not have the declared number of weights"
    })
    void believesNoLengthThatTheFileDoesNotHave(long length, String message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF("LONG_SHAPE");
        out.writeLong(8);
        out.writeUTF("LONG");
        for (long number : new long[] {2, 1, length, 1, 1, 8192, 1, 99}) {
            out.writeLong(number);
        }
        out.writeUTF("MIXED_DATA_TYPES");
        out.writeLong(length);
        out.writeUTF("FLOAT");
        out.writeFloat(1);
        out.writeFloat(2);
        Map<String, byte[]> entries = model();
        entries.put("coefficients.bin", bytes.toByteArray());

        assertRefused(zip(entries), "coefficients.bin " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"format\" : 1 | \"format\" : 2 | has format 2, but this version reads format 1",
                "\"table-scaling\" | \"java.util.ArrayList\" | dropout-lab.json cannot be read",
                "\"fills\" : [ | \"fills\" : [ 1, | the scaling does not match the 5 inputs",
                "\"schema\" : { | \"schemata\" : { | dropout-lab.json cannot be read",
                "\"task\" : \"binary\" | \"task\" : \"regression\" | dropout-lab.json cannot be read"
            })
    void refusesADescriptionThatDoesNotFit(String from, String to, String message) throws IOException {
        assertRefused(zip(edited("dropout-lab.json", json -> json.replace(from, to))), message);
    }

    @Test
    void refusesWeightsOfAnotherNetwork() throws IOException {
        assertRefused(
                zip(edited(
                        "dropout-lab-configuration.json",
                        json -> json.replaceAll("\"nout\" : 12\\b", "\"nout\" : 13"))),
                "weights and configuration do not match");
    }
}
