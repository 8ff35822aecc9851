package org.dropoutlab.dl4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.CenterLossParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** An initialized network, of either of Deeplearning4j's two kinds. Not thread-safe. */
public sealed interface Network {

    /**
     * Layers that follow each other.
     *
     * @param model as Deeplearning4j has it
     */
    record Stack(MultiLayerNetwork model) implements Network {
        @Override
        public NetworkConfiguration configuration() {
            return new NetworkConfiguration.Stack(model.getLayerWiseConfigurations());
        }

        @Override
        public List<Layer> layers() {
            return List.of(model.getLayers());
        }

        @Override
        public IOutputLayer outputLayer() {
            return (IOutputLayer) model.getOutputLayer();
        }

        @Override
        public void fit(DataSetIterator epoch) {
            model.fit(epoch);
        }

        @Override
        public INDArray output(INDArray features, Optional<INDArray> mask, boolean training) {
            return model.output(features, training, mask.orElse(null), null);
        }

        @Override
        public List<INDArray> activations(INDArray features) {
            List<INDArray> all = model.feedForward(features, false);
            model.clearLayersStates();
            return all.subList(1, all.size());
        }

        /** With the layers below the output layer at the array that it takes, its losses and outputs take one pass. */
        @Override
        public Prediction predict(DataSet batch) {
            boolean masked = batch.hasMaskArrays();
            if (masked) {
                model.setLayerMaskArrays(batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
            }
            Prediction prediction = atTop(this, below(batch), batch);
            if (masked) {
                model.clearLayerMaskArrays();
            }
            return prediction;
        }

        @Override
        public INDArray beneath(DataSet batch) {
            model.setLayerMaskArrays(batch.getFeaturesMaskArray(), null);
            INDArray below = below(batch);
            model.clearLayerMaskArrays();
            return below;
        }

        private INDArray below(DataSet batch) {
            int last = model.getnLayers() - 1;
            INDArray below = last == 0
                    ? batch.getFeatures()
                    : model.feedForwardToLayer(last - 1, batch.getFeatures(), false)
                            .get(last);
            return preprocessed(below, model.getLayerWiseConfigurations().getInputPreProcess(last), batch);
        }

        @Override
        public Optional<INDArray> updaterState() {
            return Optional.ofNullable(model.getUpdater(false)).map(updater -> updater.getStateViewArray());
        }

        @Override
        public INDArray gradients() {
            return model.getFlattenedGradients();
        }

        @Override
        public double learningRate() {
            return first(
                    Stream.iterate(0, i -> i < model.getnLayers(), i -> i + 1).map(model::getLearningRate));
        }

        @Override
        public int epochs() {
            return model.getEpochCount();
        }

        @Override
        public int iterations() {
            return model.getIterationCount();
        }

        @Override
        public void listen(List<TrainingListener> listeners) {
            model.addListeners(listeners.toArray(TrainingListener[]::new));
        }
    }

    /**
     * The losses of an output layer with inputs and labels. M2.1 cannot give those of a center loss for each example; they are those
     * of its outputs, without the distances from the centers, which are a penalty.
     */
    private static double[] losses(IOutputLayer output, LayerWorkspaceMgr heap) {
        Layer layer = (Layer) output;
        if (layer.conf().getLayer() instanceof CenterLossOutputLayer of) {
            INDArray sums = layer.input()
                    .mmul(layer.getParam(CenterLossParamInitializer.WEIGHT_KEY))
                    .addiRowVector(layer.getParam(CenterLossParamInitializer.BIAS_KEY));
            return of.getLossFn()
                    .computeScoreArray(output.getLabels(), sums, of.getActivationFn(), null)
                    .toDoubleVector();
        }
        return output.computeScoreForExamples(0, heap).toDoubleVector();
    }

    /**
     * A graph with one input and one output.
     *
     * @param model as Deeplearning4j has it
     */
    record Graph(ComputationGraph model) implements Network {
        @Override
        public NetworkConfiguration configuration() {
            return new NetworkConfiguration.Graph(model.getConfiguration());
        }

        @Override
        public List<Layer> layers() {
            return Arrays.stream(model.topologicalSortOrder())
                    .mapToObj(vertex -> model.getVertices()[vertex])
                    .filter(GraphVertex::hasLayer)
                    .map(GraphVertex::getLayer)
                    .toList();
        }

