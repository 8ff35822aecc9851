package org.dropoutlab.regularization;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The average activation of units whose inputs are normally distributed: the second half of moment matching. */
final class GaussianSampling {
    private GaussianSampling() {}

    /**
     * Averages over draws that are the same for every example and every position, but not for every unit.
     *
     * @param mean of each unit's input, [minibatch, …]
     * @param variance of the same shape
     * @param unitDimension the dimension that counts the units
     * @param samples number of draws
     * @param seed of the draws
     * @return the average over the draws, of the shape of {@code mean}
     */
    static INDArray averageActivation(
            INDArray mean, INDArray variance, IActivation activation, int unitDimension, int samples, long seed) {
        long[] alongUnits = new long[mean.rank()];
        Arrays.fill(alongUnits, 1);
        alongUnits[unitDimension] = mean.size(unitDimension);
        // Not the thread's own random numbers: evaluating a network must not change how its training goes on.
        Random random = new Random(seed);
        INDArray sd = Transforms.sqrt(variance, false);
        INDArray sum = Nd4j.zerosLike(mean);
        for (int sample = 0; sample < samples; sample++) {
            double[] draws = DoubleStream.generate(random::nextGaussian)
                    .limit(mean.size(unitDimension))
                    .toArray();
            INDArray draw = Nd4j.create(draws, alongUnits, mean.dataType());
            sum.addi(activation.getActivation(sd.mul(draw).addi(mean), false));
        }
        return sum.divi(samples);
    }
}
