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
 * Test predictions of a {@link NetworkComparison}, for Deeplearning4j's own evaluations: {@code Evaluation}, {@code ROC},
 * {@code EvaluationCalibration}, {@code RegressionEvaluation} and the like. In regression, they are in the unit of the target.
 *
 * <p>The cost is one forward pass through the test data per trial, and memory for two numbers per trial, test example and
 * output. Diverged trials, and trials finished before a run was resumed, are missing.
 */
public final class TestPredictions {
    private final Map<String, NavigableMap<TrialId, Predictions>> byArm = new ConcurrentHashMap<>();

    /** Empty; pass it to {@link NetworkComparison#predictions}. */
    public TestPredictions() {}

    /**
     * Feeds the test predictions of all completed trials of an arm to {@code evaluation}, by repeat and split. They are
     * pooled: over folds, every example counts once per repeat. For the uncertainty of differences, use the report, not
     * pooled numbers.
     *
     * @param arm its name, as in {@code dropout=0.5}
     * @param evaluation an empty evaluation; labels have shape [example, output], with one column per class or a single one
     * @return {@code evaluation}
     * @throws IllegalArgumentException if there are no predictions of that arm
     */
    public <E extends IEvaluation<?>> E evaluate(String arm, E evaluation) {
        if (!byArm.containsKey(arm)) {
            throw new IllegalArgumentException(
                    "no predictions of arm '%s'; arms: %s".formatted(arm, new TreeMap<>(byArm).keySet()));
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
