package org.dropoutlab.training;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.TrainingPlan;
import org.dropoutlab.study.catalogue.Catalogue;
import org.dropoutlab.study.catalogue.Scale;

/** A few images of random bytes, and the CIFAR-10 study on them. */
public final class ImageStudies {
    private ImageStudies() {}

    /** 150 training and 40 test images, the classes in turn, each with a brightness of its own. */
    public static Images images() {
        Random random = new Random(4);
        byte[][] pixels = new byte[190][3 * 32 * 32];
        int[] labels = new int[pixels.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 10;
            for (int j = 0; j < pixels[i].length; j++) {
                pixels[i][j] = (byte) (12 * labels[i] + random.nextInt(120));
            }
        }
        List<String> classes = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
        return new Images(pixels, labels, classes, new Images.Shape(3, 32, 32), 150);
    }

    /** The first 130 images for training, 20 for validation. */
    static Fold fold() {
        return new Fold(
                IntStream.range(0, 130).toArray(),
                IntStream.range(130, 150).toArray(),
                IntStream.range(150, 190).toArray());
    }

    /** One seed, validation data of 15 images, mini-batches of 64 with a short last one. */
    public static Study study(int epochs) {
        return Catalogue.named("cifar10")
                .at(Scale.QUICK)
                .withResampling(TinyTrials.heldOut(0.1))
                .withTraining(new TrainingPlan(epochs, 64));
    }

    /** 150 training and 40 test images of random bytes in the shape of MNIST's, the classes in turn. */
    public static Images digits() {
        Random random = new Random(6);
        byte[][] pixels = new byte[190][28 * 28];
        int[] labels = new int[pixels.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 10;
            random.nextBytes(pixels[i]);
        }
        List<String> classes = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        return new Images(pixels, labels, classes, new Images.Shape(1, 28, 28), 150);
    }
}
