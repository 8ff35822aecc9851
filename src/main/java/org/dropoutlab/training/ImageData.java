package org.dropoutlab.training;

import java.util.Arrays;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.scoring.Scores;

/** A split of an image data set for a classifier. */
final class ImageData extends ImageSplit {

    /** The split {@code fold} of {@code images}. */
    ImageData(Images images, Fold fold, Presentation presentation) {
        super(images, fold, presentation);
    }

    @Override
    Score score(Committee networks, int[] examples) {
        return Scores.of(networks.predictions(source(), examples), labels(examples));
    }

    private int[] labels(int[] examples) {
        return Arrays.stream(examples)
                .map(example -> images().labels()[example])
                .toArray();
    }
}
