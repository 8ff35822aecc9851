package org.dropoutlab.training;

import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Fold;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.Inspection;
import org.dropoutlab.experiment.Score;

/** One split of a data set as a network wants it. */
interface TrainingData extends AutoCloseable {

    /** The data of a split. */
    static TrainingData of(Examples examples, Fold fold) {
        return examples instanceof Images images ? new ImageData(images, fold) : TableData.of((Table) examples, fold);
    }

    /** The training examples in mini-batches of {@code batchSize}. */
    MiniBatches miniBatches(int batchSize);

    /** How a network does, with every noise off. */
    Measurement measure(MultiLayerNetwork network);

    /** What there is to see in a trained network, if these are data to look at. */
    Optional<Inspection> inspect(MultiLayerNetwork network);

    @Override
    void close();

    /**
     * A network's scores on the parts of a split.
     *
     * @param train on the training data or a fixed sample of them
     * @param validation on the validation data; empty if there are none
     * @param test on the test data
     */
    record Measurement(Score train, Optional<Score> validation, Score test) {}
}
