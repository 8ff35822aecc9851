package org.dropoutlab.measurement;

import java.util.List;

/**
 * Features of an autoencoder's hidden units, and their sparsity on the test images, dropout off (Srivastava et al.
 * 2014, §7.1 and §7.2).
 *
 * @param squaredError mean over images of the squared distance between an image and its reconstruction, pixels from 0 to 1
 * @param meanActivation mean activation over images and units
 * @param silentShare fraction of activations that are 0
 * @param roughness mean roughness of the features: half the mean squared difference of the weights of neighbouring
 *     pixels, divided by the variance of the feature's weights; 1 for independent weights, near 0 for smooth strokes
 *     and spots
 * @param binWidth bin width of the histogram
 * @param activations histogram over images and units from 0 upwards, bin by bin; the last bin includes everything above
 *     it
 * @param unitMeans mean activation of each unit
 * @param height height of a feature
 * @param width width of a feature
 * @param features incoming weights of each unit, row by row, scaled to a maximum of ±127
 */
public record FeatureReading(
        double squaredError,
        double meanActivation,
        double silentShare,
        double roughness,
        double binWidth,
        List<Long> activations,
        List<Double> unitMeans,
        int height,
        int width,
        List<byte[]> features)
        implements Reading {
    public FeatureReading {
        activations = List.copyOf(activations);
        unitMeans = List.copyOf(unitMeans);
        features = List.copyOf(features);
    }
}
