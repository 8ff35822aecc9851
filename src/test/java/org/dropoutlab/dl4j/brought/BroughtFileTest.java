package org.dropoutlab.dl4j.brought;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.dropoutlab.network.NetworkSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Networks in files of each kind, and files that are none. */
class BroughtFileTest {
    private static final String TRAP = "org.dropoutlab.dl4j.brought.BroughtFileTest$Trap";
    private static final AtomicBoolean SPRUNG = new AtomicBoolean();

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

    private static MultiLayerConfiguration stack() {
        return new NeuralNetConfiguration.Builder()
                .seed(5)
                .updater(new Adam(1e-2))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(6)
                        .activation(Activation.RELU)
                        .dropOut(0.8)
                        .build())
                .layer(new DenseLayer.Builder().nIn(6).nOut(5).name("mine").build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static ComputationGraphConfiguration graph(int outputs) {
        var builder = new NeuralNetConfiguration.Builder()
                .seed(5)
                .updater(new Adam(1e-2))
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", new DenseLayer.Builder().nIn(4).nOut(4).build(), "in")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "in", "first");
        String[] names = new String[outputs];
        for (int i = 0; i < outputs; i++) {
            names[i] = "out" + i;
            builder.addLayer(
                    names[i],
                    new OutputLayer.Builder(LossFunction.MCXENT)
                            .nIn(4)
                            .nOut(3)
                            .activation(Activation.SOFTMAX)
                            .build(),
                    "sum");
        }
        return builder.setOutputs(names).build();
    }

    private static MultiLayerNetwork trained() {
        MultiLayerNetwork network = new MultiLayerNetwork(stack());
        network.init();
        for (int i = 0; i < 3; i++) {
            network.fit(new DataSet(
                    Nd4j.rand(8, 4),
                    Nd4j.eye(3)
                            .repeat(0, 3)
                            .get(
                                    org.nd4j.linalg.indexing.NDArrayIndex.interval(0, 8),
                                    org.nd4j.linalg.indexing.NDArrayIndex.all())));
        }
        return network;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private Path zip(Map<String, byte[]> entries) throws IOException {
        Path file = directory.resolve("file.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    private static byte[] stored(INDArray array) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Nd4j.write(array, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static Path keras(String name) {
        try {
            return Path.of(BroughtFileTest.class.getResource("/keras/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** The network as it would be in an arm without regularizers: named layers, with the file's weights. */
    private static Network started(Path file) {
        NetworkSpec.Trained trained = BroughtFile.read(file).trained().orElseThrow();
        Network network = SafeConfiguration.network(trained.network().json()).network();
        BroughtFile.weights(file, trained).into(network);
        return network;
    }

    @Test
    void configurationsAreReadInJsonAndYamlWhateverTheirName() throws IOException {
        for (Path file : new Path[] {
            file("a.txt", stack().toJson()),
            file("b.json", stack().toYaml()),
            file("c.yaml", "\ufeff\n" + stack().toJson())
        }) {
            Brought brought = BroughtFile.read(file);

            assertThat(SafeConfiguration.read(brought.network().json())).isEqualTo(stack());
            assertThat(brought.trained()).isEmpty();
            assertThat(brought.notes()).isEmpty();
        }
        assertThat(BroughtFile.read(file("a", stack().toJson())).kind()).isEqualTo("a configuration in JSON");
        assertThat(BroughtFile.read(file("b", stack().toYaml())).kind()).isEqualTo("a configuration in YAML");
        assertThat(SafeConfiguration.readGraph(
                        BroughtFile.read(file("g", graph(1).toYaml())).network().json()))
                .isEqualTo(graph(1));
    }

    /** Oracle: the network that was saved. */
    @Test
    void weightsOfASavedNetworkAreThoseThatItHad() throws IOException {
        MultiLayerNetwork network = trained();
        INDArray inputs = Nd4j.rand(7, 4);
        for (boolean updater : new boolean[] {false, true}) {
            Path file = directory.resolve("model-" + updater);
            ModelSerializer.writeModel(network, file.toFile(), updater);

            Brought brought = BroughtFile.read(file);

            assertThat(brought.kind()).isEqualTo("a Deeplearning4j model");
            assertThat(SafeConfiguration.read(brought.network().json())
                            .getConf(0)
                            .getLayer())
                    .isEqualTo(stack().getConf(0).getLayer());
            assertThat(SafeConfiguration.read(brought.network().json()).getIterationCount())
                    .as("schedules start anew")
                    .isZero();
            assertThat(started(file).model().params()).isEqualTo(network.params());
            assertThat(started(file).output(inputs, java.util.Optional.empty(), false))
                    .isEqualTo(network.output(inputs));
        }
    }

    /** Oracle: the graph that was saved. */
    @Test
    void weightsOfASavedGraphAreThoseThatItHad() throws IOException {
        ComputationGraph network = new ComputationGraph(graph(1));
        network.init();
        Path file = directory.resolve("graph.zip");
        ModelSerializer.writeModel(network, file.toFile(), true);

        assertThat(started(file).model().params()).isEqualTo(network.params());
    }

    @Test
    void untrainedNetworksAndThoseWithDoublesAreReadToo() throws IOException {
        MultiLayerConfiguration doubles = stack();
        doubles.setDataType(org.nd4j.linalg.api.buffer.DataType.DOUBLE);
        MultiLayerNetwork network = new MultiLayerNetwork(doubles);
        network.init();
        Path file = directory.resolve("doubles.zip");
        ModelSerializer.writeModel(network, file.toFile(), false);

        assertThat(started(file).model().params().castTo(network.params().dataType()))
                .isEqualTo(network.params());
    }

    /** Layers between the own ones move the places in the flat vector, so it must not be used. */
    @Test
    void weightsFindTheirLayersByName() throws IOException {
        MultiLayerNetwork network = trained();
        Path file = directory.resolve("model.zip");
        ModelSerializer.writeModel(network, file.toFile(), false);
        NetworkSpec.Trained trained = BroughtFile.read(file).trained().orElseThrow();
        MultiLayerConfiguration own = SafeConfiguration.read(trained.network().json());
        MultiLayerConfiguration more = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DropoutLayer(0.5))
                .layer(own.getConf(0).getLayer())
                .layer(new DenseLayer.Builder().nIn(6).nOut(6).name("added").build())
                .layer(own.getConf(1).getLayer())
                .layer(own.getConf(2).getLayer())
                .build();
        MultiLayerNetwork arm = new MultiLayerNetwork(more);
        arm.init();
        INDArray added = arm.getLayer(2).params().dup();

        BroughtFile.weights(file, trained).into(new Network.Stack(arm));

        assertThat(arm.getLayer(1).params()).isEqualTo(network.getLayer(0).params());
        assertThat(arm.getLayer(2).params()).isEqualTo(added);
        assertThat(arm.getLayer(3).params()).isEqualTo(network.getLayer(1).params());
        assertThat(arm.getLayer(4).params()).isEqualTo(network.getLayer(2).params());
    }

    @Test
    void aNetworkWithoutOneOfTheLayersCannotStartFromThem() throws IOException {
        Path file = directory.resolve("model.zip");
        ModelSerializer.writeModel(trained(), file.toFile(), false);
        NetworkSpec.Trained trained = BroughtFile.read(file).trained().orElseThrow();
        MultiLayerNetwork other = new MultiLayerNetwork(stack());
        other.init();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> BroughtFile.weights(file, trained).into(new Network.Stack(other)))
                .withMessage("the network has no layer own-1, own-2 to start from the file's weights");
    }

    @Test
    void aFileThatHasChangedIsNotStartedFrom() throws IOException {
        Path file = directory.resolve("model.zip");
        ModelSerializer.writeModel(trained(), file.toFile(), false);
        NetworkSpec.Trained trained = BroughtFile.read(file).trained().orElseThrow();
        ModelSerializer.writeModel(trained(), file.toFile(), true);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> BroughtFile.weights(file, trained))
                .withMessageContaining("has changed: expected sha256:" + trained.sha256());
    }

    /**
     * Oracle: the layers' formulas with the numbers that {@code make.py} wrote, in doubles; two layers of floats below 3 round
     * by less than 1e-6.
     */
    @Test
    void aKerasModelComputesWhatKerasComputes() {
        float[] inputs = {0.3f, -0.7f, 1.1f, 0.5f};
        Network network = started(keras("sequential.h5"));

        float[] outputs = network.output(Nd4j.create(new float[][] {inputs}), java.util.Optional.empty(), false)
                .toFloatVector();

        double[] hidden = dense(toDoubles(inputs), 6, 0);
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = Math.max(0, hidden[i]);
        }
        double[] expected = softmax(dense(hidden, 3, 4 * 6 + 6));
        for (int i = 0; i < expected.length; i++) {
            assertThat(outputs[i]).isEqualTo((float) expected[i], within(1e-6f));
        }
    }

    private static double[] toDoubles(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }

    private static double[] dense(double[] inputs, int units, int from) {
        double[] outputs = new double[units];
        for (int unit = 0; unit < units; unit++) {
            outputs[unit] = weight(from + inputs.length * units + unit);
            for (int i = 0; i < inputs.length; i++) {
                outputs[unit] += inputs[i] * weight(from + i * units + unit);
            }
        }
        return outputs;
    }

    private static double weight(int place) {
        return (float) (Math.sin(place + 1) * 0.5);
    }

    private static double[] softmax(double[] logits) {
        double sum = 0;
        double[] shares = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            shares[i] = Math.exp(logits[i]);
            sum += shares[i];
        }
        for (int i = 0; i < logits.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    /** Deeplearning4j's import loses the rate; see {@link #theImportItselfLosesTheRate}. */
    @Test
    void aKerasModelKeepsItsDropoutAndLossAndOptimizer() {
        Brought brought = BroughtFile.read(keras("sequential.h5"));
        MultiLayerConfiguration network =
                SafeConfiguration.read(brought.network().json());

        assertThat(brought.kind()).isEqualTo("a Keras file");
        assertThat(brought.notes()).isEmpty();
        assertThat(network.getConfs()).hasSize(3);
        assertThat(network.getConf(0).getLayer().getIDropout()).isNull();
        assertThat(network.getConf(1).getLayer().getIDropout()).isEqualTo(new Dropout(0.75));
        OutputLayer output = (OutputLayer) network.getConf(2).getLayer();
        assertThat(output.getLossFn()).isInstanceOf(LossMCXENT.class);
        assertThat(output.getIUpdater()).isEqualTo(new Adam(0.01, 0.9, 0.999, 1e-7));
        assertThat(output.getNOut()).isEqualTo(3);
    }

    @Test
    void theImportItselfLosesTheRate() throws Exception {
        MultiLayerNetwork imported =
                org.deeplearning4j.nn.modelimport.keras.KerasModelImport.importKerasSequentialModelAndWeights(
                        keras("sequential.h5").toString(), true);

        assertThat(imported.getLayerWiseConfigurations().getConf(1).getLayer().getIDropout())
                .as("if this fails, the rate need not be restored any more")
                .isEqualTo(new Dropout(1));
    }

    @Test
    void aKerasModelThatWasNotCompiledGetsTheUsualLoss() {
        Brought brought = BroughtFile.read(keras("not-compiled.h5"));

        assertThat(brought.notes()).singleElement().asString().contains("not compiled", "LossMCXENT");
        assertThat(((OutputLayer) SafeConfiguration.read(brought.network().json())
                                .getConf(2)
                                .getLayer())
                        .getLossFn())
                .isInstanceOf(LossMCXENT.class);
    }

    /** Penalties: the gradient of Keras's λΣw² is 2λw, that of Deeplearning4j's l2 is l2·w. */
    @Test
    void aKerasModelKeepsItsPenaltiesAndNoise() {
        MultiLayerConfiguration network = SafeConfiguration.read(
                BroughtFile.read(keras("regularized.h5")).network().json());

        assertThat(((DenseLayer) network.getConf(0).getLayer()).getRegularization())
                .containsExactly(new org.nd4j.linalg.learning.regularization.L2Regularization(0.02));
        assertThat(network.getConf(1).getLayer().getIDropout())
                .isEqualTo(new org.deeplearning4j.nn.conf.dropout.GaussianDropout(0.2));
        assertThat(((DenseLayer) network.getConf(2).getLayer()).getRegularization())
                .containsExactly(
                        new org.nd4j.linalg.learning.regularization.L1Regularization(0.03),
                        new org.nd4j.linalg.learning.regularization.L2Regularization(0.08));
    }

    @Test
    void aFunctionalKerasModelIsAGraph() {
        Path file = keras("functional.h5");
        ComputationGraphConfiguration graph =
                SafeConfiguration.readGraph(BroughtFile.read(file).network().json());

        assertThat(graph.getNetworkOutputs()).containsExactly("dense_2");
        assertThat(graph.getVertices().get("add")).isInstanceOf(ElementWiseVertex.class);
        assertThat(((LayerVertex) graph.getVertices().get("dropout"))
                        .getLayerConf()
                        .getLayer()
                        .getIDropout())
                .isEqualTo(new Dropout(0.5));
        assertThat(((LayerVertex) graph.getVertices().get("dense_2"))
                        .getLayerConf()
                        .getLayer())
                .isInstanceOf(OutputLayer.class);
        assertThat(started(file).params().getFloat(0)).isEqualTo((float) (0.5 * Math.sin(1)));
    }

    @Test
    void saysWhichLayerTheImportCannotRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BroughtFile.read(keras("unsupported.h5")))
                .withMessage(
                        "Deeplearning4j cannot import this Keras model: Unsupported keras layer type MultiHeadAttention");
    }

    @Test
    void graphsOfSeveralOutputsAreRefusedByName() throws IOException {
        Path file = file("g.json", graph(2).toJson());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> BroughtFile.read(file))
                .withMessage(
                        "the graph has 2 outputs (out0, out1); only graphs of one input and one output are supported");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | an empty file",
                "'  ' | an empty file",
                "hello there | not a network configuration; bring",
                "{} | it has no list \"confs\"",
                "'a: 1' | it has no list \"confs\"",
                "{\"class_name\":\"Sequential\",\"config\":{}} | a Keras model as JSON, without weights",
            })
    void saysWhatATextIsThatIsNoNetwork(String text, String message) throws IOException {
        Path file = file("text", text);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> BroughtFile.read(file))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "config.json,metadata.json,model.weights.h5 | a .keras file of Keras 3",
                "archive/data.pkl,archive/version | a PyTorch file",
                "readme.txt | a zip file without a network: configuration.json is missing",
            })
    void saysWhatAZipIsThatIsNoNetwork(String names, String message) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (String name : names.split(",", -1)) {
            entries.put(name, "{}".getBytes(UTF_8));
        }
        Path file = zip(entries);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> BroughtFile.read(file))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void saysWhatOtherFilesAre() throws IOException {
        Path object = directory.resolve("object");
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(object))) {
            out.writeObject("text");
        }
        Path binary = Files.write(directory.resolve("binary"), new byte[] {1, 2, (byte) 0xff, (byte) 0xfe});
        Path damaged = Files.write(
                directory.resolve("damaged.h5"),
                java.util.Arrays.copyOf(Files.readAllBytes(keras("sequential.h5")), 600));

        for (Map.Entry<Path, String> each : Map.of(
                        object, "a serialized Java object",
                        binary, "neither UTF-8 text nor a model",
                        damaged, "a damaged HDF5 file",
                        directory, "a folder")
                .entrySet()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BroughtFile.read(each.getKey()))
                    .withMessageContaining(each.getValue())
                    .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
        }
    }

    /** A normalizer or preprocessor in a file is an object that its reading could run anything with. */
    @Test
    void nothingIsReadButConfigurationAndWeights() throws IOException {
        MultiLayerNetwork network = trained();
        Path file = zip(new LinkedHashMap<>(Map.of(
                "configuration.json",
                        network.getLayerWiseConfigurations().toJson().getBytes(UTF_8),
                "coefficients.bin", stored(network.params()),
                "normalizer.bin", "not a normalizer".getBytes(UTF_8),
                "preprocessor.bin", new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 's', 'r'},
                "updaterState.bin", new byte[0],
                "objects/trap.bin", TRAP.getBytes(UTF_8))));

        assertThat(started(file).params()).isEqualTo(network.params());
        assertThat(new NormalizerStandardize()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@class", "type"})
    void loadsNoClassThatNoConfigurationNeeds(String field) throws IOException {
        String json = stack().toJson()
                .replaceFirst(
                        "\"weightInitFn\" : \\{\\s*\"@class\" : \"[^\"]*\"",
                        "\"weightInitFn\":{\"%s\":\"%s\"".formatted(field, TRAP.replace("$", "\\$")));
        Path file = zip(new LinkedHashMap<>(
                Map.of("configuration.json", json.getBytes(UTF_8), "coefficients.bin", new byte[0])));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> BroughtFile.read(file))
                .withMessageContaining("class " + TRAP + " is not loaded");
        assertThat(SPRUNG).isFalse();
    }

    @Test
    void weightsThatDoNotMatchAreRefusedWithBothNumbers() throws IOException {
        for (int more : new int[] {-1, 1, 1000}) {
            Path file = zip(new LinkedHashMap<>(Map.of(
                    "configuration.json", stack().toJson().getBytes(UTF_8),
                    "coefficients.bin", stored(Nd4j.rand(1, 83 + more)))));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BroughtFile.read(file))
                    .withMessage(
                            "the file has %,d weights, but its configuration has layers for 83".formatted(83 + more));
        }
    }

    /** The header promises what fits, and then come a hundred million zeros, which compress to nothing. */
    @Test
    void aHugeEntryIsNotUnpacked() throws IOException {
        byte[] weights = stored(Nd4j.rand(1, 83));
        Path file = directory.resolve("bomb.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("configuration.json"));
            zip.write(stack().toJson().getBytes(UTF_8));
            zip.putNextEntry(new ZipEntry("coefficients.bin"));
            zip.write(weights);
            for (int i = 0; i < 100; i++) {
                zip.write(new byte[1_000_000]);
            }
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> BroughtFile.read(file))
                .withMessage("coefficients.bin is larger than %,d bytes".formatted(83 * Double.BYTES + 1024));
    }

    @Test
    void aConfigurationOfAHugeNetworkIsRefusedBeforeItIsBuilt() throws IOException {
        Path file = file("huge", stack().toJson().replaceAll("\"nout\" : 6", "\"nout\" : 600000000"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> BroughtFile.read(file))
                .withMessageContaining("at most 375,000,000 are supported");
    }
}
