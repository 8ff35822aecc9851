package org.dropoutlab.training;

import java.util.Map;
import java.util.Optional;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.network.Architecture;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.dl4j.network.SequenceForms;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.FinalScore;
import org.dropoutlab.measurement.FinalScores;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.scaling.Scaling;
import org.dropoutlab.scaling.TrainingRanges;
import org.dropoutlab.scoring.ClassScores;
import org.dropoutlab.scoring.NumberScores;

/** One split of a data set in a network's format. */
interface TrainingData {

    /**
     * The data of a split for one trial, in its network's format and with its arm's regularizers in training.
     *
     * @throws IllegalArgumentException if a regularizer of the arm does not suit the data
     */
    static TrainingData of(Examples examples, Fold fold, Trial trial) {
        Architecture network = Architectures.of(trial.network());
        Treatments.check(trial, examples);
        if (examples instanceof Sequences sequences) {
            return SequenceData.of(
                    sequences,
                    fold,
                    SequenceForms.of(Training.configuration(trial, trial.seeds().studySeed())));
        }
        return of(examples, fold, network);
    }

    /** The data of a split in the form in which {@code network} takes them: labels follow its outputs. */
    static TrainingData of(Examples examples, Fold fold, Architecture network) {
        if (examples instanceof Images images) {
            return network.presentation() == Presentation.PIXELS_TO_THEMSELVES
                    ? new ReconstructionData(images, fold)
                    : new ImageData(images, fold, network);
        }
        return TableData.of(((Table) examples).forOutputs(network.head().outputs()), fold, network.presentation());
    }

    /** The training examples in {@code trial}'s mini-batches, with its arm's regularizers. */
    MiniBatches miniBatches(Trial trial);

    /** The committee's scores on all parts, with all noise off. */
    Measurement measure(Committee networks);

    /** The scaling of the network's inputs. */
    Scaling scaling();

    /** The ranges of the network's inputs over the training examples; empty for images. */
    default Optional<TrainingRanges> ranges() {
        return Optional.empty();
    }

    /** The committee's predictions for the test examples. */
    Predictions predictions(Committee networks);

    /** The committee's outputs for what {@link #measure} measures; empty unless they are classes or targets. */
    Optional<FinalOutputs> outputs(Committee networks);

    /**
     * Probes a trained network.
     *
     * @param seed seed of the probe's random numbers
     * @throws IllegalArgumentException if the probe does not suit the data or the network
     */
    Reading read(Probe probe, Network network, long seed);

    /**
     * A network's outputs on the parts of a split.
     *
     * @param train for the training data or a fixed sample of them
     * @param validation for the validation data; empty if there are none
     * @param test for the test data
     */
    record FinalOutputs(TestOutputs train, Optional<TestOutputs> validation, TestOutputs test) {
        /** The same with another decision threshold; of two classes. */
        FinalOutputs withThreshold(double threshold) {
            return new FinalOutputs(
                    decided(train, threshold),
                    validation.map(outputs -> decided(outputs, threshold)),
                    decided(test, threshold));
        }

        private static TestOutputs decided(TestOutputs outputs, double threshold) {
            return ((TestOutputs.Classes) outputs).withThreshold(threshold);
        }

        /** The scores on the training and test data, with this class as the positive one of two. */
        FinalScores scores(int positive) {
            return new FinalScores(scores(train, positive), scores(test, positive));
        }

        private static Map<FinalScore, Double> scores(TestOutputs outputs, int positive) {
            return outputs instanceof TestOutputs.Classes classes
                    ? ClassScores.of(classes, positive)
                    : NumberScores.of((TestOutputs.Numbers) outputs);
        }
    }

    /**
     * A network's scores on the parts of a split.
     *
     * @param train score on the training data or a fixed sample of them
     * @param validation score on the validation data; empty if there are none
     * @param test score on the test data
     */
    record Measurement(Score train, Optional<Score> validation, Score test) {}
}
