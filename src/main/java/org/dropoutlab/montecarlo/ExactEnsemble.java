package org.dropoutlab.montecarlo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dropoutlab.dl4j.layer.DropConnected;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ensemble of 2ᴺ networks with shared weights that dropout of N units trains. All of them are evaluated, where
 * {@link MonteCarlo} draws a few (Srivastava et al. 2014, JMLR 15:1929–1958, §1; Goodfellow et al., Deep Learning,
 * §7.12). Each mask has its probability in training, rate^dropped · (1 − rate)^kept over the layers with dropout, and
 * kept units are divided by 1 − rate, as in training; batch normalization uses its running statistics.
 *
 * <p>Only small classifiers can be enumerated: all noise must be {@code DropoutLayer}s with Deeplearning4j's {@code
 * Dropout} of vectors, at most {@value #MOST_UNITS} units in total, and the output a softmax or one sigmoid. Layers
 * below the first dropout are computed once, and those between two dropouts once per mask below them. The layers above
 * take the time of 2ᴺ forward passes; memory is for a mini-batch of the examples, or a few thousand rows if that is
 * more.
 *
 * <p>The ensemble shares the network's parameters, including later training. Use it, like the network, from one thread
 * at a time.
 */
public final class ExactEnsemble {
    /** The maximum number of units under dropout, N: a million masks. */
    public static final int MOST_UNITS = 20;

    /** Rows per batch of masks and examples: enough to amortize the cost of a call, few enough for the cache. */
    private static final int ROWS = 4096;

    private final MultiLayerNetwork network;
    private final MultiLayerNetwork logits;

    private ExactEnsemble(MultiLayerNetwork network, MultiLayerNetwork logits) {
        this.network = network;
        this.logits = logits;
    }

    /** A dropout layer, its width, and the probability of keeping a unit. */
    private record Drop(int layer, int units, double retain) {

        private int masks() {
            return 1 << units;
        }

        /** The units' factors under a mask, in which bit u keeps unit u. */
        private double[] factors(int mask) {
            double[] factors = new double[units];
            Arrays.setAll(factors, unit -> (mask >> unit & 1) / retain);
            return factors;
        }

        private double probability(int mask) {
            int kept = Integer.bitCount(mask);
            return Math.pow(retain, kept) * Math.pow(1 - retain, units - kept);
        }
    }

    /**
     * The ensemble of a trained network.
     *
     * @throws IllegalArgumentException if the network has noise other than {@code DropoutLayer}s with {@code Dropout}, or an
     *     output other than softmax or sigmoid
     */
    public static ExactEnsemble of(MultiLayerNetwork network) {
        MultiLayerConfiguration configuration =
                network.getLayerWiseConfigurations().clone();
        int last = network.getnLayers() - 1;
        for (int i = 0; i <= last; i++) {
            requireKnownNoise(configuration.getConf(i).getLayer(), i);
        }
        if (!(configuration.getConf(last).getLayer() instanceof BaseLayer output
                && (output.getActivationFn() instanceof ActivationSoftmax
                        || output.getActivationFn() instanceof ActivationSigmoid))) {
            throw new IllegalArgumentException(
                    "an ensemble of class probabilities needs a softmax or sigmoid output, not "
                            + named(configuration.getConf(last).getLayer()));
        }
        output.setActivationFn(new ActivationIdentity());
        MultiLayerNetwork logits = new MultiLayerNetwork(configuration);
        logits.init(network.params(), false);
        return new ExactEnsemble(network, logits);
    }

    /**
     * The combined prediction of all masked networks.
     *
     * @param inputs [example, …], at least one example
     * @throws IllegalArgumentException if dropout acts on anything but vectors or on more than {@value #MOST_UNITS}
     *     units in total, or if the output is not one probability or one softmax per example
     */
    public EnsemblePrediction predict(INDArray inputs) {
        List<Drop> drops = new ArrayList<>();
        // Copies, because an ActivationLayer writes over its input.
        INDArray states = inputs.castTo(network.params().dataType()).dup();
        INDArray beforeFirst = states;
        int units = 0;
        for (int i = 0; i < logits.getnLayers(); i++) {
            double retain = retain(i);
            if (retain < 1) {
                states = preprocessed(states, i);
                requireVectors(states, inputs, "dropout of layer %d".formatted(i));
                beforeFirst = drops.isEmpty() ? states.dup() : beforeFirst;
                units = Math.addExact(units, Math.toIntExact(states.size(1)));
                if (units > MOST_UNITS) {
                    throw new IllegalArgumentException(
                            "at most %d units can be enumerated, but up to layer %d there are %d"
                                    .formatted(MOST_UNITS, i, units));
                }
                drops.add(new Drop(i, Math.toIntExact(states.size(1)), retain));
            } else {
                states = activated(states, i);
            }
        }
        requireOneDistribution(states, inputs);
        EnsembleMoments moments = new EnsembleMoments(Math.toIntExact(inputs.size(0)), Math.toIntExact(states.size(1)));
        if (drops.isEmpty()) {
            moments.add(states, new double[] {1});
        } else {
            enumerate(drops, beforeFirst, new double[] {1}, moments);
        }
        return moments.prediction(units, states);
    }

    /**
     * Enumerates the masks of all {@code drops}, from the first upwards.
     *
     * @param states inputs of the first, [mask below · example, unit]
     * @param probabilities probabilities of the masks below
     */
    private void enumerate(List<Drop> drops, INDArray states, double[] probabilities, EnsembleMoments moments) {
        Drop drop = drops.get(0);
        List<Drop> above = drops.subList(1, drops.size());
        int rows = Math.toIntExact(states.size(0));
        // Powers of 2, so the batches divide the masks evenly.
        int together = Math.min(drop.masks(), Integer.highestOneBit(Math.max(1, ROWS / rows)));
        for (int first = 0; first < drop.masks(); first += together) {
            double[][][] factors = new double[together][1][];
            double[] products = new double[together * probabilities.length];
            for (int m = 0; m < together; m++) {
                factors[m][0] = drop.factors(first + m);
                for (int below = 0; below < probabilities.length; below++) {
                    products[m * probabilities.length + below] = drop.probability(first + m) * probabilities[below];
                }
            }
            INDArray masks = Nd4j.createFromArray(factors).castTo(states.dataType());
            INDArray masked =
                    states.reshape(1, rows, drop.units()).mul(masks).reshape((long) together * rows, drop.units());
            if (above.isEmpty()) {
                moments.add(activated(masked, drop.layer() + 1, logits.getnLayers()), products);
            } else {
                int next = above.get(0).layer();
                enumerate(above, preprocessed(activated(masked, drop.layer() + 1, next), next), products, moments);
            }
        }
    }

    /** The activations of layers {@code from} to {@code to} − 1, at inference. */
    private INDArray activated(INDArray states, int from, int to) {
        INDArray result = states;
        for (int i = from; i < to; i++) {
            result = activated(result, i);
        }
        return result;
    }

    private INDArray activated(INDArray states, int layer) {
        return logits.getLayer(layer).activate(preprocessed(states, layer), false, LayerWorkspaceMgr.noWorkspaces());
    }

    private INDArray preprocessed(INDArray states, int layer) {
        InputPreProcessor preprocessor = logits.getLayerWiseConfigurations().getInputPreProcess(layer);
        return preprocessor == null
                ? states
                : preprocessor.preProcess(states, Math.toIntExact(states.size(0)), LayerWorkspaceMgr.noWorkspaces());
    }

    /** The probability with which a layer keeps units in the network's current epoch; 1 without dropout. */
    private double retain(int layer) {
        if (!(logits.getLayerWiseConfigurations().getConf(layer).getLayer() instanceof DropoutLayer dropping)
                || !(dropping.getIDropout() instanceof Dropout dropout)) {
            return 1;
        }
        double retain = dropout.getPSchedule() == null
                ? dropout.getP()
                : dropout.getPSchedule().valueAt(network.getIterationCount(), network.getEpochCount());
        if (!(retain > 0 && retain <= 1)) {
            throw new IllegalArgumentException(
                    "dropout of layer %d keeps units with probability %s, which is not in (0, 1]"
                            .formatted(layer, retain));
        }
        return retain;
    }

    private static void requireKnownNoise(Layer layer, int index) {
        if (layer instanceof BaseWrapperLayer || layer instanceof Bidirectional) {
            throw refused(layer, index, "wraps another layer, whose noise is inaccessible");
        }
        if (layer instanceof DropConnected) {
            throw refused(layer, index, "drops weights, but only masks of units can be enumerated");
        }
        if (layer instanceof BaseLayer withWeights && withWeights.getWeightNoise() != null) {
            throw refused(layer, index, "has weight noise, but only masks of units can be enumerated");
        }
        if (activation(layer) instanceof ActivationRReLU) {
            throw refused(layer, index, "has random slopes, but only masks of units can be enumerated");
        }
        if (layer.getIDropout() == null) {
            return;
        }
        if (layer.getIDropout().getClass() != Dropout.class) {
            throw refused(
                    layer,
                    index,
                    "has %s, but only masks of Dropout can be enumerated"
                            .formatted(layer.getIDropout().getClass().getSimpleName()));
        }
        if (!(layer instanceof DropoutLayer)) {
            throw refused(layer, index, "drops units of its own input: use a DropoutLayer before it instead");
        }
    }

    private static IActivation activation(Layer layer) {
        if (layer instanceof ActivationLayer alone) {
            return alone.getActivationFn();
        }
        return layer instanceof BaseLayer base ? base.getActivationFn() : new ActivationIdentity();
    }

    private static IllegalArgumentException refused(Layer layer, int index, String why) {
        return new IllegalArgumentException("layer %d (%s) %s".formatted(index, named(layer), why));
    }

    private static String named(Layer layer) {
        return layer.getClass().getSimpleName();
    }

    private static void requireVectors(INDArray states, INDArray inputs, String where) {
        if (states.rank() != 2 || states.size(0) != inputs.size(0)) {
            throw new IllegalArgumentException("%s has an array of shape %s, not one vector for each of %d examples"
                    .formatted(where, Arrays.toString(states.shape()), inputs.size(0)));
        }
    }

    private void requireOneDistribution(INDArray outputs, INDArray inputs) {
        requireVectors(outputs, inputs, "the output");
        boolean sigmoid = network.getLayerWiseConfigurations()
                                .getConf(network.getnLayers() - 1)
                                .getLayer()
                        instanceof BaseLayer output
                && output.getActivationFn() instanceof ActivationSigmoid;
        long columns = outputs.size(1);
        if (sigmoid ? columns != 1 : columns < 2) {
            throw new IllegalArgumentException(
                    "class probabilities come from one sigmoid or from a softmax of several outputs, not from %d %s"
                            .formatted(columns, sigmoid ? "sigmoids" : "output of a softmax"));
        }
    }
}
