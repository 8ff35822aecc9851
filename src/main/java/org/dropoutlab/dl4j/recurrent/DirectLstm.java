package org.dropoutlab.dl4j.recurrent;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dropoutlab.dl4j.layer.LayerSettings;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Deeplearning4j's {@link LSTM}, with the same parameters and, up to rounding, the same results, in a fraction of the time
 * and with {@linkplain LstmTreatments treatments} of its recurrence:
 *
 * <pre>{@code
 * .layer(new DirectLstm(new LSTM.Builder().nOut(100).activation(Activation.TANH).build(),
 *         LstmTreatments.of(List.of(VariationalDropout.of(0.25, 0.5)))))
 * }</pre>
 *
 * <p>Input [example, input, step], output [example, unit, step], or with steps before features as Deeplearning4j's
 * {@code RNNFormat.NWC}; single precision. A features mask [example, step] is applied wherever the layer stands:
 * masked steps output 0, and the step after one starts from a state of 0, so padding on either side has no influence on
 * outputs or gradients.
 *
 * <p>Masks of treatments come from the thread's random numbers, {@code Nd4j.getRandom()}, as in dropout, and depend on the
 * unmasked steps only. At inference nothing is dropped, and zoneout takes its expectation. The layer can be saved by
 * {@code toJson} and {@code ModelSerializer}; reading it back needs this class on the classpath.
 */
public final class DirectLstm extends LSTM {
    private static final long serialVersionUID = 1L;

    private final LstmTreatments treatments;
    private final boolean shared;

    /**
     * The layer {@code plain} with treatments.
     *
     * @param plain source of every setting, left unchanged
     * @throws IllegalArgumentException if its activations are none that this layer has; the message is one line
     */
    public DirectLstm(LSTM plain, LstmTreatments treatments) {
        this(plain, treatments, false);
    }

    private DirectLstm(LSTM plain, LstmTreatments treatments, boolean shared) {
        this.treatments = Objects.requireNonNull(treatments);
        this.shared = shared;
        LayerSettings.copy(plain, this, LSTM.class);
        requireActivations();
    }

    @JsonCreator
    DirectLstm(@JsonProperty("treatments") Map<String, Double> treatments) {
        this.treatments = LstmTreatments.named(treatments == null ? Map.of() : treatments);
        this.shared = false;
    }

    /** How the recurrence is treated. */
    public LstmTreatments treatments() {
        return treatments;
    }

    @JsonProperty("treatments")
    Map<String, Double> namedTreatments() {
        return treatments.named();
    }

    /** A copy whose masks are the same for all examples of a mini-batch. */
    public DirectLstm withSharedMasks() {
        return new DirectLstm(this, treatments, true);
    }

    /** Whether all examples of a mini-batch have the same masks. */
    boolean sharesMasks() {
        return shared;
    }

    private void requireActivations() {
        if (!(getGateActivationFn() instanceof ActivationSigmoid)) {
            throw new IllegalArgumentException("gates of an LSTM with treatments have the activation sigmoid, not %s"
                    .formatted(getGateActivationFn()));
        }
        if (getActivationFn() != null) {
            Squash.of(getActivationFn());
        }
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        requireActivations();
        if (networkDataType != DataType.FLOAT) {
            throw new IllegalArgumentException(
                    "an LSTM with treatments computes in single precision, not in %s".formatted(networkDataType));
        }
        return LayerSettings.start(
                new DirectLstmLayer(conf, networkDataType), listeners, layerIndex, layerParamsView, initializeParams);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DirectLstm that
                && super.equals(other)
                && treatments.equals(that.treatments)
                && shared == that.shared;
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof DirectLstm;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), treatments, shared);
    }

    @Override
    public String toString() {
        return "DirectLstm(" + treatments.named() + ", " + super.toString() + ")";
    }
}
