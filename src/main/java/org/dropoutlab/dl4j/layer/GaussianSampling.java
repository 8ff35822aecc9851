package org.dropoutlab.dl4j.layer;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The average activation of units whose inputs are normally distributed: the second half of moment matching.
 *
 * @param samples number of draws
 * @param seed seed of the draws, which do not use the thread's random numbers because evaluation must not affect
 *     training
 */
record GaussianSampling(int samples, long seed) {

    /**
     * Averages over draws shared by all examples and positions, but not by units.
     *
     * @param mean mean of each unit's input, [minibatch, …]
     * @param variance variance of each unit's input, of the same shape
     * @param unitDimension dimension of the units
     * @return average over the draws, of the shape of {@code mean}
     */
    INDArray averageActivation(INDArray mean, INDArray variance, int unitDimension, IActivation activation) {
        long[] alongUnits = alongUnits(mean, unitDimension);
        Random random = new Random(seed);
        INDArray sd = Transforms.sqrt(variance, false);
        INDArray sum = Nd4j.zerosLike(mean);
        INDArray z = Nd4j.createUninitializedDetached(mean.dataType(), mean.ordering(), mean.shape());
        for (int sample = 0; sample < samples; sample++) {
            // A workspace would keep the allocations of every sample.
            try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                double[] draws = DoubleStream.generate(random::nextGaussian)
                        .limit(mean.size(unitDimension))
                        .toArray();
                sd.mul(Nd4j.create(draws, alongUnits, mean.dataType()), z).addi(mean);
                sum.addi(activation.getActivation(z, false));
            }
        }
        return sum.divi(samples);
    }

    /** The shape in which one number for each unit is added to all examples and positions of {@code array}. */
    static long[] alongUnits(INDArray array, int unitDimension) {
        long[] shape = new long[array.rank()];
        Arrays.fill(shape, 1);
        shape[unitDimension] = array.size(unitDimension);
        return shape;
    }
}
