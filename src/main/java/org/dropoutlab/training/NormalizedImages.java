package org.dropoutlab.training;

import org.bytedeco.javacpp.FloatPointer;
import org.dropoutlab.data.Images;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Turns images from bytes into numbers: each channel has mean 0 and standard deviation 1 over the training images. Batches
 * have the shape [minibatch, channels, height, width], labels [minibatch, classes].
 */
final class NormalizedImages implements BatchSource {
    private static final int BYTE_VALUES = 256;

    private final Images images;
    /** [channel][byte]: what a byte becomes. */
    private final float[][] scaled;

    private NormalizedImages(Images images, float[][] scaled) {
        this.images = images;
        this.scaled = scaled;
    }

    /** Normalisation by the statistics of the {@code train} images. */
    static NormalizedImages fitted(Images images, int[] train) {
        Images.Shape shape = images.shape();
        int area = shape.height() * shape.width();
        float[][] scaled = new float[shape.channels()][BYTE_VALUES];
        for (int channel = 0; channel < shape.channels(); channel++) {
            long sum = 0;
            long squares = 0;
            for (int image : train) {
                byte[] pixels = images.pixels()[image];
                for (int i = channel * area; i < (channel + 1) * area; i++) {
                    int value = Byte.toUnsignedInt(pixels[i]);
                    sum += value;
                    squares += (long) value * value;
                }
            }
            double n = (double) train.length * area;
            double mean = sum / n;
            double sd = Math.sqrt(Math.max(0, squares / n - mean * mean));
            for (int value = 0; value < BYTE_VALUES; value++) {
                scaled[channel][value] = sd == 0 ? 0 : (float) ((value - mean) / sd);
            }
        }
        return new NormalizedImages(images, scaled);
    }

    @Override
    public DataSet batch(int[] examples, int from, int to) {
        Images.Shape shape = images.shape();
        int area = shape.height() * shape.width();
        INDArray features = Nd4j.createUninitialized(
                DataType.FLOAT, new long[] {to - from, shape.channels(), shape.height(), shape.width()}, 'c');
        INDArray labels = Nd4j.zeros(DataType.FLOAT, to - from, outputs());
        var numbers = ((FloatPointer) features.data().pointer()).asBuffer();
        float[] image = new float[shape.size()];
        for (int i = from; i < to; i++) {
            byte[] pixels = images.pixels()[examples[i]];
            for (int channel = 0; channel < scaled.length; channel++) {
                float[] become = scaled[channel];
                for (int place = channel * area; place < (channel + 1) * area; place++) {
                    image[place] = become[Byte.toUnsignedInt(pixels[place])];
                }
            }
            numbers.put(image);
            labels.putScalar(i - from, images.labels()[examples[i]], 1);
        }
        return new DataSet(features, labels);
    }

    @Override
    public int inputs() {
        return images.shape().size();
    }

    @Override
    public int outputs() {
        return images.classes().size();
    }

    @Override
    public boolean worthPrefetching() {
        return true;
    }
}
