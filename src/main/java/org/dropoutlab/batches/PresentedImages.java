package org.dropoutlab.batches;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.dropoutlab.data.Images;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.scaling.ImageScaling;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images converted from bytes to a network's inputs. Feature maps have the shape [minibatch, channels, height, width],
 * vectors [minibatch, pixel], labels [minibatch, output].
 */
public final class PresentedImages implements BatchSource {
    private static final int BYTE_VALUES = 256;
    private static final int EVALUATION_BATCH = 250;

    private final Images images;
    /** The number for each byte, [channel][byte]. */
    private final float[][] scaled;

    private final Presentation presentation;
    private final int outputs;

    private PresentedImages(Images images, float[][] scaled, Presentation presentation, int outputs) {
        this.images = images;
        this.scaled = scaled;
        this.presentation = presentation;
        this.outputs = outputs;
    }

    /** The images in the form of {@code presentation}, standardized, if at all, on the {@code train} images. */
    public static PresentedImages of(Images images, int[] train, Presentation presentation) {
        return of(
                images,
                train,
                presentation,
                presentation == Presentation.PIXELS_TO_THEMSELVES
                        ? images.shape().size()
                        : images.classes().size());
    }

    /**
     * The same for a network with this number of outputs.
     *
     * @param outputs one for each class, or one for two, the probability of the second
     */
    public static PresentedImages of(Images images, int[] train, Presentation presentation, int outputs) {
        return new PresentedImages(
                images,
                presentation == Presentation.STANDARDIZED ? standardized(images, train) : fromZeroToOne(images),
                presentation,
                outputs);
    }

    private static float[][] fromZeroToOne(Images images) {
        float[][] scaled = new float[images.shape().channels()][BYTE_VALUES];
        for (float[] channel : scaled) {
            for (int value = 0; value < BYTE_VALUES; value++) {
                channel[value] = value / (float) (BYTE_VALUES - 1);
            }
        }
        return scaled;
    }

    private static float[][] standardized(Images images, int[] train) {
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
        return scaled;
    }

    @Override
    public void write(int[] examples, int from, int to, FloatBuffer features, FloatBuffer labels) {
        write(examples, from, to, features, labels, Change.NONE);
    }

    /** A change of a converted image. */
    @FunctionalInterface
    interface Change {
        Change NONE = (image, example) -> image;

        /**
         * The changed image, in the same or a new array.
         *
         * @param image [channel, row, column]
         * @param example its index
         */
        float[] of(float[] image, int example);
    }

    /** Writes changed images; also as targets where targets are images. */
    void write(int[] examples, int from, int to, FloatBuffer features, FloatBuffer labels, Change change) {
        int start = features.position();
        writeFeatures(examples, from, to, features, change);
        if (presentation == Presentation.PIXELS_TO_THEMSELVES) {
            labels.put(features.duplicate().flip().position(start));
            return;
        }
        float[] label = new float[outputs];
        for (int i = from; i < to; i++) {
            writeLabel(examples[i], label);
            labels.put(label);
        }
    }

    /** Writes the label of an image's class, [output]. */
    public void writeLabel(int example, float[] into) {
        int label = images.labels()[example];
        if (into.length == 1) {
            into[0] = label;
        } else {
            Arrays.fill(into, 0);
            into[label] = 1;
        }
    }

    /** The shape of an original image. */
    Images.Shape imageShape() {
        return images.shape();
    }

    /** The conversion of bytes to numbers, to be saved with the network. */
    public ImageScaling scaling() {
        double[] means = new double[scaled.length];
        double[] deviations = new double[scaled.length];
        for (int channel = 0; channel < scaled.length; channel++) {
            double range = (double) scaled[channel][BYTE_VALUES - 1] - scaled[channel][0];
            deviations[channel] = range == 0 ? 0 : (BYTE_VALUES - 1) / range;
            means[channel] = -scaled[channel][0] * deviations[channel] + 0.0;
        }
        return new ImageScaling(images.shape(), presentation, means, deviations);
    }

    @Override
    public long[] shape(int examples) {
        Images.Shape shape = images.shape();
        return presentation == Presentation.STANDARDIZED
                ? new long[] {examples, shape.channels(), shape.height(), shape.width()}
                : new long[] {examples, shape.size()};
    }

    /** The network's outputs with all noise off, [example][output]. */
    public float[][] predictions(Network network, int[] examples) {
        float[][] predictions = new float[examples.length][];
        for (int from = 0; from < examples.length; from += EVALUATION_BATCH) {
            int to = Math.min(from + EVALUATION_BATCH, examples.length);
            INDArray features = features(Arrays.copyOfRange(examples, from, to));
            INDArray outputs = network.output(features, Optional.empty(), false);
            System.arraycopy(outputs.toFloatMatrix(), 0, predictions, from, to - from);
            outputs.close();
            features.close();
        }
        return predictions;
    }

    /** Up to {@code most} of the examples, evenly spaced. */
    public static int[] spread(int[] examples, int most) {
        int size = Math.min(most, examples.length);
        int[] spread = new int[size];
        for (int i = 0; i < size; i++) {
            spread[i] = examples[Math.toIntExact((long) i * examples.length / size)];
        }
        return spread;
    }

    /** The network's inputs for the examples at some positions. */
    public INDArray features(int[] examples) {
        INDArray features = Nd4j.createUninitialized(DataType.FLOAT, shape(examples.length), 'c');
        writeFeatures(examples, 0, examples.length, BatchSource.numbers(features), Change.NONE);
        return features;
    }

    private void writeFeatures(int[] examples, int from, int to, FloatBuffer features, Change change) {
        Images.Shape shape = images.shape();
        int area = shape.height() * shape.width();
        float[] image = new float[shape.size()];
        for (int i = from; i < to; i++) {
            byte[] pixels = images.pixels()[examples[i]];
            for (int channel = 0; channel < scaled.length; channel++) {
                float[] become = scaled[channel];
                for (int place = channel * area; place < (channel + 1) * area; place++) {
                    image[place] = become[Byte.toUnsignedInt(pixels[place])];
                }
            }
            features.put(change.of(image, examples[i]));
        }
    }

    @Override
    public int inputs() {
        return images.shape().size();
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public boolean worthPrefetching() {
        return true;
    }
}
