package org.dropoutlab.training;

import java.util.Optional;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.scoring.CrossEntropy;

/**
 * A split of an image data set for an autoencoder. Its loss is the cross-entropy of the pixels, read as probabilities,
 * in nats per image; its accuracy is the fraction of pixels on the correct side of 0.5.
 */
final class ReconstructionData extends ImageSplit {
    private static final double HALF = 0.5;

    /** The split {@code fold} of {@code images}. */
    ReconstructionData(Images images, Fold fold) {
        super(images, fold, Presentation.PIXELS_TO_THEMSELVES, images.shape().size());
    }

    @Override
    Optional<TestOutputs> outputs(Committee networks, int[] examples) {
        return Optional.empty();
    }

    @Override
    Score score(Committee networks, int[] examples) {
        float[][] reconstructions = networks.predictions(source(), examples);
        double loss = 0;
        long right = 0;
        for (int i = 0; i < examples.length; i++) {
            byte[] pixels = images().pixels()[examples[i]];
            for (int place = 0; place < pixels.length; place++) {
                double pixel = Byte.toUnsignedInt(pixels[place]) / 255.0;
                loss += CrossEntropy.ofPixel(reconstructions[i][place], pixel);
                right += pixel > HALF == reconstructions[i][place] > HALF ? 1 : 0;
            }
        }
        return new Score(
                loss / examples.length,
                (double) right / examples.length / images().shape().size());
    }
}
