package org.dropoutlab.training;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.dropoutlab.batches.AugmentedImages;
import org.dropoutlab.batches.BatchSource;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.PresentedImages;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.probing.Probing;
import org.dropoutlab.probing.Subject;
import org.dropoutlab.scaling.ImageScaling;

/** A split of an image data set, converted batch by batch. */
abstract class ImageSplit implements TrainingData {
    /** Enough to measure accuracy to about a point; all 50,000 would take longer than half an epoch of training. */
    private static final int LEAST_TRAIN_SAMPLE = 1000;

    private final Images images;
    private final Fold fold;
    private final PresentedImages source;
    private final int[] trainSample;

    ImageSplit(Images images, Fold fold, Presentation presentation, int outputs) {
        this.images = images;
        this.fold = fold;
        this.source = PresentedImages.of(images, fold.train(), presentation, outputs);
        this.trainSample = PresentedImages.spread(fold.train(), Math.max(LEAST_TRAIN_SAMPLE, fold.validation().length));
    }

    /** All images of the data set. */
    final Images images() {
        return images;
    }

    /** The parts of the split. */
    final Fold fold() {
        return fold;
    }

    /** The source of mini-batches. */
    final PresentedImages source() {
        return source;
    }

    @Override
    public MiniBatches miniBatches(Trial trial) {
        Treatments treatments = Treatments.of(trial.arm().regularizers());
        BatchSource images = AugmentedImages.of(source, treatments.augmentations(), trial);
        return new MiniBatches(
                treatments.labelled(images), fold.train(), trial.training().batchSize());
    }

    @Override
    public Measurement measure(Committee networks) {
        return new Measurement(
                score(networks, trainSample),
                fold.validation().length == 0 ? Optional.empty() : Optional.of(score(networks, fold.validation())),
                score(networks, fold.test()));
    }

    @Override
    public ImageScaling scaling() {
        return source.scaling();
    }

    @Override
    public Predictions predictions(Committee networks) {
        float[] image = new float[source.inputs()];
        float[][] labels = new float[fold.test().length][source.outputs()];
        for (int i = 0; i < labels.length; i++) {
            source.write(fold.test(), i, i + 1, FloatBuffer.wrap(image), FloatBuffer.wrap(labels[i]));
        }
        return new Predictions(labels, networks.predictions(source, fold.test()));
    }

    @Override
    public Optional<FinalOutputs> outputs(Committee networks) {
        return outputs(networks, trainSample)
                .map(train -> new FinalOutputs(
                        train,
                        fold.validation().length == 0 ? Optional.empty() : outputs(networks, fold.validation()),
                        outputs(networks, fold.test()).orElseThrow()));
    }

    /** The committee's outputs for some of the images; empty unless they are classes. */
    abstract Optional<TestOutputs> outputs(Committee networks, int[] examples);

    /** The committee's score on some of the images, with all noise off. */
    abstract Score score(Committee networks, int[] examples);

    @Override
    public Reading read(Probe probe, Network network, long seed) {
        return Probing.read(probe, new Subject(network.requireStack(), images, fold.test(), source::features, seed));
    }
}
