package org.dropoutlab.library;

import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.training.Predictions;
import org.dropoutlab.training.TrialObserver;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the networks of a {@link NetworkComparison} say of their test data, kept for Deeplearning4j's own evaluations:
 * {@code Evaluation}, {@code ROC}, {@code EvaluationCalibration}, {@code RegressionEvaluation} and the like.
 *
 * <p>It costs a forward pass through the test data for each trial, and memory for two numbers per trial, test example and
 * output, until this object is gone. Trials that diverged are not in it, nor are those that were finished before a run was
 * resumed.
 */
public final class TestPredictions {
    private final Map<String, NavigableMap<TrialId, Predictions>> byArm = new ConcurrentHashMap<>();

    /** None yet: to be given to {@link NetworkComparison#predictions}. */
    public TestPredictions() {}

    /**
     * Has {@code evaluation} see the test data of every completed trial of an arm, in the order of repeats and splits.
     * Numbers of all trials are pooled: over folds, every example is in once a repeat. How sure a difference is, is in the
     * report and not in pooled numbers.
     *
     * @param arm its name, as in {@code dropout=0.5}
     * @param evaluation without data; labels have shape [example, output], a column for each class or a single one
     * @return the same object
     * @throws IllegalArgumentException if there is nothing of an arm of that name
     */
    public <E extends IEvaluation<?>> E evaluate(String arm, E evaluation) {
        if (!byArm.containsKey(arm)) {
            throw new IllegalArgumentException(
                    "there are no predictions of an arm '%s', but of %s".formatted(arm, new TreeMap<>(byArm).keySet()));
        }
        for (Predictions trial : byArm.get(arm).values()) {
            try (INDArray labels = Nd4j.createFromArray(trial.labels());
                    INDArray outputs = Nd4j.createFromArray(trial.outputs())) {
                evaluation.eval(labels, outputs);
            }
        }
        return evaluation;
    }

    TrialObserver observer() {
        return new TrialObserver() {
            @Override
            public void completed(TrialId trial, Supplier<Predictions> test) {
                byArm.computeIfAbsent(
                                trial.arm(),
                                arm -> new ConcurrentSkipListMap<>(
                                        TrialId.BY_PAIR.thenComparing(Comparator.comparing(TrialId::arm))))
                        .put(trial, test.get());
            }
        };
    }
}
