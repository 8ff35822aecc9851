package org.dropoutlab.montecarlo;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.layer.DropConnected;
import org.dropoutlab.dl4j.recurrent.DirectLstm;
import org.dropoutlab.dl4j.recurrent.RecurrentLayers;
import org.dropoutlab.regularization.WeightMasks.MaskScope;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Stochastic forward passes: dropout, noise and DropConnect are active as in training, while batch normalization uses
 * its running statistics (Gal &amp; Ghahramani 2016; Srivastava et al. 2014, §7.5). {@code network.output(x, true)}
 * would normalize by batch statistics, and the examples of a batch would change each other's predictions.
 *
 * <p>Passes share the network's parameters, including later training. A pass depends on its seed only, and restores the
 * thread's random state. Use it, like the network, from one thread at a time.
 */
public final class MonteCarlo {
    private final Network network;
    private final Network sampler;

    private MonteCarlo(NetworkConfiguration configuration, Network network) {
        this.network = network;
        this.sampler = configuration.network(network.params());
    }

    /** Passes with separate masks for every example, as in training; DropConnect layers follow their own setting. */
    public static MonteCarlo ofIndependentMasks(Network network) {
        return new MonteCarlo(normalizingByRunningStatistics(network), network);
    }

    /** The same for layers that follow each other. */
    public static MonteCarlo ofIndependentMasks(MultiLayerNetwork network) {
        return ofIndependentMasks(new Network.Stack(network));
    }

    /**
     * Passes with the same masks for all examples: one sampled network for the whole batch and, with the same seed, for
     * further batches. A unit is then kept for every input of a pass or for none, which makes a pass a function of its
     * input.
     *
     * <p>Noise must scale and shift each unit, as all of Deeplearning4j's does.
     */
    public static MonteCarlo ofSampledNetworks(Network network) {
        return new MonteCarlo(
                normalizingByRunningStatistics(network)
                        .with(layer -> RecurrentLayers.inside(layer, MonteCarlo::sharing)),
                network);
    }

    /** The same for layers that follow each other. */
    public static MonteCarlo ofSampledNetworks(MultiLayerNetwork network) {
        return ofSampledNetworks(new Network.Stack(network));
    }

    /** The layer with the same masks for all examples. */
    private static Layer sharing(Layer layer) {
        if (layer.getIDropout() != null) {
            layer.setIDropout(new SharedNoise(layer.getIDropout()));
        }
        if (layer instanceof DropConnected weights) {
            return weights.withMasks(weights.masks().withScope(MaskScope.PER_MINI_BATCH));
        }
        return layer instanceof DirectLstm lstm ? lstm.withSharedMasks() : layer;
    }

    /**
     * One pass.
     *
     * @param inputs [example, …]
     * @param seed seed of the masks
     * @return the network's outputs, [example, …]
     */
    public INDArray pass(INDArray inputs, long seed) {
        Random random = Nd4j.getRandom();
        long root = random.rootState();
        long node = random.nodeState();
        try {
            random.setSeed(seed);
            for (org.deeplearning4j.nn.api.Layer layer : sampler.layers()) {
                // Noise schedules depend on these.
                layer.setIterationCount(network.iterations());
                layer.setEpochCount(network.epochs());
            }
            return sampler.output(inputs, Optional.empty(), true);
        } finally {
            random.setStates(root, node);
        }
    }

    /**
     * Several passes over the same inputs, each with its own seed derived from {@code seed}: a larger count extends the
     * same sequence.
     *
     * @param inputs [example, …]
     * @param count number of passes, at least 1
     * @param seed seed of the sequence
     * @return [pass, example, …]
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    public INDArray passes(INDArray inputs, int count, long seed) {
        INDArray[] passes =
                seeds(count, seed).mapToObj(passSeed -> pass(inputs, passSeed)).toArray(INDArray[]::new);
        return Nd4j.stack(0, passes);
    }

    /**
     * The combined prediction of several passes of a classifier: their mean and disagreement. The passes are those of
     * {@link #passes} with the same seed, with only one in memory at a time.
     *
     * @param inputs [example, …]
     * @param count number of passes, at least 1; with 1, there is no standard deviation
     * @param seed seed of the sequence
     * @throws IllegalArgumentException if {@code count} is less than 1, or if the outputs are not class probabilities,
     *     [example, class], or the probability of one class, [example, 1]
     */
    public PredictiveDistribution predict(INDArray inputs, int count, long seed) {
        return predict(inputs, count, seed, pass -> {});
    }

    /**
     * The combined prediction of several passes of a classifier, with access to each pass.
     *
     * @param each receives every pass, [example, …]
     */
    public PredictiveDistribution predict(INDArray inputs, int count, long seed, Consumer<INDArray> each) {
        PassMoments moments = new PassMoments();
        passes(inputs, count, seed, each.andThen(moments::add));
        return moments.distribution();
    }

    /**
     * The same of outputs in another shape.
     *
     * @param shaped makes [example, class] of the outputs of a pass
     */
    public PredictiveDistribution predict(
            INDArray inputs, int count, long seed, UnaryOperator<INDArray> shaped, Consumer<INDArray> each) {
        PassMoments moments = new PassMoments();
        passes(inputs, count, seed, pass -> {
            INDArray rows = shaped.apply(pass);
            each.accept(rows);
            moments.add(rows);
        });
        return moments.distribution();
    }

    /** Hands every pass of {@link #passes(INDArray, int, long)} to {@code each}, with only one in memory at a time. */
    public void passes(INDArray inputs, int count, long seed, Consumer<INDArray> each) {
        seeds(count, seed).forEach(passSeed -> each.accept(pass(inputs, passSeed)));
    }

    /** Whether passes differ, that is, the network has noise. */
    public boolean varies() {
        return sampler.configuration().layers().stream().anyMatch(MonteCarlo::isNoisy);
    }

    /** Whether a layer, or one that it wraps, has noise. */
    private static boolean isNoisy(Layer layer) {
        return layer.getIDropout() != null
                || layer instanceof DropConnected
                || (layer instanceof BaseLayer weights && weights.getWeightNoise() != null)
                || (layer instanceof DirectLstm lstm && !lstm.treatments().isNone())
                || (layer instanceof FrozenLayer frozen && isNoisy(frozen.getLayer()))
                || (layer instanceof BaseWrapperLayer wrapper && isNoisy(wrapper.getUnderlying()))
                || (layer instanceof Bidirectional both && (isNoisy(both.getFwd()) || isNoisy(both.getBwd())));
    }

    private static LongStream seeds(int count, long seed) {
        if (count < 1) {
            throw new IllegalArgumentException("number of passes must be at least 1, not " + count);
        }
        return new SplittableRandom(seed).longs(count);
    }

    /** A copy of the configuration with batch normalization always in test mode. */
    private static NetworkConfiguration normalizingByRunningStatistics(Network network) {
        return network.configuration()
                .with(layer -> layer instanceof BatchNormalization ? new FrozenLayer(layer) : layer);
    }
}
