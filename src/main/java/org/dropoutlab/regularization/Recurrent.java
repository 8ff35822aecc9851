package org.dropoutlab.regularization;

import java.util.Objects;

/**
 * A treatment of the recurrence of LSTM layers. With inputs x, gates i, f, o, candidate g, cell c and hidden state h, step
 * t of a layer is c_t = f ∘ c_{t−1} + i ∘ g and h_t = o ∘ tanh(c_t), where gates and candidate depend on x_t and
 * h_{t−1}. What a layer passes up is never changed by dropping of its state; {@code dl4j.recurrent.DirectLstm} does the work.
 *
 * <p>All scale up in training what they keep (inverted dropout), except zoneout, which takes expectations at inference.
 */
public sealed interface Recurrent extends Regularizer.Placed, Regularizer.Dropping {

    @Override
    default Place place() {
        return Place.RECURRENT;
    }

    @Override
    Recurrent withRate(DropProbability other);

    /** Whether every probability is 0, which leaves the layers as they are. */
    boolean isZero();

    /**
     * Variational dropout (Gal &amp; Ghahramani 2016, "A Theoretically Grounded Application of Dropout in Recurrent Neural
     * Networks", §4): one mask for each sequence on the layer's inputs and one on the recurrent state h_{t−1}, the same at
     * every step and, as in their tied-weights version, for every gate.
     *
     * @param inputs drop probability of the layer's inputs
     * @param state drop probability of the recurrent state
     */
    record VariationalDropout(DropProbability inputs, DropProbability state) implements Recurrent {
        public VariationalDropout {
            Objects.requireNonNull(inputs);
            Objects.requireNonNull(state);
        }

        /** The same probability for inputs and state. */
        public static VariationalDropout of(double rate) {
            return of(rate, rate);
        }

        /** Variational dropout with the given probabilities. */
        public static VariationalDropout of(double inputs, double state) {
            return new VariationalDropout(new DropProbability(inputs), new DropProbability(state));
        }

        /** The drop probability of the recurrent state. */
        @Override
        public DropProbability rate() {
            return state;
        }

        /** With the same probability for inputs and state. */
        @Override
        public VariationalDropout withRate(DropProbability other) {
            return new VariationalDropout(other, other);
        }

        @Override
        public boolean isZero() {
            return inputs.isZero() && state.isZero();
        }

        @Override
        public String family() {
            return "variational dropout";
        }

        @Override
        public String describe() {
            return "variational dropout, %s of the inputs and %s of the recurrent state, in each recurrent layer"
                    .formatted(inputs.value(), state.value());
        }
    }

    /**
     * Recurrent dropout with a fresh mask at every step (Semeniuta, Severyn &amp; Barth 2016, "Recurrent Dropout without
     * Memory Loss").
     *
     * @param rate drop probability
     * @param target what is dropped
     */
    record RecurrentDropout(DropProbability rate, Target target) implements Recurrent {
        public RecurrentDropout {
            Objects.requireNonNull(rate);
            Objects.requireNonNull(target);
        }

        /** Recurrent dropout of {@code target} with probability {@code rate}. */
        public static RecurrentDropout of(double rate, Target target) {
            return new RecurrentDropout(new DropProbability(rate), target);
        }

        /** What recurrent dropout drops. */
        public enum Target {
            /** The recurrent state: gates and candidate see d(h_{t−1}). */
            STATE("the recurrent state"),
            /** The candidate: c_t = f ∘ c_{t−1} + i ∘ d(g), which adds nothing to a unit's cell when dropped. */
            CANDIDATE("the candidate");

            private final String words;

            Target(String words) {
                this.words = words;
            }
        }

        @Override
        public RecurrentDropout withRate(DropProbability other) {
            return new RecurrentDropout(other, target);
        }

        @Override
        public boolean isZero() {
            return rate.isZero();
        }

        @Override
        public String family() {
            return "recurrent dropout";
        }

        @Override
        public String describe() {
            return "recurrent dropout %s on %s of each recurrent layer".formatted(rate.value(), target.words);
        }
    }

    /**
     * DropConnect of the recurrent weights alone (Merity, Keskar &amp; Socher 2018, "Regularizing and Optimizing LSTM Language
     * Models", §3): one mask for each mini-batch on the weights from h_{t−1} to gates and candidate, the same at every step.
     *
     * @param rate drop probability of a weight
     */
    record RecurrentDropConnect(DropProbability rate) implements Recurrent {
        public RecurrentDropConnect {
            Objects.requireNonNull(rate);
        }

        /** DropConnect of the recurrent weights with probability {@code rate}. */
        public static RecurrentDropConnect of(double rate) {
            return new RecurrentDropConnect(new DropProbability(rate));
        }

        @Override
        public RecurrentDropConnect withRate(DropProbability other) {
            return new RecurrentDropConnect(other);
        }

        @Override
        public boolean isZero() {
            return rate.isZero();
        }

        @Override
        public String family() {
            return "recurrent DropConnect";
        }

        @Override
        public String describe() {
            return "DropConnect %s on the recurrent weights of each recurrent layer".formatted(rate.value());
        }
    }

    /**
     * Zoneout (Krueger et al. 2017, "Zoneout: Regularizing RNNs by Randomly Preserving Hidden Activations"): in training
     * each unit of c and of h keeps its value of the step before with a fixed probability; at inference it takes the
     * expectation of the two.
     *
     * @param cell probability that a unit of the cell c keeps its value
     * @param hidden probability that a unit of the hidden state h keeps its value
     */
    record Zoneout(DropProbability cell, DropProbability hidden) implements Recurrent {
        public Zoneout {
            Objects.requireNonNull(cell);
            Objects.requireNonNull(hidden);
        }

        /** The same probability for cell and hidden state. */
        public static Zoneout of(double rate) {
            return of(rate, rate);
        }

        /** Zoneout with the given probabilities. */
        public static Zoneout of(double cell, double hidden) {
            return new Zoneout(new DropProbability(cell), new DropProbability(hidden));
        }

        /** The probability that a unit of the cell keeps its value. */
        @Override
        public DropProbability rate() {
            return cell;
        }

        /** With the same probability for cell and hidden state. */
        @Override
        public Zoneout withRate(DropProbability other) {
            return new Zoneout(other, other);
        }

        @Override
        public boolean isZero() {
            return cell.isZero() && hidden.isZero();
        }

        @Override
        public String family() {
            return "zoneout";
        }

        @Override
        public String describe() {
            return "zoneout, %s of the cell and %s of the hidden state, in each recurrent layer"
                    .formatted(cell.value(), hidden.value());
        }
    }
}
