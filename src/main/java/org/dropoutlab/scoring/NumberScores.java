package org.dropoutlab.scoring;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.dropoutlab.measurement.FinalScore;
import org.dropoutlab.measurement.TestOutputs;

/** All scores of a regression network's outputs. */
public final class NumberScores {
    private NumberScores() {}

    /** The scores of some examples, at least one. */
    public static Map<FinalScore, Double> of(TestOutputs.Numbers outputs) {
        double[] targets = outputs.targets();
        double mean = Arrays.stream(targets).average().orElseThrow();
        double squares = 0;
        double distances = 0;
        double deviations = 0;
        for (int i = 0; i < targets.length; i++) {
            double error = outputs.predictions()[i] - targets[i];
            squares += error * error;
            distances += Math.abs(error);
            deviations += (targets[i] - mean) * (targets[i] - mean);
        }
        boolean vary = Arrays.stream(targets).anyMatch(target -> target != targets[0]);
        Map<FinalScore, Double> scores = new EnumMap<>(FinalScore.class);
        scores.put(FinalScore.R2, vary ? 1 - squares / deviations : Double.NaN);
        scores.put(FinalScore.RMSE, Math.sqrt(squares / targets.length));
        scores.put(FinalScore.MAE, distances / targets.length);
        return scores;
    }
}
