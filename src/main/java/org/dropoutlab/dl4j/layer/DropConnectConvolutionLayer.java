package org.dropoutlab.dl4j.layer;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Implementation of {@link DropConnectConvolution}. With one mask per mini-batch it is Deeplearning4j's layer with
 * other weights and a masked gradient; with one per example it multiplies image patches by weights [example, map,
 * input of the kernel].
 */
final class DropConnectConvolutionLayer extends ConvolutionLayer {
    private static final long serialVersionUID = 1L;
    private static final String WEIGHTS = ConvolutionParamInitializer.WEIGHT_KEY;
    private static final String BIAS = ConvolutionParamInitializer.BIAS_KEY;

    private final MaskedPass pass;

    DropConnectConvolutionLayer(NeuralNetConfiguration conf, DataType dataType) {
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

    private ExampleWeights exampleWeights(LayerWorkspaceMgr workspaces) {
        return pass.perExample(input.size(0), flat(getParam(WEIGHTS)), getParam(BIAS), workspaces);
    }

    @Override
    protected Pair<INDArray, INDArray> preOutput(boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
        assertInputSet(forBackprop);
        if (!isPerExample()) {
            return super.preOutput(training, forBackprop, workspaces);
        }
        if (forBackprop && pass.product() != null) {
            return new Pair<>(pass.product(), null);
        }
        validateInputRank();
        validateInputDepth(getParam(WEIGHTS).size(1));
        INDArray images = images(input);
        ImagePatches patches = ImagePatches.of(layerConf(), images);
        INDArray z = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS,
                dataType,
                new long[] {images.size(0), layerConf().getNOut(), patches.outHeight(), patches.outWidth()},
                'c');
        ExampleWeights weights = exampleWeights(workspaces);
        weights.multiply(patches.of(images), z.reshape('c', z.size(0), z.size(1), patches.positions()));
        if (hasBias()) {
            INDArray biases = weights.biases(getParam(BIAS));
            z.addi(biases.reshape(biases.size(0), biases.size(1), 1, 1));
        }
        INDArray inFormat = nhwc() ? workspaces.dup(ArrayType.ACTIVATIONS, z.permute(0, 2, 3, 1)) : z;
        pass.keep(inFormat, workspaces);
        return new Pair<>(inFormat, null);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        return pass.backward(() ->
                isPerExample() ? exampleGradients(epsilon, workspaces) : super.backpropGradient(epsilon, workspaces));
    }

    private Pair<Gradient, INDArray> exampleGradients(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray z = preOutput(true, true, workspaces).getFirst();
        INDArray delta = layerConf()
                .getActivationFn()
                .backprop(z, epsilon.castTo(dataType))
                .getFirst();
        INDArray images = images(input);
        ImagePatches patches = ImagePatches.of(layerConf(), images);
        INDArray deltas = images(delta).dup('c').reshape('c', delta.size(0), -1, patches.positions());
        ExampleWeights weights = exampleWeights(workspaces);
        INDArray weightGradient = weights.weightGradient(patches.of(images), deltas)
                .reshape('c', getParam(WEIGHTS).shape());
        Gradient gradient = weights.gradient(deltas.sum(2), weightGradient, gradientViews);
        INDArray patchGradient = Nd4j.createUninitialized(
                dataType, new long[] {images.size(0), weights.masks().size(2), patches.positions()}, 'c');
        weights.inputGradient(deltas, patchGradient);
        INDArray inputGradient =
                workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, images.shape(), 'c');
        patches.sumInto(patchGradient, inputGradient);
        return new Pair<>(
                gradient, backpropDropOutIfPresent(nhwc() ? inputGradient.permute(0, 2, 3, 1) : inputGradient));
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        pass.begin(training);
        if (!pass.isAveraging()) {
            return super.activate(training, workspaces);
        }
        INDArray mean = preOutput(false, false, workspaces).getFirst();
        INDArray images = images(input);
        ImagePatches patches = ImagePatches.of(layerConf(), images);
        INDArray weights = flat(getParam(WEIGHTS));
        INDArray inputSquares = patches.of(images.mul(images));
        // [map, example, position] to [example, map, height, width]
        INDArray squares = Nd4j.tensorMmul(weights.mul(weights), inputSquares, new int[][] {{1}, {1}})
                .permute(1, 0, 2)
                .dup('c')
                .reshape('c', images.size(0), weights.size(0), patches.outHeight(), patches.outWidth());
        INDArray average = pass.average(
                mean,
                nhwc() ? squares.permute(0, 2, 3, 1) : squares,
                getParam(BIAS),
                nhwc() ? 3 : 1,
                layerConf().getActivationFn(),
                conf.getSeed() + index);
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

    private boolean nhwc() {
        return layerConf().getCnn2dDataFormat() == CNN2DFormat.NHWC;
    }

    /** In the order [example, channel, height, width]. */
    private INDArray images(INDArray array) {
        INDArray typed = array.castTo(dataType);
        return nhwc() ? typed.permute(0, 3, 1, 2).dup('c') : typed;
    }

    /** Weights [map, channel, kernel height, kernel width] as [map, input of the kernel]. */
    private static INDArray flat(INDArray weights) {
        return weights.reshape('c', weights.size(0), weights.length() / weights.size(0));
    }
}
