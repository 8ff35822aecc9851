package org.dropoutlab.prediction;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.data.table.TableRows;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.data.table.TableSchema.Task;
import org.dropoutlab.dl4j.Network;
import org.dropoutlab.dl4j.Vocabulary;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.model.KeptModel;
import org.dropoutlab.model.ModelFile;
import org.dropoutlab.scaling.TableScaling;
import org.dropoutlab.scaling.TrainingRanges;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Predicts table rows with a saved model and Monte-Carlo passes (Gal &amp; Ghahramani 2016). Each pass is one network,
 * sampled by its dropout and other noise, that all rows go through: a row's prediction depends on the row, the seed and the
 * number of passes, but not on other rows.
 *
 * <p>Batches have a fixed size, the last one padded with zeros, because matrix products of other sizes round differently.
 * Not thread-safe.
 */
public final class TablePredictor {
    private static final int MOST_ROWS = 1024;
    private static final int LEAST_ROWS = 16;
    /** Multiplications per batch: small networks get large batches, large networks small ones. */
    private static final long WORK = 1 << 24;
    /** Outputs of all passes of a batch, which are kept for the quantiles. */
    private static final long KEPT = 1 << 24;

    private final TableSchema schema;
    private final TableScaling scaling;
    private final Optional<TrainingRanges> ranges;
    private final SampledNetwork network;
    private final Optional<Vocabulary> vocabulary;
    private final int batch;

    private TablePredictor(TableSchema schema, KeptModel model, Sampling sampling, int batch) {
        this.schema = schema;
        this.scaling = (TableScaling) model.description().scaling();
        this.ranges = model.description().ranges();
        this.network = new SampledNetwork(model, sampling);
        this.vocabulary = Vocabulary.of(model.network().configuration());
        this.batch = batch;
    }

    /**
     * Reads a saved model.
     *
     * @throws InputException if the file is not a saved model, or the model was not trained on a table or cannot be sampled
     */
    public static TablePredictor of(Path file, Sampling sampling) {
        NativeSettings.apply();
        KeptModel model = ModelFile.read(file);
        Backend.start();
        try {
            return of(model, sampling);
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Predicts with {@code model}.
     *
     * @throws IllegalArgumentException if it was not trained on a table, its parts do not match, or it cannot be sampled; the
     *     one-line message says why
     */
    static TablePredictor of(KeptModel model, Sampling sampling) {
        long outputs = model.description().schema().map(TableSchema::outputs).orElse(1);
        long rows = Math.min(
                WORK / Math.max(1, model.network().numParams()), KEPT / (outputs * Math.max(1, sampling.samples())));
        return of(model, sampling, (int) Math.max(LEAST_ROWS, Math.min(MOST_ROWS, Long.highestOneBit(rows))));
    }

    /** The same with another batch size. */
    static TablePredictor of(KeptModel model, Sampling sampling, int batch) {
        TableSchema schema = model.description()
                .schema()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the model was trained on %s, not on a table; pass a model from ./lab compare --csv"
                                .formatted(model.description().data().name())));
        requireFitting(model.network(), schema);
        return new TablePredictor(schema, model, sampling, batch);
    }

    /** A hand-made file may combine parts that do not match. */
    private static void requireFitting(Network network, TableSchema schema) {
        long[] shape;
        try (INDArray row = Nd4j.zeros(1, schema.inputs())) {
            shape = network.output(row, Optional.empty(), false).shape();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "the network does not accept the %d inputs of a row".formatted(schema.inputs()), e);
        }
        boolean both = schema.task() == Task.BINARY && Arrays.equals(shape, new long[] {1, 2});
        if (!both && !Arrays.equals(shape, new long[] {1, schema.outputs()})) {
            throw new IllegalArgumentException("the network's output has shape %s, expected %d numbers"
                    .formatted(Arrays.toString(shape), schema.outputs()));
        }
    }

    /** The probability above which the second of two classes is predicted, if it was chosen. */
    public OptionalDouble threshold() {
        return network.threshold();
    }

    /** The schema for reading rows. */
    public TableSchema schema() {
        return schema;
    }

    /** Standard deviation of the target over the training data; empty for classification. */
    public OptionalDouble deviation() {
        return scaling.target().map(by -> OptionalDouble.of(by.deviation())).orElse(OptionalDouble.empty());
    }

    /** What of a row is outside of what training saw. */
    public Marks marks(TableRows.Row row) {
        return ranges.map(known -> new Marks(Optional.of(Outside.of(schema, known, row))))
                .orElseGet(Marks::unknown);
    }

    /** The batch size; longer lists are predicted in several batches. */
    public int batchRows() {
        return batch;
    }

    /** Whether passes differ: not if the network has no noise, or without sampling. */
    public boolean varies() {
        return network.varies();
    }

    /**
     * Predicts some rows.
     *
     * @param rows [row][input] as {@link org.dropoutlab.data.table.TableRows} reads them
     * @param first number of the first row
     */
    public List<Prediction> predict(List<double[]> rows, long first) {
        List<Prediction> predictions = new ArrayList<>(rows.size());
        for (int from = 0; from < rows.size(); from += batch) {
            List<double[]> part = rows.subList(from, Math.min(from + batch, rows.size()));
            predictions.addAll(predictBatch(part, first + from));
        }
        return predictions;
    }

    private void requireIndices(double[] row, long number) {
        vocabulary.ifPresent(known -> {
            for (double index : row) {
                known.fault(index).ifPresent(why -> {
                    throw new InputException("row %,d %s".formatted(number, why));
                });
            }
        });
    }

    private List<Prediction> predictBatch(List<double[]> rows, long first) {
        for (int i = 0; i < rows.size(); i++) {
            requireIndices(rows.get(i), first + i);
        }
        double[][] filled = new double[batch][];
        for (int i = 0; i < batch; i++) {
            filled[i] = i < rows.size() ? rows.get(i) : new double[schema.inputs()];
        }
        try (INDArray inputs = Nd4j.createFromArray(scaling.inputs(filled))) {
            return schema.task() == Task.REGRESSION
                    ? network.numbers(
                            inputs, rows.size(), first, scaling.target().orElseThrow()::restore)
                    : network.classes(inputs, rows.size(), first);
        }
    }
}