        @Override
        public IOutputLayer outputLayer() {
            return (IOutputLayer) model.getOutputLayer(0);
        }

        @Override
        public void fit(DataSetIterator epoch) {
            model.fit(epoch);
        }

        @Override
        public INDArray output(INDArray features, Optional<INDArray> mask, boolean training) {
            return model.output(
                            training,
                            new INDArray[] {features},
                            mask.map(of -> new INDArray[] {of}).orElse(null))[0];
        }

        @Override
        public List<INDArray> activations(INDArray features) {
            Map<String, INDArray> all = model.feedForward(features, false);
            model.clearLayersStates();
            return layers().stream()
                    .map(layer -> all.get(layer.conf().getLayer().getLayerName()))
                    .toList();
        }

        @Override
        public Prediction predict(DataSet batch) {
            Prediction prediction = atTop(this, below(batch, batch.getLabelsMaskArray()), batch);
            model.clearLayerMaskArrays();
            model.clearLayersStates();
            return prediction;
        }

        private static INDArray[] alone(INDArray mask) {
            return mask == null ? null : new INDArray[] {mask};
        }

        @Override
        public INDArray beneath(DataSet batch) {
            INDArray below = below(batch, null);
            model.clearLayerMaskArrays();
            model.clearLayersStates();
            return below;
        }

        /** What the output layer takes; the masks stay set. */
        private INDArray below(DataSet batch, INDArray labelsMask) {
            model.setInputs(batch.getFeatures());
            model.setLayerMaskArrays(alone(batch.getFeaturesMaskArray()), alone(labelsMask));
            Map<String, INDArray> all = model.feedForward(false, true, true);
            String top = model.getConfiguration().getNetworkOutputs().get(0);
            LayerVertex vertex =
                    (LayerVertex) model.getConfiguration().getVertices().get(top);
            return preprocessed(
                    all.get(model.getConfiguration().getVertexInputs().get(top).get(0)),
                    vertex.getPreProcessor(),
                    batch);
        }

        @Override
        public Optional<INDArray> updaterState() {
            return Optional.ofNullable(model.getUpdater(false)).map(updater -> updater.getUpdaterStateViewArray());
        }

        @Override
        public INDArray gradients() {
            return model.getFlattenedGradients();
        }

        @Override
        public double learningRate() {
            return first(layers().stream()
                    .map(layer -> model.getLearningRate(layer.conf().getLayer().getLayerName())));
        }

        @Override
        public int epochs() {
            return model.getEpochCount();
        }

        @Override
        public int iterations() {
            return model.getIterationCount();
        }

        @Override
        public void listen(List<TrainingListener> listeners) {
            model.addListeners(listeners.toArray(TrainingListener[]::new));
        }
    }

    /**
     * What a network makes of a mini-batch, with all noise off.
     *
     * @param losses of each example
     * @param outputs [example, …]
     */
    record Prediction(double[] losses, INDArray outputs) {}

    /** The network as Deeplearning4j has it. */
    Model model();

    /** Its configuration, which it shares. */
    NetworkConfiguration configuration();

    /** Its layers, each after those that it depends on. */
    List<Layer> layers();

    /** Its last layer. */
    IOutputLayer outputLayer();

    /** Trains for one epoch. */
    void fit(DataSetIterator epoch);

    /**
     * Its outputs, [example, …].
     *
     * @param features [example, …]
     * @param mask for sequences of different lengths, 1 for steps and 0 for padding, [example, step]
     * @param training whether noise is on
     */
    INDArray output(INDArray features, Optional<INDArray> mask, boolean training);

    /** The outputs of each of {@link #layers} for {@code features}, [example, …], with all noise off. */
    List<INDArray> activations(INDArray features);

    /** Its losses and outputs, with all noise off. */
    Prediction predict(DataSet batch);

    /** The part of {@link #predict(DataSet)} of a network's output layer, for what it takes. */
    private static Prediction atTop(Network network, INDArray below, DataSet batch) {
        LayerWorkspaceMgr heap = LayerWorkspaceMgr.noWorkspaces();
        IOutputLayer output = network.outputLayer();
        output.setInput(below, heap);
        output.setLabels(batch.getLabels());
        double[] losses = losses(output, heap);
        return new Prediction(losses, output.activate(false, heap));
    }

