package org.dropoutlab.training;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.dropoutlab.data.Fold;
import org.dropoutlab.data.Table;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One fold as a network wants it, standardized: each feature has mean 0 and standard deviation 1 over the training
 * examples, and the test examples are scaled by the same numbers. Training examples come first, then test examples.
 *
 * @param features [example, feature]
 * @param labels [example, output]
 */
record FoldArrays(INDArray features, INDArray labels) implements AutoCloseable {

    static FoldArrays of(Table table, Fold fold) {
        NormalizerStandardize scaler = new NormalizerStandardize();
        scaler.fit(select(table, fold.train()));
        DataSet all = select(
                table,
                IntStream.concat(Arrays.stream(fold.train()), Arrays.stream(fold.test()))
                        .toArray());
        scaler.transform(all);
        return new FoldArrays(all.getFeatures(), all.getLabels());
    }

    /** Two classes share one output, the probability of class 1; more classes have one each. */
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

    /** Gives the native memory back. */
    @Override
    public void close() {
        features.close();
        labels.close();
    }
}
