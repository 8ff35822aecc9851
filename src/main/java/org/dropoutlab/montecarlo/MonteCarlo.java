package org.dropoutlab.montecarlo;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.dl4j.layer.DropConnectConvolution;
import org.dropoutlab.dl4j.layer.DropConnectDense;
import org.dropoutlab.regularization.WeightMasks.MaskScope;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Monte-Carlo mode of a network: forward passes in which dropout of every kind, noise and DropConnect are as active as in
 * training, while batch normalization keeps its running statistics (Gal &amp; Ghahramani 2016; Srivastava et al. 2014, §7.5).
 * {@code network.output(x, true)} would normalize by the statistics of the batch, so that the examples of a batch would
 * change each other's predictions.
 *
 * <p>It looks at the network's own parameters: when the network is trained further, so is this. A pass is decided by its
 * seed alone, and leaves the thread's random numbers as they were. Use it, like the network, from one thread at a time.
 */
public final class MonteCarlo {
    private final MultiLayerNetwork network;
    private final MultiLayerNetwork sampler;

    private MonteCarlo(MultiLayerConfiguration configuration, MultiLayerNetwork network) {
        this.network = network;
        this.sampler = new MultiLayerNetwork(configuration);
        this.sampler.init(network.params(), false);
    }

    /** Passes in which each example has its own masks, as in training; DropConnect as its layers say. */
    public static MonteCarlo ofIndependentMasks(MultiLayerNetwork network) {
        return new MonteCarlo(normalizingByRunningStatistics(network), network);
    }

    /**
     * Passes in which all examples have the same masks: one sampled network for the whole batch, and, called with the same
     * seed, for the next batch, too. A unit is then either there for every input of a pass or for none, so that a pass is
     * a function of its input.
     *
     * <p>Noise must scale and shift each unit, as all of Deeplearning4j's does.
     *
     * @throws IllegalArgumentException if the network has a layer that wraps another one, such as {@code Bidirectional},
     *     whose noise is out of reach
     */
    public static MonteCarlo ofSampledNetworks(MultiLayerNetwork network) {
        MultiLayerConfiguration configuration = normalizingByRunningStatistics(network);
        for (NeuralNetConfiguration conf : configuration.getConfs()) {
            Layer layer = conf.getLayer();
            if (layer instanceof BaseWrapperLayer || layer instanceof Bidirectional) {
                throw new IllegalArgumentException("masks cannot be held fixed within a %s layer: use independent masks"
                        .formatted(layer.getClass().getSimpleName()));
            }
            if (layer.getIDropout() != null) {
                layer.setIDropout(new SharedNoise(layer.getIDropout()));
            }
            if (layer instanceof DropConnectDense dense) {
                conf.setLayer(dense.withMasks(dense.masks().withScope(MaskScope.PER_MINI_BATCH)));
            } else if (layer instanceof DropConnectConvolution convolution) {
                conf.setLayer(convolution.withMasks(convolution.masks().withScope(MaskScope.PER_MINI_BATCH)));
            }
        }
        return new MonteCarlo(configuration, network);
    }

    /**
     * One pass.
     *
     * @param inputs [example, …]
     * @param seed of the masks
     * @return what the network puts out, [example, …]
     */
    public INDArray pass(INDArray inputs, long seed) {
        Random random = Nd4j.getRandom();
        long root = random.rootState();
        long node = random.nodeState();
        try {
            random.setSeed(seed);
            for (org.deeplearning4j.nn.api.Layer layer : sampler.getLayers()) {
                // Schedules of noise go by these.
                layer.setIterationCount(network.getIterationCount());
                layer.setEpochCount(network.getEpochCount());
            }
            return sampler.output(inputs, true);
        } finally {
            random.setStates(root, node);
        }
    }

    /**
     * Several passes of the same inputs, each with a seed of its own that derives from {@code seed}: more passes begin with
     * the same ones.
     *
     * @param inputs [example, …]
     * @param count number of passes, at least 1
     * @param seed of all of them
     * @return [pass, example, …]
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    public INDArray passes(INDArray inputs, int count, long seed) {
        INDArray[] passes =
                seeds(count, seed).mapToObj(passSeed -> pass(inputs, passSeed)).toArray(INDArray[]::new);
        return Nd4j.stack(0, passes);
    }

    /**
     * What several passes of a classifier say together: their mean, and how far they disagree. The passes are those of
     * {@link #passes} with the same seed, but only one of them is in memory at a time.
     *
     * @param inputs [example, …]
     * @param count number of passes, at least 1; of 1 there is no standard deviation
     * @param seed of all of them
     * @throws IllegalArgumentException if {@code count} is less than 1, or if the network does not put out class
     *     probabilities, [example, class], or the probability of one class, [example, 1]
     */
    public PredictiveDistribution predict(INDArray inputs, int count, long seed) {
        return predict(inputs, count, seed, pass -> {});
    }

    /**
     * The same for whoever wants the passes, too.
     *
     * @param each given each pass as it is made, [example, …]
     */
    public PredictiveDistribution predict(INDArray inputs, int count, long seed, Consumer<INDArray> each) {
        PassMoments moments = new PassMoments();
        passes(inputs, count, seed, each.andThen(moments::add));
        return moments.distribution();
    }

    /** Makes the passes of {@link #passes(INDArray, int, long)}, one in memory at a time, and gives each to {@code each}. */
    public void passes(INDArray inputs, int count, long seed, Consumer<INDArray> each) {
        seeds(count, seed).forEach(passSeed -> each.accept(pass(inputs, passSeed)));
    }

    /** Whether anything differs from pass to pass: a network without noise puts out the same each time. */
    public boolean varies() {
        return sampler.getLayerWiseConfigurations().getConfs().stream()
                .map(NeuralNetConfiguration::getLayer)
                .anyMatch(MonteCarlo::isNoisy);
    }

    /** What a layer wraps is not looked into, and counts as noisy. */
    private static boolean isNoisy(Layer layer) {
        return layer.getIDropout() != null
                || layer instanceof DropConnectDense
                || layer instanceof DropConnectConvolution
                || (layer instanceof BaseLayer weights && weights.getWeightNoise() != null)
                || (layer instanceof FrozenLayer frozen && isNoisy(frozen.getLayer()))
                || layer instanceof BaseWrapperLayer
                || layer instanceof Bidirectional;
    }

    private static LongStream seeds(int count, long seed) {
        if (count < 1) {
            throw new IllegalArgumentException("at least one pass is needed, not " + count);
        }
        return new SplittableRandom(seed).longs(count);
    }

    /** A copy of the configuration in which batch normalization is always in test mode. */
    private static MultiLayerConfiguration normalizingByRunningStatistics(MultiLayerNetwork network) {
        MultiLayerConfiguration configuration =
                network.getLayerWiseConfigurations().clone();
        for (NeuralNetConfiguration conf : configuration.getConfs()) {
            if (conf.getLayer() instanceof BatchNormalization normalization) {
                conf.setLayer(new FrozenLayer(normalization));
            }
        }
        return configuration;
    }
}
