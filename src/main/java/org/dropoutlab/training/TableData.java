package org.dropoutlab.training;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.Rows;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.scaling.TableScaling;
import org.dropoutlab.scoring.Scores;

/**
 * A split of a table. Unless the form leaves numbers unchanged, features and regression targets are standardized to
 * mean 0 and standard deviation 1 over the training examples; the other examples are scaled by the same numbers.
 * Training examples come first, then validation, then test examples.
 *
 * @param rows rows with labels [example][output]: one output per class or, depending on the form, one for two classes,
 *     the probability of class 1; one for a regression target
 * @param fold sizes of the parts
 * @param scaling scaling of the features and of any regression targets
 */
record TableData(Rows rows, Fold fold, TableScaling scaling) implements TrainingData {

    static TableData of(Table table, Fold fold) {
        TableScaling scaling = TableScaling.of(table, fold.train());
        int[] all = Stream.of(fold.train(), fold.validation(), fold.test())
                .flatMapToInt(Arrays::stream)
                .toArray();
        return new TableData(
                new Rows(
                        scaling.inputs(TableScaling.rows(table, all)),
                        labels(table, scaling, all),
                        table.form().shape()),
                fold,
                scaling);
    }

    private static float[][] labels(Table table, TableScaling scaling, int[] examples) {
        float[][] labels = new float[examples.length][table.outputs()];
        for (int i = 0; i < examples.length; i++) {
            int label = table.labels()[examples[i]];
            if (table.isRegression()) {
                double target = table.targets().orElseThrow()[examples[i]];
                labels[i][0] = (float) scaling.target().orElseThrow().standardize(target);
            } else if (table.outputs() == 1) {
                labels[i][0] = label;
            } else {
                labels[i][label] = 1;
            }
        }
        return labels;
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
                score(scores, 0, train),
                train == validation ? Optional.empty() : Optional.of(score(scores, train, validation)),
                score(scores, validation, validation + fold.test().length));
    }

    /** The score; for regression, R² comes from squared errors even if the network has another loss. */
    private Score score(Scores scores, int from, int to) {
        Score score = scores.of(from, to);
        if (scaling.target().isEmpty()) {
            return score;
        }
        double mean = targets(from, to).average().orElseThrow();
        double variance = targets(from, to)
                .map(target -> (target - mean) * (target - mean))
                .average()
                .orElseThrow();
        return new Score(score.loss(), 1 - scores.squaredError(from, to) / variance);
    }

    private DoubleStream targets(int from, int to) {
        return IntStream.range(from, to).mapToDouble(example -> rows.labels()[example][0]);
    }

    @Override
    public Predictions predictions(Committee networks) {
        Rows test = rows.last(fold.test().length);
        return new Predictions(test.labels(), networks.predict(test).outputs());
    }

    @Override
    public Reading read(Probe probe, MultiLayerNetwork network, long seed) {
        throw new IllegalArgumentException("probes need image data: " + probe);
    }
}
