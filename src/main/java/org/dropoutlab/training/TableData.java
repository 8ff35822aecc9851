package org.dropoutlab.training;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.dropoutlab.batches.MiniBatches;
import org.dropoutlab.batches.Rows;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.split.Fold;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.Probe;
import org.dropoutlab.measurement.Reading;
import org.dropoutlab.measurement.Score;
import org.dropoutlab.measurement.TestOutputs;
import org.dropoutlab.network.Presentation;
import org.dropoutlab.scaling.TableScaling;
import org.dropoutlab.scaling.TrainingRanges;
import org.dropoutlab.scoring.Scores;

/**
 * A split of a table. Unless the form leaves numbers unchanged, features and regression targets are standardized to
 * mean 0 and standard deviation 1 over the training examples; the other examples are scaled by the same numbers.
 *
 * @param rows all rows of the table, scaled for this split
 * @param fold indices of the parts
 */
record TableData(Rows rows, Fold fold) implements TrainingData {

    static TableData of(Table table, Fold fold) {
        return of(table, fold, Presentation.STANDARDIZED);
    }

    /** The split of a table in the form of {@code presentation}: indices stay as they are. */
    static TableData of(Table table, Fold fold, Presentation presentation) {
        TableScaling scaling = TableScaling.of(table, fold.train());
        return new TableData(
                Rows.of(table, presentation == Presentation.INDICES ? scaling.ofTargets() : scaling), fold);
    }

    @Override
    public TableScaling scaling() {
        return rows.scaling();
    }

    @Override
    public Optional<TrainingRanges> ranges() {
        return Optional.of(TrainingRanges.of(rows.table().features(), fold.train()));
    }

    @Override
    public MiniBatches miniBatches(Trial trial) {
        return new MiniBatches(
                Treatments.of(trial.arm().regularizers()).labelled(rows),
                fold.train(),
                trial.training().batchSize());
    }

    /** All parts together, training examples first, then validation, then test examples. */
    @Override
    public Measurement measure(Committee networks) {
        int[] all = everyPart();
        Scores scores = networks.score(rows, all);
        int train = fold.train().length;
        int validation = train + fold.validation().length;
        return new Measurement(
                score(scores, all, 0, train),
                train == validation ? Optional.empty() : Optional.of(score(scores, all, train, validation)),
                score(scores, all, validation, all.length));
    }

    private int[] everyPart() {
        return Stream.of(fold.train(), fold.validation(), fold.test())
                .flatMapToInt(Arrays::stream)
                .toArray();
    }

    private Score score(Scores scores, int[] all, int from, int to) {
        return scaling().target().isEmpty() ? scores.of(from, to) : scores.ofNumbers(from, to, targets(all, from, to));
    }

    /** Standardized targets as the network sees them. */
    private double[] targets(int[] all, int from, int to) {
        float[] target = new float[1];
        return Arrays.stream(all, from, to)
                .mapToDouble(example -> {
                    rows.writeLabel(example, target);
                    return target[0];
                })
                .toArray();
    }

    @Override
    public Predictions predictions(Committee networks) {
        float[][] labels = new float[fold.test().length][rows.outputs()];
        for (int i = 0; i < labels.length; i++) {
            rows.writeLabel(fold.test()[i], labels[i]);
        }
        return inTargetUnit(labels, networks.predict(rows, fold.test()).outputs());
    }

    private Predictions inTargetUnit(float[][] labels, float[][] outputs) {
        scaling().target().ifPresent(target -> Stream.of(labels, outputs)
                .flatMap(Arrays::stream)
                .forEach(row -> row[0] = (float) target.restore(row[0])));
        return new Predictions(labels, outputs);
    }

    /** In the same pass over all parts as {@link #measure}, which makes them equal to the last bit. */
    @Override
    public Optional<FinalOutputs> outputs(Committee networks) {
        int[] all = everyPart();
        float[] numbers = networks.predict(rows, all).numbers();
        int train = fold.train().length;
        int validation = train + fold.validation().length;
        return Optional.of(new FinalOutputs(
                outputs(all, numbers, 0, train),
                train == validation ? Optional.empty() : Optional.of(outputs(all, numbers, train, validation)),
                outputs(all, numbers, validation, all.length)));
    }

    private TestOutputs outputs(int[] all, float[] numbers, int from, int to) {
        Table table = rows.table();
        int[] examples = Arrays.copyOfRange(all, from, to);
        float[] outputs = Arrays.copyOfRange(numbers, from * rows.outputs(), to * rows.outputs());
        if (!table.isRegression()) {
            return ClassOutputs.of(
                    table.classes().size(),
                    Arrays.stream(examples)
                            .map(example -> table.labels()[example])
                            .toArray(),
                    outputs);
        }
        TableScaling.Standardized target = scaling().target().orElseThrow();
        double[] predictions = new double[examples.length];
        Arrays.setAll(predictions, i -> target.restore(outputs[i]));
        return new TestOutputs.Numbers(
                Arrays.stream(examples)
                        .mapToDouble(example -> table.targets().orElseThrow()[example])
                        .toArray(),
                predictions,
                examples.length);
    }

    @Override
    public Reading read(Probe probe, Network network, long seed) {
        throw new IllegalArgumentException("probes need image data: " + probe);
    }
}
