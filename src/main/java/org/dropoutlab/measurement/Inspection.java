package org.dropoutlab.measurement;

import java.util.List;

/**
 * What a trained image network looks like from inside, when it is trained.
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
     * What the network says of one example.
     *
     * @param example its number in the data set
     * @param label its class
     * @param predicted the class of the largest output
     * @param probability that output
     */
    public record Prediction(int example, int label, int predicted, double probability) {}

    /**
     * How far the units of a stage's feature maps, as the next layer sees them at inference, say the same thing: Pearson
     * correlations over test examples and positions (Tompson et al. 2015, §3.2).
     *
     * @param maps number of feature maps
     * @param height of a map
     * @param width of a map
     * @param neighbours mean over maps of the correlation between units next to each other in one map
     * @param acrossMaps mean over pairs of maps of the absolute correlation between units at the same place
     */
    public record MapCorrelation(int maps, int height, int width, double neighbours, double acrossMaps) {}
}
