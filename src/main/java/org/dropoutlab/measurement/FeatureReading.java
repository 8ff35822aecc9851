package org.dropoutlab.measurement;

import java.util.List;

/**
 * What the hidden units of an autoencoder look for, and how sparse they are on the test images, dropout off (Srivastava et
 * al. 2014, §7.1 and §7.2).
 *
 * @param squaredError mean over images of the squared distance between an image and its reconstruction, pixels from 0 to 1
 * @param meanActivation mean over images and units
 * @param silentShare fraction of activations that are 0
 * @param roughness of the features, mean over units: half the mean squared difference of the weights of neighbouring pixels,
 *     divided by the variance of the feature's weights; 1 for independent weights, near 0 for smooth strokes and spots
 * @param binWidth of the histogram
 * @param activations histogram over images and units from 0 upwards, bin by bin; the last bin has all above it, too
 * @param unitMeans mean activation of each unit
 * @param height of a feature
 * @param width of a feature
 * @param features incoming weights of each unit, row by row, scaled so that the largest is ±127
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
