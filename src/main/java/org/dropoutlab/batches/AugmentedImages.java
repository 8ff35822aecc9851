package org.dropoutlab.batches;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.dropoutlab.data.Images;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.regularization.Augmentation;

/**
 * Randomly augmented training images. The changes depend only on the trial's split, the epoch and the image: not on the
 * arm or the order of the mini-batches.
 *
 * @param images the original images
 * @param augmentations augmentations, in order
 * @param trial trial that provides the seeds
 * @param epoch epoch, counted from 1
 */
public record AugmentedImages(PresentedImages images, List<Augmentation> augmentations, Trial trial, int epoch)
        implements BatchSource {

    /** The training images of {@code trial} in the first epoch. */
    public static BatchSource of(PresentedImages images, List<Augmentation> augmentations, Trial trial) {
        return augmentations.isEmpty() ? images : new AugmentedImages(images, augmentations, trial, 1);
    }

    @Override
    public AugmentedImages inEpoch(int number) {
        return new AugmentedImages(images, augmentations, trial, number);
    }

    @Override
    public void write(int[] examples, int from, int to, FloatBuffer features, FloatBuffer labels) {
        images.write(
                examples,
                from,
                to,
                features,
                labels,
                (image, example) -> changed(image, trial.seeds().augmentation(trial.id(), epoch, example)));
    }

    private float[] changed(float[] image, long seed) {
        Images.Shape shape = images.imageShape();
        float[] changed = image;
        for (Augmentation augmentation : augmentations) {
            changed = augmentation.changed(changed, shape.height(), shape.width(), stream(seed, augmentation.stream()));
        }
        return changed;
    }

    private static SplittableRandom stream(long seed, int number) {
        SplittableRandom all = new SplittableRandom(seed);
        for (int before = 0; before < number; before++) {
            all.split();
        }
        return all.split();
    }

    @Override
    public long[] shape(int examples) {
        return images.shape(examples);
    }

    @Override
    public int inputs() {
        return images.inputs();
    }

    @Override
    public int outputs() {
        return images.outputs();
    }

    @Override
    public boolean worthPrefetching() {
        return images.worthPrefetching();
    }
}
