package org.dropoutlab.regularization;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link DropConnectDense} at work. With one mask per mini-batch it is Deeplearning4j's layer with other weights and a
 * masked gradient; with one per example the weights are an array [example, unit, input].
 */
final class DropConnectDenseLayer extends DenseLayer {
    private static final long serialVersionUID = 1L;
    private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
    private static final String BIAS = DefaultParamInitializer.BIAS_KEY;

    private final transient SharedMasks sharedMasks = new SharedMasks();
    private transient ExampleWeights exampleWeights;
    private transient INDArray keptProduct;

    DropConnectDenseLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    private WeightMasks masks() {
        return ((DropConnectDense) conf.getLayer()).masks();
    }

    private boolean perExample() {
        return masks().scope().perExample(input.size(0), getParam(WEIGHTS).length());
    }

    /** A new input is a new pass, and a new pass draws new masks. */
    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        clearNoiseWeightParams();
    }

    /** In training a copy with this mini-batch's mask upon it, kept until the backward pass is over. */
    @Override
    protected INDArray getParamWithNoise(String name, boolean training, LayerWorkspaceMgr workspaces) {
        INDArray parameter = getParam(name);
        if (!training || parameter == null || (name.equals(BIAS) && !masks().biases())) {
            return parameter;
        }
        return weightNoiseParams.computeIfAbsent(
                name, key -> sharedMasks.drop(key, parameter, masks().rate(), workspaces));
    }

    /** Deeplearning4j's layer computes its product again for the backward pass; this one keeps it. */
    @Override
    protected Pair<INDArray, INDArray> preOutputWithPreNorm(
            boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
        assertInputSet(forBackprop);
        if (forBackprop && keptProduct != null) {
            return new Pair<>(keptProduct, keptProduct);
        }
        INDArray z = training && perExample()
                ? exampleProducts(workspaces)
                : super.preOutputWithPreNorm(training, forBackprop, workspaces).getFirst();
        if (training) {
            keptProduct = workspaces.dup(ArrayType.INPUT, z);
        }
        return new Pair<>(z, z);
    }

    /** Each example's input times its own weights, plus bias: [minibatch, units]. */
    private INDArray exampleProducts(LayerWorkspaceMgr workspaces) {
        applyDropOutIfNecessary(true, workspaces);
        INDArray weights = getParam(WEIGHTS);
        if (input.rank() != 2 || input.columns() != weights.rows()) {
            throw new DL4JInvalidInputException("Expected input of shape [minibatch, %d], not %s %s"
                    .formatted(weights.rows(), Arrays.toString(input.shape()), layerId()));
        }
        INDArray bias = hasBias() ? getParam(BIAS) : null;
        if (exampleWeights == null) {
            exampleWeights = ExampleWeights.draw(
                    input.size(0), weights.transpose(), masks().biases() ? bias : null, masks().rate(), workspaces);
        }
        INDArray z = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS, dataType, new long[] {input.size(0), weights.size(1)}, 'c');
        exampleWeights.multiply(inputColumns(), column(z));
        if (bias != null && masks().biases()) {
            z.addi(exampleWeights.biases(bias));
        } else if (bias != null) {
            z.addiRowVector(bias);
        }
        if (maskArray != null) {
            applyMask(z);
        }
        return z;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (!perExample()) {
            Pair<Gradient, INDArray> result = super.backpropGradient(epsilon, workspaces);
            sharedMasks.backpropagate(result.getFirst());
            forget();
            return result;
        }
        INDArray z = preOutputWithPreNorm(true, true, workspaces).getFirst();
        INDArray delta = layerConf().getActivationFn().backprop(z, epsilon).getFirst();
        if (maskArray != null) {
            applyMask(delta);
        }
        Gradient gradient = new DefaultGradient();
        if (hasBias()) {
            INDArray biasDelta = masks().biases() ? delta.mul(exampleWeights.biasMasks()) : delta;
            INDArray biasGradient = gradientViews.get(BIAS);
            biasDelta.sum(biasGradient, 0);
            gradient.gradientForVariable().put(BIAS, biasGradient);
        }
        INDArray deltaColumns = column(delta.dup('c'));
        INDArray weightGradient = gradientViews.get(WEIGHTS);
        weightGradient.assign(
                exampleWeights.weightGradient(inputColumns(), deltaColumns).transpose());
        gradient.gradientForVariable().put(WEIGHTS, weightGradient);
        INDArray inputGradient =
                workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
        exampleWeights.inputGradient(deltaColumns, column(inputGradient));
        forget();
        return new Pair<>(gradient, backpropDropOutIfPresent(inputGradient));
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (training || !(masks().inference() instanceof Inference.MomentMatching matching)) {
            return super.activate(training, workspaces);
        }
        INDArray mean = preOutput(false, workspaces);
        INDArray weights = getParam(WEIGHTS);
        INDArray variance = input.mul(input).mmul(weights.mul(weights));
        if (hasBias() && masks().biases()) {
            INDArray bias = getParam(BIAS);
            variance.addiRowVector(bias.mul(bias));
        }
        variance.muli(masks().rate().value() / masks().rate().retain());
        INDArray average = GaussianSampling.averageActivation(
                mean, variance, layerConf().getActivationFn(), 1, matching.samples(), conf.getSeed() + index);
        if (maskArray != null) {
            applyMask(average);
        }
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, average);
    }

    @Override
    public void clear() {
        super.clear();
        forget();
    }

    @Override
    public void clearNoiseWeightParams() {
        super.clearNoiseWeightParams();
        forget();
    }

    private void forget() {
        exampleWeights = null;
        keptProduct = null;
    }

    private INDArray inputColumns() {
        return column(input.castTo(dataType).dup('c'));
    }

    /** [example, n] as [example, n, 1], the one position of a dense layer. */
    private static INDArray column(INDArray rows) {
        return rows.reshape('c', rows.size(0), rows.size(1), 1);
    }
}
