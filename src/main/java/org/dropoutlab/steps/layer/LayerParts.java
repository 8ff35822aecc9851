package org.dropoutlab.steps.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.dropoutlab.convolution.ConvolutionPlan;
import org.dropoutlab.dl4j.layer.BinaryCrossEntropy;
import org.dropoutlab.dl4j.layer.CachingDense;
import org.dropoutlab.dl4j.layer.DropConnectDense;
import org.dropoutlab.dl4j.layer.KlSparsityPenalty;
import org.dropoutlab.regularization.WeightMasks.Inference;
import org.dropoutlab.scoring.OutputUnits;
import org.dropoutlab.steps.layer.Part.Activated;
import org.dropoutlab.steps.layer.Part.AlphaDropped;
import org.dropoutlab.steps.layer.Part.Convolved;
import org.dropoutlab.steps.layer.Part.Dense;
import org.dropoutlab.steps.layer.Part.Dropped;
import org.dropoutlab.steps.layer.Part.Finish;
import org.dropoutlab.steps.layer.Part.Finished;
import org.dropoutlab.steps.layer.Part.Noisy;
import org.dropoutlab.steps.layer.Part.Normalized;
import org.dropoutlab.steps.layer.Part.Sparse;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** The parts of a network, made layer by layer; a layer that has no parts ends it. */
public final class LayerParts {
    private static final Set<Class<? extends Layer>> DENSE =
            Set.of(DenseLayer.class, CachingDense.class, DropConnectDense.class);

    private final List<Part> parts = new ArrayList<>();
    private final int batchSize;
    private int width;

    private LayerParts(int inputs, int batchSize) {
        this.width = inputs;
        this.batchSize = batchSize;
    }

    /** The parts of {@code layers}; empty if a layer is not supported. */
    public static Optional<List<Part>> of(List<Layer> layers, int batchSize) {
        int inputs = layers.stream()
                .filter(FeedForwardLayer.class::isInstance)
                .mapToInt(layer -> Math.toIntExact(((FeedForwardLayer) layer).getNIn()))
                .filter(known -> known > 0)
                .findFirst()
                .orElse(0);
        LayerParts made = new LayerParts(inputs, batchSize);
        return layers.stream().allMatch(made::add) ? Optional.of(made.parts) : Optional.empty();
    }

    /** The parts of {@code layers}, of which {@code convolutions} are the first; empty if a layer above is not supported. */
    public static Optional<List<Part>> of(ConvolutionPlan convolutions, List<Layer> layers, int batchSize) {
        LayerParts made = new LayerParts(convolutions.features(), batchSize);
        made.parts.add(new Convolved(convolutions));
        return layers.subList(convolutions.layers(), layers.size()).stream().allMatch(made::add)
                ? Optional.of(made.parts)
                : Optional.empty();
    }

    /** The output units of the last layer; empty if it is not supported. */
    public static Optional<OutputUnits> output(Layer layer) {
        if (layer.getClass() != OutputLayer.class) {
            return Optional.empty();
        }
        ILossFunction loss = ((OutputLayer) layer).getLossFn();
        IActivation activation = ((OutputLayer) layer).getActivationFn();
        if (loss instanceof BinaryCrossEntropy && activation instanceof ActivationSigmoid) {
            return Optional.of(OutputUnits.SIGMOID);
        }
        if (loss.getClass() == LossMSE.class
                && ((LossMSE) loss).getWeights() == null
                && activation instanceof ActivationIdentity) {
            return Optional.of(OutputUnits.IDENTITY);
        }
        return loss.getClass() == LossMCXENT.class
                        && ((LossMCXENT) loss).getWeights() == null
                        && activation instanceof ActivationSoftmax
                ? Optional.of(OutputUnits.SOFTMAX)
                : Optional.empty();
    }

    /** Adds the parts of {@code layer}, if it is supported. */
    private boolean add(Layer layer) {
        if (layer instanceof DropoutLayer) {
            return addNoise(layer.getIDropout());
        }
        if (layer.getIDropout() != null && !addNoise(layer.getIDropout())) {
            return false;
        }
        if (layer instanceof KlSparsityPenalty sparsity) {
            parts.add(new Sparse(width, sparsity.sparsity()));
            return true;
        }
        if (layer.getClass() == ActivationLayer.class) {
            addActivation(((ActivationLayer) layer).getActivationFn());
            return true;
        }
        return layer instanceof BaseLayer base && base.getWeightNoise() == null && addWeights(base);
    }

    private boolean addWeights(BaseLayer layer) {
        if (layer.getClass() == BatchNormalization.class && !((BatchNormalization) layer).isLockGammaBeta()) {
            BatchNormalization normalization = (BatchNormalization) layer;
            parts.add(new Normalized(
                    width, normalization.getDecay(), normalization.getEps(), normalization.isUseLogStd(), Finish.NONE));
            return true;
        }
        if (layer.getClass() == OutputLayer.class) {
            return ((BaseOutputLayer) layer).hasBias() && addDense((FeedForwardLayer) layer, 1);
        }
        if (!DENSE.contains(layer.getClass())
                || !((DenseLayer) layer).hasBias()
                || ((DenseLayer) layer).hasLayerNorm()
                || !isMaskedByExample(layer)) {
            return false;
        }
        double retainWeight =
                layer instanceof DropConnectDense masked ? masked.masks().rate().retain() : 1;
        addDense((FeedForwardLayer) layer, retainWeight);
        addActivation(layer.getActivationFn());
        return true;
    }

    private boolean addDense(FeedForwardLayer layer, double retainWeight) {
        width = Math.toIntExact(layer.getNOut());
        parts.add(new Dense(Math.toIntExact(layer.getNIn()), width, retainWeight, Finish.NONE));
        return true;
    }

    private boolean isMaskedByExample(BaseLayer layer) {
        return !(layer instanceof DropConnectDense masked)
                || (masked.masks().scope().perExample(batchSize, masked.getNIn() * masked.getNOut())
                        && !masked.masks().biases()
                        && masked.masks().inference() instanceof Inference.Mean);
    }

    private void addActivation(IActivation function) {
        if (function instanceof ActivationIdentity) {
            return;
        }
        if (function.getClass() == ActivationReLU.class && finish(Finish.NONE, Finish.RELU)) {
            return;
        }
        parts.add(new Activated(width, function));
    }

    private boolean addNoise(IDropout noise) {
        if (noise == null || noise instanceof SpatialDropout) {
            return false;
        }
        if (noise.getClass() == AlphaDropout.class && ((AlphaDropout) noise).getPSchedule() == null) {
            parts.add(new AlphaDropped(width, (AlphaDropout) noise));
            return true;
        }
        if (noise.getClass() != Dropout.class || ((Dropout) noise).getPSchedule() != null) {
            parts.add(new Noisy(width, noise));
            return true;
        }
        double retain = ((Dropout) noise).getP();
        if (!finish(Finish.RELU, new Finish(true, retain))) {
            parts.add(new Dropped(width, retain));
        }
        return true;
    }

    /** Replaces the end of the last part, if that is {@code current}. */
    private boolean finish(Finish current, Finish next) {
        int last = parts.size() - 1;
        if (last < 0
                || !(parts.get(last) instanceof Finished part)
                || !part.finish().equals(current)) {
            return false;
        }
        parts.set(last, part.with(next));
        return true;
    }
}
