package org.dropoutlab.training;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.data.Fold;
import org.dropoutlab.data.Table;
import org.dropoutlab.experiment.Probe;
import org.dropoutlab.experiment.Reading;
import org.dropoutlab.experiment.Trial;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A split of a table, standardized: each feature has mean 0 and standard deviation 1 over the training examples, and the
 * others are scaled by the same numbers. Training examples come first, then validation, then test examples.
 *
 * @param rows labels [example][output]: two classes share one output, the probability of class 1, more have one each
 * @param fold sizes of the parts
 */
record TableData(Rows rows, Fold fold) implements TrainingData {

    static TableData of(Table table, Fold fold) {
        NormalizerStandardize scaler = new NormalizerStandardize();
        scaler.fit(select(table, fold.train()));
        DataSet all = select(
                table,
                Stream.of(fold.train(), fold.validation(), fold.test())
                        .flatMapToInt(Arrays::stream)
                        .toArray());
        scaler.transform(all);
        return new TableData(
                new Rows(all.getFeatures().toFloatMatrix(), all.getLabels().toFloatMatrix()), fold);
    }

    private static DataSet select(Table table, int[] examples) {
        int classes = table.classes().size();
        float[][] features = new float[examples.length][];
        float[][] labels = new float[examples.length][classes == 2 ? 1 : classes];
        for (int i = 0; i < examples.length; i++) {
            double[] row = table.features()[examples[i]];
            features[i] = new float[row.length];
            for (int j = 0; j < row.length; j++) {
                features[i][j] = (float) row[j];
            }
            int label = table.labels()[examples[i]];
            if (classes == 2) {
                labels[i][0] = label;
            } else {
                labels[i][label] = 1;
            }
        }
        return new DataSet(Nd4j.createFromArray(features), Nd4j.createFromArray(labels));
    }

    @Override
    public MiniBatches miniBatches(Trial trial) {
        return new MiniBatches(
                Treatments.of(trial.arm().regularizers()).labelled(rows),
                IntStream.range(0, fold.train().length).toArray(),
                trial.training().batchSize());
    }

    @Override
    public Measurement measure(Committee networks) {
        Scores scores = networks.score(rows);
        int train = fold.train().length;
        int validation = train + fold.validation().length;
        return new Measurement(
                scores.of(0, train),
                train == validation ? Optional.empty() : Optional.of(scores.of(train, validation)),
                scores.of(validation, validation + fold.test().length));
    }

    @Override
    public Reading read(Probe probe, MultiLayerNetwork network, long seed) {
        throw new IllegalArgumentException("the probes there are ask networks for images: " + probe);
    }
}
