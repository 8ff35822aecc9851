package org.dropoutlab.scoring;

import java.util.EnumMap;
import java.util.Map;
import org.dropoutlab.measurement.FinalScore;
import org.dropoutlab.measurement.TestOutputs;

/** All scores of a classifier's outputs. */
public final class ClassScores {
    /** The distance from 1 to the next double, as scikit-learn clips probabilities. */
    private static final double CLIPPED = 0x1p-52;

    private ClassScores() {}

    /**
     * The scores of some examples, at least one.
     *
     * @param positive number of the positive class, if there are two
     */
    public static Map<FinalScore, Double> of(TestOutputs.Classes outputs, int positive) {
        Map<FinalScore, Double> scores = new EnumMap<>(FinalScore.class);
        decisions(scores, outputs, positive);
        rankings(scores, outputs, positive);
        scores.put(FinalScore.LOG_LOSS, logLoss(outputs));
        scores.put(FinalScore.BRIER, brier(outputs));
        return scores;
    }

    private static void decisions(Map<FinalScore, Double> scores, TestOutputs.Classes outputs, int positive) {
        int classes = outputs.classes();
        int examples = outputs.size();
        int[] label = outputs.labels();
        long[] actual = new long[classes];
        long[] predicted = new long[classes];
        long[] right = new long[classes];
        for (int i = 0; i < examples; i++) {
            int guess = outputs.predicted(i);
            actual[label[i]]++;
            predicted[guess]++;
            right[guess] += guess == label[i] ? 1 : 0;
        }
        long correct = 0;
        double recalls = 0;
        double f1s = 0;
        // Of Gorodkin's coefficient: exact in doubles up to 94 million examples.
        double together = 0;
        double actualSquares = 0;
        double predictedSquares = 0;
        for (int c = 0; c < classes; c++) {
            correct += right[c];
            // 0/0, and so NaN, without examples of a class.
            recalls += (double) right[c] / actual[c];
            f1s += actual[c] == 0 ? Double.NaN : f1(right[c], actual[c], predicted[c]);
            together += (double) actual[c] * predicted[c];
            actualSquares += (double) actual[c] * actual[c];
            predictedSquares += (double) predicted[c] * predicted[c];
        }
        double square = (double) examples * examples;
        double spread = (square - actualSquares) * (square - predictedSquares);
        scores.put(FinalScore.ACCURACY, (double) correct / examples);
        scores.put(FinalScore.BALANCED_ACCURACY, recalls / classes);
        scores.put(FinalScore.MACRO_F1, f1s / classes);
        if (classes == 2) {
            scores.put(
                    FinalScore.POSITIVE_F1,
                    actual[positive] == 0 ? Double.NaN : f1(right[positive], actual[positive], predicted[positive]));
        }
        scores.put(
                FinalScore.MATTHEWS,
                square == actualSquares
                        ? Double.NaN
                        : spread == 0 ? 0 : ((double) correct * examples - together) / Math.sqrt(spread));
    }

    private static double f1(long right, long actual, long predicted) {
        return 2.0 * right / (actual + predicted);
    }

    private static void rankings(Map<FinalScore, Double> scores, TestOutputs.Classes outputs, int positive) {
        if (outputs.classes() == 2) {
            Ranking ranking = ranking(outputs, positive);
            scores.put(FinalScore.ROC_AUC, ranking.areaUnderRoc());
            scores.put(FinalScore.AVERAGE_PRECISION, ranking.averagePrecision());
            return;
        }
        double areas = 0;
        double precisions = 0;
        for (int c = 0; c < outputs.classes(); c++) {
            Ranking ranking = ranking(outputs, c);
            areas += ranking.areaUnderRoc();
            precisions += ranking.averagePrecision();
        }
        scores.put(FinalScore.ROC_AUC, areas / outputs.classes());
        scores.put(FinalScore.AVERAGE_PRECISION, precisions / outputs.classes());
    }

    /** How well the probability of a class ranks its examples above all others. */
    public static Ranking ranking(TestOutputs.Classes outputs, int ofClass) {
        float[] score = new float[outputs.size()];
        boolean[] positive = new boolean[outputs.size()];
        for (int i = 0; i < score.length; i++) {
            positive[i] = outputs.labels()[i] == ofClass;
            // Rounding 1 − p would tie different small p.
            score[i] = outputs.classes() > 2
                    ? outputs.probabilities()[i * outputs.classes() + ofClass]
                    : ofClass == 1 ? outputs.probabilities()[i] : -outputs.probabilities()[i];
        }
        return Ranking.of(score, positive);
    }

    private static double logLoss(TestOutputs.Classes outputs) {
        double sum = 0;
        for (int i = 0; i < outputs.size(); i++) {
            double total = 0;
            for (int c = 0; c < outputs.classes(); c++) {
                total += clipped(outputs.probability(i, c));
            }
            sum -= Math.log(clipped(outputs.probability(i, outputs.labels()[i])) / total);
        }
        return sum / outputs.size();
    }

    private static double clipped(double probability) {
        return Math.max(CLIPPED, Math.min(1 - CLIPPED, probability));
    }

    private static double brier(TestOutputs.Classes outputs) {
        double sum = 0;
        for (int i = 0; i < outputs.size(); i++) {
            for (int c = outputs.classes() == 2 ? 1 : 0; c < outputs.classes(); c++) {
                double error = outputs.probability(i, c) - (outputs.labels()[i] == c ? 1 : 0);
                sum += error * error;
            }
        }
        return sum / outputs.size();
    }
}
