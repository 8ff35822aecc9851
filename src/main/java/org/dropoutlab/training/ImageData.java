package org.dropoutlab.training;

import java.util.Arrays;
import java.util.Optional;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.dl4j.network.Architecture;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.scoring.ClassProbabilities;
import org.dropoutlab.scoring.Outputs;
import org.dropoutlab.scoring.Scores;

/** A split of an image data set for a classifier. */
final class ImageData extends ImageSplit {

    private final boolean softmax;

    /** The split {@code fold} of {@code images} for a network with a softmax over the classes. */
    ImageData(Images images, Fold fold, Presentation presentation) {
        super(images, fold, presentation, images.classes().size());
        softmax = true;
    }

    /** The split {@code fold} of {@code images} for {@code network}. */
    ImageData(Images images, Fold fold, Architecture network) {
        super(images, fold, network.presentation(), network.head().outputs());
        softmax = network.head().isSoftmax();
    }

    /** A softmax's cross-entropy follows from its outputs; other losses are the network's own. */
    @Override
    Score score(Committee networks, int[] examples) {
        if (!softmax) {
            Outputs outputs = networks.predict(source(), examples);
            Scores scores = Scores.of(outputs, (place, label) -> source().writeLabel(examples[place], label));
            return scores.of(0, examples.length);
        }
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
