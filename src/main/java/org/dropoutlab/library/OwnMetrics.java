package org.dropoutlab.library;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.dropoutlab.measurement.OwnMetric;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.training.Predictions;
import org.dropoutlab.training.TrialObserver;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Metrics that a caller has defined. Immutable.
 *
 * @param all each with its computation, in order
 */
record OwnMetrics(List<Defined> all) {
    static final OwnMetrics NONE = new OwnMetrics(List.of());

    /** A metric and its computation. */
    record Defined(OwnMetric metric, TestMetric value) {}

    OwnMetrics with(OwnMetric metric, TestMetric value) {
        List<Defined> more = new ArrayList<>(all);
        more.add(new Defined(metric, value));
        return new OwnMetrics(List.copyOf(more));
    }

    List<OwnMetric> metrics() {
        return all.stream().map(Defined::metric).toList();
    }

    /** Computes them for each trial. */
    TrialObserver observer() {
        return all.isEmpty()
                ? TrialObserver.none()
                : new TrialObserver() {
                    @Override
                    public Map<String, Double> measured(TrialId trial, Supplier<Predictions> test) {
                        return values(trial, test.get());
                    }
                };
    }

    private Map<String, Double> values(TrialId trial, Predictions test) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Defined defined : all) {
            // Each has its own arrays, because Deeplearning4j's evaluations may change theirs.
            try (INDArray labels = Nd4j.createFromArray(test.labels());
                    INDArray outputs = Nd4j.createFromArray(test.outputs())) {
                values.put(defined.metric().name(), defined.value().of(labels, outputs));
            } catch (RuntimeException e) {
                throw new IllegalStateException(
                        "metric '%s' failed in arm %s, split %d, repeat %d: %s"
                                .formatted(defined.metric().name(), trial.arm(), trial.split(), trial.repeat(), e),
                        e);
            }
        }
        return values;
    }
}
