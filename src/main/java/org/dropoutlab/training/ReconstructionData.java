package org.dropoutlab.training;

import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.data.Fold;
import org.dropoutlab.data.Images;
import org.dropoutlab.experiment.Probe;
import org.dropoutlab.experiment.Reading;
import org.dropoutlab.experiment.Score;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.probing.Probing;

/**
 * A split of a set of images for a network that is to put out what it is given. Its loss is the cross-entropy of the pixels,
 * taken for probabilities, in nats per image; its accuracy is the fraction of pixels on the right side of one half.
 */
final class ReconstructionData implements TrainingData {
    private static final int LEAST_TRAIN_SAMPLE = 1000;
    private static final double HALF = 0.5;
    /** Next to 0 and 1, floats leave nothing to take a logarithm of: no pixel costs more than this one's. */
    private static final double LEAST_PROBABILITY = 1e-7;

    private final Images images;
    private final Fold fold;
    private final PresentedImages source;
    private final int[] trainSample;

    /** The split {@code fold} of {@code images}. */
    ReconstructionData(Images images, Fold fold) {
        this.images = images;
        this.fold = fold;
        this.source = PresentedImages.of(images, fold.train(), Presentation.PIXELS_TO_THEMSELVES);
        this.trainSample = PresentedImages.spread(fold.train(), Math.max(LEAST_TRAIN_SAMPLE, fold.validation().length));
    }

    @Override
    public MiniBatches miniBatches(int batchSize) {
        return new MiniBatches(source, fold.train(), batchSize);
    }

    @Override
    public Measurement measure(MultiLayerNetwork network) {
        return new Measurement(
                score(network, trainSample),
                fold.validation().length == 0 ? Optional.empty() : Optional.of(score(network, fold.validation())),
                score(network, fold.test()));
    }

    private Score score(MultiLayerNetwork network, int[] examples) {
        float[][] reconstructions = source.predictions(network, examples);
        double loss = 0;
        long right = 0;
        for (int i = 0; i < examples.length; i++) {
            byte[] pixels = images.pixels()[examples[i]];
            for (int place = 0; place < pixels.length; place++) {
                double pixel = Byte.toUnsignedInt(pixels[place]) / 255.0;
                double probability =
                        Math.max(LEAST_PROBABILITY, Math.min(1 - LEAST_PROBABILITY, reconstructions[i][place]));
                loss -= pixel * Math.log(probability) + (1 - pixel) * Math.log1p(-probability);
                right += pixel > HALF == probability > HALF ? 1 : 0;
            }
        }
        return new Score(
                loss / examples.length,
                (double) right / examples.length / images.shape().size());
    }

    @Override
    public Reading read(Probe probe, MultiLayerNetwork network, long seed) {
        return Probing.read(probe, source.subject(network, fold.test(), seed));
    }

    /** Nothing to give back. */
    @Override
    public void close() {}
}
