package org.dropoutlab.prediction;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.data.Images;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.model.KeptModel;
import org.dropoutlab.model.ModelFile;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.scaling.ImageScaling;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Predicts the classes of images with a saved model and Monte-Carlo passes, as {@link TablePredictor} does for rows. Not
 * thread-safe.
 */
public final class ImagePredictor {
    private static final int BATCH = 64;

    private final ImageScaling scaling;
    private final List<String> classes;
    private final SampledNetwork network;

    private ImagePredictor(ImageScaling scaling, List<String> classes, SampledNetwork network) {
        this.scaling = scaling;
        this.classes = classes;
        this.network = network;
    }

    /**
     * Reads a saved model.
     *
     * @throws InputException if the file is not a saved model, or the model does not classify images or cannot be sampled
     */
    public static ImagePredictor of(Path file, Sampling sampling) {
        NativeSettings.apply();
        KeptModel model = ModelFile.read(file);
        Backend.start();
        if (!(model.description().scaling() instanceof ImageScaling scaling)
                || scaling.presentation() == Presentation.PIXELS_TO_THEMSELVES) {
            throw new InputException("%s: the model was trained on %s and does not classify images"
                    .formatted(file, model.description().data().name()));
        }
        try {
            ImagePredictor predictor = new ImagePredictor(
                    scaling, model.description().data().classes(), new SampledNetwork(model, sampling));
            predictor.requireFitting(model);
            return predictor;
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        }
    }

    /** A hand-made file may combine parts that do not match. */
    private void requireFitting(KeptModel model) {
        long[] output;
        try (INDArray one = inputs(List.of(new byte[scaling.shape().size()]))) {
            output = model.network().output(one, Optional.empty(), false).shape();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("the network does not accept images of shape " + scaling.shape(), e);
        }
        if (output.length != 2 || output[1] != (classes.size() == 2 && output[1] == 1 ? 1 : classes.size())) {
            throw new IllegalArgumentException("the network's output has shape %s, but there are %d classes"
                    .formatted(Arrays.toString(output), classes.size()));
        }
    }

    /** The probability above which the second of two classes is predicted, if it was chosen. */
    public OptionalDouble threshold() {
        return network.threshold();
    }

    /** The shape of images as the network takes them. */
    public Images.Shape shape() {
        return scaling.shape();
    }

    /** Names of the classes, in order. */
    public List<String> classes() {
        return classes;
    }

    /** Whether passes differ: not if the network has no noise, or without sampling. */
    public boolean varies() {
        return network.varies();
    }

    /**
     * Predicts images.
     *
     * @param pixels [image][channel, row, column], of {@link #shape()}
     */
    public List<Prediction> predict(List<byte[]> pixels) {
        List<Prediction> predictions = new ArrayList<>(pixels.size());
        for (int from = 0; from < pixels.size(); from += BATCH) {
            List<byte[]> part = pixels.subList(from, Math.min(from + BATCH, pixels.size()));
            try (INDArray inputs = inputs(part)) {
                predictions.addAll(network.classes(inputs, part.size(), from + 1));
            }
        }
        return predictions;
    }

    /** A full batch, the rest of it zeros: products of matrices of other sizes round differently. */
    private INDArray inputs(List<byte[]> images) {
        Images.Shape shape = scaling.shape();
        int area = shape.height() * shape.width();
        float[] numbers = new float[BATCH * shape.size()];
        for (int image = 0; image < images.size(); image++) {
            byte[] pixels = images.get(image);
            for (int place = 0; place < pixels.length; place++) {
                int channel = place / area;
                double deviation = scaling.deviations()[channel];
                numbers[image * shape.size() + place] = deviation == 0
                        ? 0
                        : (float) ((Byte.toUnsignedInt(pixels[place]) - scaling.means()[channel]) / deviation);
            }
        }
        return scaling.presentation() == Presentation.STANDARDIZED
                ? Nd4j.createFromArray(numbers).reshape(BATCH, shape.channels(), shape.height(), shape.width())
                : Nd4j.createFromArray(numbers).reshape(BATCH, shape.size());
    }
}
