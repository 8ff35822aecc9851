package org.dropoutlab.dl4j.layer;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.convolution.Convolution;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The geometry of one convolution: images to patches and back. A patch is the kernel's input at one position, and a
 * convolution is the product of weights, [map, channel · kernel height · kernel width], and patches.
 *
 * @param layer kernel, stride, padding, dilation and mode
 * @param height height of the images
 * @param width width of the images
 * @param outHeight number of positions from top to bottom
 * @param outWidth number of positions from left to right
 * @param padding padding at the top and the left
 */
record ImagePatches(ConvolutionLayer layer, int height, int width, int outHeight, int outWidth, int[] padding) {

    /**
     * @param images [minibatch, channels, height, width]
     */
    static ImagePatches of(ConvolutionLayer layer, INDArray images) {
        boolean same = layer.getConvolutionMode() == ConvolutionMode.Same;
        int[] size = {(int) images.size(2), (int) images.size(3)};
        int[] out = ConvolutionUtils.getOutputSize(
                images,
                layer.getKernelSize(),
                layer.getStride(),
                same ? null : layer.getPadding(),
                layer.getConvolutionMode(),
                layer.getDilation(),
                CNN2DFormat.NCHW);
        int[] padding = same
                ? ConvolutionUtils.getSameModeTopLeftPadding(
                        out, size, layer.getKernelSize(), layer.getStride(), layer.getDilation())
                : layer.getPadding();
        return new ImagePatches(layer, size[0], size[1], out[0], out[1], padding);
    }

    /**
     * The kernel's inputs at all positions.
     *
     * @param images [minibatch, channels, height, width]
     * @return [minibatch, channel · kernel height · kernel width, position]
     */
    INDArray of(INDArray images) {
        INDArray patches = Nd4j.createUninitialized(images.dataType(), shape(images.size(0), images.size(1)), 'c');
        Convolution.im2col(
                images,
                layer.getKernelSize()[0],
                layer.getKernelSize()[1],
                layer.getStride()[0],
                layer.getStride()[1],
                padding[0],
                padding[1],
                layer.getDilation()[0],
                layer.getDilation()[1],
                layer.getConvolutionMode() == ConvolutionMode.Same,
                patches);
        return patches.reshape('c', images.size(0), -1, positions());
    }

    /**
     * The transpose of {@link #of(INDArray)}: each pixel gets the sum over its patches.
     *
     * @param patches [minibatch, channel · kernel height · kernel width, position]
     * @param images the result, [minibatch, channels, height, width]
     */
    void sumInto(INDArray patches, INDArray images) {
        Convolution.col2im(
                patches.reshape('c', shape(images.size(0), images.size(1))),
                images,
                layer.getStride()[0],
                layer.getStride()[1],
                padding[0],
                padding[1],
                height,
                width,
                layer.getDilation()[0],
                layer.getDilation()[1]);
    }

    /** Number of positions of the kernel. */
    long positions() {
        return (long) outHeight * outWidth;
    }

    private long[] shape(long examples, long channels) {
        return new long[] {examples, channels, layer.getKernelSize()[0], layer.getKernelSize()[1], outHeight, outWidth};
    }
}
