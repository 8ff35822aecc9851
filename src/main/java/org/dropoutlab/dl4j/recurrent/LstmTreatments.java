package org.dropoutlab.dl4j.recurrent;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dropoutlab.regularization.DropProbability;
import org.dropoutlab.regularization.Recurrent;
import org.dropoutlab.regularization.Recurrent.RecurrentDropConnect;
import org.dropoutlab.regularization.Recurrent.RecurrentDropout;
import org.dropoutlab.regularization.Recurrent.VariationalDropout;
import org.dropoutlab.regularization.Recurrent.Zoneout;

/**
 * All treatments of one LSTM layer; with probability 0 a treatment is absent.
 *
 * @param inputs drop probability of the inputs, one mask for each sequence
 * @param state drop probability of the recurrent state, one mask for each sequence
 * @param freshState drop probability of the recurrent state, a fresh mask at every step
 * @param candidate drop probability of the candidate, a fresh mask at every step
 * @param weights drop probability of recurrent weights, one mask for each mini-batch
 * @param cell probability that a unit of the cell keeps its value
 * @param hidden probability that a unit of the hidden state keeps its value
 */
public record LstmTreatments(
        DropProbability inputs,
        DropProbability state,
        DropProbability freshState,
        DropProbability candidate,
        DropProbability weights,
        DropProbability cell,
        DropProbability hidden)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final DropProbability ZERO = new DropProbability(0);

    /** No treatment. */
    public static final LstmTreatments NONE = new LstmTreatments(ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO);

    public LstmTreatments {
        Objects.requireNonNull(inputs);
        Objects.requireNonNull(candidate);
        Objects.requireNonNull(weights);
        Objects.requireNonNull(cell);
        Objects.requireNonNull(hidden);
        if (!state.isZero() && !freshState.isZero()) {
            throw new IllegalArgumentException(
                    "variational and recurrent dropout both drop the recurrent state: choose one");
        }
    }

    /**
     * The treatments of a layer.
     *
     * @throws IllegalArgumentException if one is listed twice, or two drop the same thing; the message is one line
     */
    public static LstmTreatments of(List<Recurrent> treatments) {
        LstmTreatments all = NONE;
        for (Recurrent treatment : treatments) {
            if (treatments.stream().filter(treatment.getClass()::isInstance).count() > 1) {
                throw new IllegalArgumentException("%s is listed twice".formatted(treatment.family()));
            }
            all = all.with(treatment);
        }
        return all;
    }

    private LstmTreatments with(Recurrent treatment) {
        if (treatment instanceof VariationalDropout dropout) {
            return new LstmTreatments(dropout.inputs(), dropout.state(), freshState, candidate, weights, cell, hidden);
        }
        if (treatment instanceof RecurrentDropout dropout) {
            return dropout.target() == RecurrentDropout.Target.STATE
                    ? new LstmTreatments(inputs, state, dropout.rate(), candidate, weights, cell, hidden)
                    : new LstmTreatments(inputs, state, freshState, dropout.rate(), weights, cell, hidden);
        }
        if (treatment instanceof RecurrentDropConnect dropConnect) {
            return new LstmTreatments(inputs, state, freshState, candidate, dropConnect.rate(), cell, hidden);
        }
        Zoneout zoneout = (Zoneout) treatment;
        return new LstmTreatments(inputs, state, freshState, candidate, weights, zoneout.cell(), zoneout.hidden());
    }

    /** Whether there is no treatment. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** The probabilities other than 0 by name, for a configuration's JSON. */
    Map<String, Double> named() {
        Map<String, Double> named = new LinkedHashMap<>();
        put(named, "inputs", inputs);
        put(named, "state", state);
        put(named, "freshState", freshState);
        put(named, "candidate", candidate);
        put(named, "weights", weights);
        put(named, "cell", cell);
        put(named, "hidden", hidden);
        return named;
    }

    private static void put(Map<String, Double> named, String name, DropProbability rate) {
        if (!rate.isZero()) {
            named.put(name, rate.value());
        }
    }

    /** The treatments with probabilities as in {@link #named}. */
    static LstmTreatments named(Map<String, Double> named) {
        return new LstmTreatments(
                get(named, "inputs"),
                get(named, "state"),
                get(named, "freshState"),
                get(named, "candidate"),
                get(named, "weights"),
                get(named, "cell"),
                get(named, "hidden"));
    }

    private static DropProbability get(Map<String, Double> named, String name) {
        return new DropProbability(named.getOrDefault(name, 0.0));
    }
}
