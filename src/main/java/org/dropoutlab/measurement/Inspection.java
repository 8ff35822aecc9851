package org.dropoutlab.measurement;

import java.util.List;

/**
 * A look inside a trained image network.
 *
 * @param confusion number of test examples, [true class][predicted class]
 * @param predictions for a few test examples, the same ones in every trial of a study
 * @param filters weights of the first convolution, [map][channel][row][column]
 * @param correlations one per stage of feature maps, from the input upwards
 */
public record Inspection(
        List<List<Integer>> confusion,
        List<Prediction> predictions,
        List<List<List<List<Float>>>> filters,
        List<MapCorrelation> correlations)
        implements Reading {
    public Inspection {
        confusion = List.copyOf(confusion);
        predictions = List.copyOf(predictions);
        filters = List.copyOf(filters);
        correlations = List.copyOf(correlations);
    }

    /**
     * The prediction for one example.
     *
     * @param example its index in the data set
     * @param label its true class
     * @param predicted the class of the largest output
     * @param probability value of that output
     */
    public record Prediction(int example, int label, int predicted, double probability) {}

    /**
     * Redundancy of a stage's feature maps, as the next layer sees them at inference: Pearson correlations over test
     * examples and positions (Tompson et al. 2015, §3.2).
     *
     * @param maps number of feature maps
     * @param height height of a map
     * @param width width of a map
     * @param neighbours mean over maps of the correlation between neighbouring units of one map
     * @param acrossMaps mean over pairs of maps of the absolute correlation between units at the same position
     */
    public record MapCorrelation(int maps, int height, int width, double neighbours, double acrossMaps) {}
}
