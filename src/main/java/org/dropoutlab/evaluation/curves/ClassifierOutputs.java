package org.dropoutlab.evaluation.curves;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.dropoutlab.evaluation.Calibration;
import org.dropoutlab.measurement.TestOutputs;

/**
 * What an arm's classifiers put out for test examples, over all of its trials.
 *
 * @param trials outputs of each trial, at least one, all with the same number of classes
 * @param positive number of the positive class of two; without effect if there are more
 */
public record ClassifierOutputs(List<TestOutputs.Classes> trials, int positive) {
    public ClassifierOutputs {
        trials = List.copyOf(trials);
        if (trials.isEmpty()) {
            throw new IllegalArgumentException("an arm needs at least one trial with outputs");
        }
    }

    /** Number of classes. */
    public int classes() {
        return trials.get(0).classes();
    }

    /** Number of test predictions kept: that of the examples, each counted once for each trial that has it in its test set. */
    public int kept() {
        return trials.stream().mapToInt(TestOutputs::size).sum();
    }

    /** Number of test predictions, kept or not. */
    public int made() {
        return trials.stream().mapToInt(TestOutputs::outOf).sum();
    }

    /** How often each class was taken for which. */
    public Confusions confusions() {
        Confusions sum = Confusions.none(classes());
        for (TestOutputs.Classes outputs : trials) {
            sum = sum.and(
                    outputs.labels(),
                    IntStream.range(0, outputs.size()).map(outputs::predicted).toArray());
        }
        return sum;
    }

    /** The mean ROC curve; empty if no trial has a curve. */
    public Optional<MeanCurve> roc() {
        return mean(ThresholdCurve::roc);
    }

    /** The mean precision–recall curve; empty if no trial has a curve. */
    public Optional<MeanCurve> precisionRecall() {
        return mean(ThresholdCurve::precisionRecall);
    }

    /** Number of classes left out of curves, summed over trials: those that are in no test example of the trial, or in all. */
    public int lacking() {
        return trials.stream()
                .mapToInt(outputs -> (int)
                        asked().filter(c -> !hasCurve(labelled(outputs, c))).count())
                .sum();
    }

    /** The precision of taking every example for positive, the same mean as {@link #precisionRecall}; 0 without curves. */
    public double baseRate() {
        return trials.stream()
                .map(outputs -> asked().mapToObj(c -> labelled(outputs, c))
                        .filter(ClassifierOutputs::hasCurve)
                        .mapToDouble(ClassifierOutputs::share)
                        .average())
                .flatMapToDouble(share -> share.stream())
                .average()
                .orElse(0);
    }

    /**
     * Bins of stated probability against what happened, over all trials together: of two classes that of the positive one, otherwise
     * that of the predicted class.
     */
    public List<Calibration.Bin> reliability(int bins) {
        double[] stated = new double[kept()];
        boolean[] happened = new boolean[stated.length];
        int at = 0;
        for (TestOutputs.Classes outputs : trials) {
            for (int i = 0; i < outputs.size(); i++) {
                int about = classes() == 2 ? positive : outputs.predicted(i);
                stated[at] = outputs.probability(i, about);
                happened[at] = outputs.labels()[i] == about;
                at++;
            }
        }
        return Calibration.bins(stated, happened, bins);
    }

    /** The classes with a curve of their own. */
    private IntStream asked() {
        return classes() == 2 ? IntStream.of(positive) : IntStream.range(0, classes());
    }

    private Optional<MeanCurve> mean(BiFunction<double[], boolean[], ThresholdCurve> curve) {
        List<List<ThresholdCurve>> all = new ArrayList<>();
        for (TestOutputs.Classes outputs : trials) {
            List<ThresholdCurve> own = asked().filter(c -> hasCurve(labelled(outputs, c)))
                    .mapToObj(c -> curve.apply(scores(outputs, c), labelled(outputs, c)))
                    .toList();
            if (!own.isEmpty()) {
                all.add(own);
            }
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(MeanCurve.of(all));
    }

    /** In the order of the probabilities. Of two classes, 1 − p would make the smallest probabilities equal. */
    private static double[] scores(TestOutputs.Classes outputs, int ofClass) {
        return IntStream.range(0, outputs.size())
                .mapToDouble(i -> outputs.classes() == 2 && ofClass == 0
                        ? -outputs.probability(i, 1)
                        : outputs.probability(i, ofClass))
                .toArray();
    }

    private static boolean[] labelled(TestOutputs.Classes outputs, int ofClass) {
        int[] labels = outputs.labels();
        boolean[] positive = new boolean[labels.length];
        for (int i = 0; i < labels.length; i++) {
            positive[i] = labels[i] == ofClass;
        }
        return positive;
    }

    private static boolean hasCurve(boolean[] positive) {
        double share = share(positive);
        return share > 0 && share < 1;
    }

    private static double share(boolean[] positive) {
        int count = 0;
        for (boolean one : positive) {
            count += one ? 1 : 0;
        }
        return positive.length == 0 ? 0 : (double) count / positive.length;
    }
}
