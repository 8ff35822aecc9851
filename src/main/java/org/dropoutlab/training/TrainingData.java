package org.dropoutlab.training;

import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.scaling.Scaling;

/** One split of a data set as a network wants it. */
interface TrainingData {

    /**
     * The data of a split for one trial: as its network wants them, and with its arm's regularizers where it is trained.
     *
     * @throws IllegalArgumentException if the arm has a regularizer that does not go with the data
     */
    static TrainingData of(Examples examples, Fold fold, Trial trial) {
        Presentation presentation = Architectures.of(trial.network()).presentation();
        Treatments.check(trial, examples);
        return of(examples, fold, presentation);
    }

    /** The data of a split, as {@code presentation} says. */
    static TrainingData of(Examples examples, Fold fold, Presentation presentation) {
        if (examples instanceof Images images) {
            return presentation == Presentation.PIXELS_TO_THEMSELVES
                    ? new ReconstructionData(images, fold)
                    : new ImageData(images, fold, presentation);
        }
        return TableData.of((Table) examples, fold);
    }

    /** The training examples in {@code trial}'s mini-batches, changed as its arm says. */
    MiniBatches miniBatches(Trial trial);

    /** How a trial's networks do together, with every noise off. */
    Measurement measure(Committee networks);

    /** How examples have become the network's inputs. */
    Scaling scaling();

    /** What a trial's networks say together of the test examples. */
    Predictions predictions(Committee networks);

    /**
     * Asks a trained network something.
     *
     * @param seed of what the probe draws
     * @throws IllegalArgumentException if the probe does not go with data or network
     */
    Reading read(Probe probe, MultiLayerNetwork network, long seed);

    /**
     * A network's scores on the parts of a split.
     *
     * @param train on the training data or a fixed sample of them
     * @param validation on the validation data; empty if there are none
     * @param test on the test data
     */
    record Measurement(Score train, Optional<Score> validation, Score test) {}
}
