package org.dropoutlab.dl4j.layer;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Implementation of {@link DropConnectDense}. With one mask per mini-batch it is Deeplearning4j's layer with other
 * weights and a masked gradient; with one per example the weights are an array [example, unit, input].
 */
final class DropConnectDenseLayer extends DenseLayer {
    private static final long serialVersionUID = 1L;
    private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
    private static final String BIAS = DefaultParamInitializer.BIAS_KEY;

    private final MaskedPass pass;

    DropConnectDenseLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        this.pass = new MaskedPass(conf);
    }

    private boolean isPerExample() {
        return pass.isPerExample(input, getParam(WEIGHTS));
    }

    @Override
    protected INDArray getParamWithNoise(String name, boolean training, LayerWorkspaceMgr workspaces) {
        return pass.shared(name, getParam(name), workspaces);
    }

    @Override
    protected Pair<INDArray, INDArray> preOutputWithPreNorm(
            boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
        assertInputSet(forBackprop);
        if (forBackprop && pass.product() != null) {
            return new Pair<>(pass.product(), pass.product());
        }
        INDArray z = isPerExample()
                ? exampleProducts(workspaces)
                : super.preOutputWithPreNorm(training, forBackprop, workspaces).getFirst();
        pass.keep(z, workspaces);
        return new Pair<>(z, z);
    }

    private ExampleWeights exampleWeights(LayerWorkspaceMgr workspaces) {
        return pass.perExample(input.size(0), getParam(WEIGHTS).transpose(), getParam(BIAS), workspaces);
    }

    /** Each example's input times its own weights, plus bias: [minibatch, units]. */
    private INDArray exampleProducts(LayerWorkspaceMgr workspaces) {
        applyDropOutIfNecessary(true, workspaces);
        INDArray weights = getParam(WEIGHTS);
        if (input.rank() != 2 || input.columns() != weights.rows()) {
            throw new DL4JInvalidInputException("Expected input of shape [minibatch, %d], not %s %s"
                    .formatted(weights.rows(), Arrays.toString(input.shape()), layerId()));
        }
        INDArray z = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS, dataType, new long[] {input.size(0), weights.size(1)}, 'c');
        ExampleWeights exampleWeights = exampleWeights(workspaces);
        exampleWeights.multiply(inputColumns(), column(z));
        if (hasBias()) {
            z.addi(exampleWeights.biases(getParam(BIAS)));
        }
        if (maskArray != null) {
            applyMask(z);
        }
        return z;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        return pass.backward(() ->
                isPerExample() ? exampleGradients(epsilon, workspaces) : super.backpropGradient(epsilon, workspaces));
    }

    private Pair<Gradient, INDArray> exampleGradients(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray z = preOutputWithPreNorm(true, true, workspaces).getFirst();
        INDArray delta = layerConf().getActivationFn().backprop(z, epsilon).getFirst();
        if (maskArray != null) {
            applyMask(delta);
        }
        ExampleWeights weights = exampleWeights(workspaces);
        INDArray deltaColumns = column(delta.dup('c'));
        INDArray weightGradient =
                weights.weightGradient(inputColumns(), deltaColumns).transpose();
        Gradient gradient = weights.gradient(delta, weightGradient, gradientViews);
        INDArray inputGradient =
                workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
        weights.inputGradient(deltaColumns, column(inputGradient));
        return new Pair<>(gradient, backpropDropOutIfPresent(inputGradient));
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        pass.begin(training);
        if (!pass.isAveraging()) {
            return super.activate(training, workspaces);
        }
        INDArray mean = preOutput(false, workspaces);
        INDArray inputs = input.castTo(dataType);
        INDArray weights = getParam(WEIGHTS);
        INDArray squares = inputs.mul(inputs).mmul(weights.mul(weights));
        INDArray average =
                pass.average(mean, squares, getParam(BIAS), 1, layerConf().getActivationFn(), conf.getSeed() + index);
        if (maskArray != null) {
            applyMask(average);
        }
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, average);
    }

    @Override
    public void clear() {
        super.clear();
        pass.forget();
    }

    @Override
    public void clearNoiseWeightParams() {
        super.clearNoiseWeightParams();
        pass.forget();
    }

    private INDArray inputColumns() {
        return column(input.castTo(dataType).dup('c'));
    }

    /** [example, n] as [example, n, 1], the one position of a dense layer. */
    private static INDArray column(INDArray rows) {
        return rows.reshape('c', rows.size(0), rows.size(1), 1);
    }
}
