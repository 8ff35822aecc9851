package org.dropoutlab.training;

import java.util.Arrays;
import java.util.Optional;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.TestOutputs;
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

    @Override
    Optional<TestOutputs> outputs(Committee networks, int[] examples) {
        float[][] rows = networks.predictions(source(), examples);
        int width = source().outputs();
        float[] numbers = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, numbers, i * width, width);
        }
        return Optional.of(ClassOutputs.of(
                images().classes().size(),
                Arrays.stream(examples).map(this::label).toArray(),
                numbers));
    }

    private int label(int example) {
        return images().labels()[example];
    }
}
