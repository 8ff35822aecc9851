package org.dropoutlab.training;

import java.util.Arrays;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.scoring.ClassProbabilities;
import org.dropoutlab.scoring.Scores;

/** A split of an image data set for a classifier. */
final class ImageData extends ImageSplit {

    /** The split {@code fold} of {@code images}. */
    ImageData(Images images, Fold fold, Presentation presentation) {
        super(images, fold, presentation);
    }

    @Override
    Score score(Committee networks, int[] examples) {
        return Scores.of(
                Arrays.stream(networks.predictions(source(), examples))
                        .map(ClassProbabilities::widened)
                        .toArray(double[][]::new),
                Arrays.stream(examples).map(this::label).toArray());
    }

    private int label(int example) {
        return images().labels()[example];
    }
}
