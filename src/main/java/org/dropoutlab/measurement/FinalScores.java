package org.dropoutlab.measurement;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The scores of a trained network, over all examples, whether or not their outputs are kept.
 *
 * @param train on the training data or a fixed sample of large training sets
 * @param test on the test data
 */
public record FinalScores(Map<FinalScore, Double> train, Map<FinalScore, Double> test) {
    public FinalScores {
        train = ordered(train);
        test = ordered(test);
    }

    private static Map<FinalScore, Double> ordered(Map<FinalScore, Double> scores) {
        Map<FinalScore, Double> ordered = new EnumMap<>(FinalScore.class);
        ordered.putAll(scores);
        return Collections.unmodifiableMap(ordered);
    }
}