    /**
     * Its losses and outputs for single steps of sequences, with all noise off. It has outputs for each step.
     *
     * @param batch sequences, [example, feature, step], with labels [example, output, step]
     * @param places of the steps: example · number of steps + step
     * @return of each place; outputs are [place, output]
     */
    default Prediction predict(DataSet batch, int[] places) {
        if (places.length == 1) {
            // M2.1's output layers for steps do not sum the losses of a single one.
            Prediction twice = predict(batch, new int[] {places[0], places[0]});
            return new Prediction(
                    new double[] {twice.losses()[0]}, twice.outputs().getRow(0, true));
        }
        LayerWorkspaceMgr heap = LayerWorkspaceMgr.noWorkspaces();
        INDArray below = beneath(batch);
        // Each step as a sequence of one: the output layer sums losses over the steps of a sequence.
        INDArray wanted = single(batch.getLabels(), places);
        IOutputLayer output = outputLayer();
        output.setInput(single(below, places), heap);
        output.setLabels(wanted);
        double[] losses = losses(output, heap);
        INDArray outputs = output.activate(false, heap);
        return new Prediction(losses, outputs.reshape(places.length, wanted.size(1)));
    }

    /** Steps of [example, feature, step] as [place, feature, 1]. */
    private static INDArray single(INDArray sequences, int[] places) {
        long width = sequences.size(1);
        INDArray steps = sequences.permute(0, 2, 1).dup('c').reshape('c', sequences.size(0) * sequences.size(2), width);
        return Nd4j.pullRows(steps, 1, places).reshape('c', places.length, width, 1);
    }

    /** What its output layer takes for a mini-batch of sequences, [example, feature, step], with all noise off. */
    INDArray beneath(DataSet batch);

    /** The state of its updater, [1, state]; empty before the first step, or if the updater has none. */
    Optional<INDArray> updaterState();

    /** Its gradients, [1, parameter]; null before the first step. */
    INDArray gradients();

    /** The learning rate of the first layer that has one, or 0: a user's own layers may have none or different ones. */
    double learningRate();

    /** Attaches listeners, beside any others. */
    void listen(List<TrainingListener> listeners);

    /** Its parameters, [1, parameter]; writing to them changes the network. */
    default INDArray params() {
        return model().params();
    }

    /** Number of parameters. */
    default long numParams() {
        return model().numParams();
    }

    /** Number of epochs of its training so far. */
    int epochs();

    /** Number of steps of its training so far. */
    int iterations();

    /** Does something while the network has another loss. */
    default void withLoss(UnaryOperator<ILossFunction> change, Runnable training) {
        var output = ((Layer) outputLayer()).conf().getLayer();
        ILossFunction own = Head.loss(output).orElseThrow();
        Head.setLoss(output, change.apply(own));
        try {
            training.run();
        } finally {
            Head.setLoss(output, own);
        }
    }

    /**
     * The network whose layers follow each other.
     *
     * @throws IllegalArgumentException if it is a graph
     */
    default MultiLayerNetwork requireStack() {
        if (this instanceof Stack stack) {
            return stack.model();
        }
        throw new IllegalArgumentException(
                "this needs a network whose layers follow each other, not a ComputationGraph");
    }

    /**
     * Reads a network that this program has written with {@link ModelSerializer}; files of others need a
     * {@link org.dropoutlab.dl4j.json.SafeConfiguration}.
     *
     * @param file content of the file
     */
    static Network restore(byte[] file) throws IOException {
        return isGraph(file)
                ? new Graph(ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file), true))
                : new Stack(ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file), true));
    }

    private static boolean isGraph(byte[] file) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(ModelSerializer.CONFIGURATION_JSON)) {
                    return new String(zip.readAllBytes(), UTF_8).contains("\"networkInputs\"");
                }
            }
        }
        throw new IOException("the file has no " + ModelSerializer.CONFIGURATION_JSON);
    }

    private static INDArray preprocessed(INDArray below, InputPreProcessor before, DataSet batch) {
        return before == null ? below : before.preProcess(below, batch.numExamples(), LayerWorkspaceMgr.noWorkspaces());
    }

    private static double first(Stream<Double> rates) {
        return rates.filter(Objects::nonNull).findFirst().orElse(0.0);
    }
}
