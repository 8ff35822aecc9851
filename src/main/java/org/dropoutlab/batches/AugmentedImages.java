package org.dropoutlab.batches;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import org.dropoutlab.data.Images;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.regularization.Augmentation;
import org.dropoutlab.regularization.Cutout;
import org.dropoutlab.regularization.HorizontalFlip;
import org.dropoutlab.regularization.RandomShift;

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
        IntToLongFunction seeds = example -> trial.seeds().augmentation(trial.id(), epoch, example);
        images.write(
                examples,
                from,
                to,
                features,
                labels,
                (image, example) -> changed(image, new SplittableRandom(seeds.applyAsLong(example))));
    }

    /** An augmented image. Each kind has its own random numbers, which makes it independent of the other kinds. */
    private float[] changed(float[] image, SplittableRandom random) {
        SplittableRandom ofShift = random.split();
        SplittableRandom ofFlip = random.split();
        SplittableRandom ofCutout = random.split();
        Images.Shape shape = images.imageShape();
        float[] changed = image;
        for (Augmentation augmentation : augmentations) {
            if (augmentation instanceof RandomShift shift) {
                changed = Pixels.shifted(
                        changed,
                        shape,
                        ofShift.nextInt(-shift.pixels(), shift.pixels() + 1),
                        ofShift.nextInt(-shift.pixels(), shift.pixels() + 1));
            } else if (augmentation instanceof HorizontalFlip) {
                changed = ofFlip.nextBoolean() ? Pixels.flipped(changed, shape) : changed;
            } else if (augmentation instanceof Cutout cutout) {
                changed = Pixels.cutOut(
                        changed,
                        shape,
                        ofCutout.nextInt(shape.height()),
                        ofCutout.nextInt(shape.width()),
                        cutout.size());
            }
        }
        return changed;
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
