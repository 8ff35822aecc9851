package org.dropoutlab.prediction;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.data.table.TableRows;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.data.table.TableSchema.Task;
import org.dropoutlab.dl4j.network.SequenceForms;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.model.KeptModel;
import org.dropoutlab.model.ModelDescription;
import org.dropoutlab.model.ModelFile;
import org.dropoutlab.network.SequenceForm;
import org.dropoutlab.scaling.TableScaling;
import org.dropoutlab.scaling.TrainingRanges;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Predicts sequences with a saved model and Monte-Carlo passes, as {@link TablePredictor} does for rows. Each sequence goes through the
 * network alone, without padding: its prediction does not depend on other sequences. Not thread-safe.
 */
public final class SequencePredictor {
    private final TableSchema schema;
    private final TableScaling scaling;
    private final Optional<TrainingRanges> ranges;
    private final SequenceForm form;
    private final SampledNetwork network;

    private SequencePredictor(KeptModel model, Sampling sampling) {
        this.schema = model.description().schema().orElseThrow();
        this.scaling = (TableScaling) model.description().scaling();
        this.ranges = model.description().ranges();
        this.form = SequenceForms.of(model.network().configuration());
        this.network = new SampledNetwork(model, sampling, this::rows);
    }

    /** Whether a saved model predicts sequences. */
    public static boolean isFor(Path file) {
        return isOfSequences(ModelFile.describe(file));
    }

    /**
     * Reads a saved model.
     *
     * @throws InputException if the file is not a saved model, or the model was not trained on sequences or cannot be sampled
     */
    public static SequencePredictor of(Path file, Sampling sampling) {
        NativeSettings.apply();
        KeptModel model = ModelFile.read(file);
        Backend.start();
        if (!isOfSequences(model.description())) {
            throw new InputException(
                    "%s: the model was not trained on sequences; predict rows without --sequence".formatted(file));
        }
        try {
            return new SequencePredictor(model, sampling);
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        }
    }

    private static boolean isOfSequences(ModelDescription description) {
        return description.schema().filter(TableSchema::isOfSequences).isPresent();
    }

    /** The outputs of one sequence as [row, output]: those of each step, of its last one, or of the whole. */
    private INDArray rows(INDArray outputs) {
        if (outputs.rank() != 3) {
            return outputs;
        }
        INDArray steps = outputs.slice(0).permute(1, 0).dup('c');
        return eachStep() ? steps : steps.getRow(steps.size(0) - 1, true).dup('c');
    }

    /** Whether each step is predicted; otherwise each sequence. */
    public boolean eachStep() {
        return schema.sequence().orElseThrow().eachStep();
    }

    /** The schema for reading rows. */
    public TableSchema schema() {
        return schema;
    }

    /** The probability above which the second of two classes is predicted, if it was chosen. */
    public OptionalDouble threshold() {
        return network.threshold();
    }

    /** Standard deviation of the target over the training data; empty for classification. */
    public OptionalDouble deviation() {
        return scaling.target().map(by -> OptionalDouble.of(by.deviation())).orElse(OptionalDouble.empty());
    }

    /** Whether passes differ: not if the network has no noise, or without sampling. */
    public boolean varies() {
        return network.varies();
    }

    /**
     * What of a step, or of all steps of a sequence, is outside of what training saw: the first value of each column.
     *
     * @param steps at least one
     */
    public Marks marks(List<TableRows.Row> steps) {
        if (ranges.isEmpty()) {
            return Marks.unknown();
        }
        Map<String, Outside> first = new LinkedHashMap<>();
        for (TableRows.Row step : steps) {
            Outside.of(schema, ranges.get(), step).forEach(outside -> first.putIfAbsent(outside.column(), outside));
        }
        return new Marks(Optional.of(List.copyOf(first.values())));
    }

    /**
     * Predicts a sequence, or each of its steps.
     *
     * @param steps in order, at least one
     * @param first number of the first prediction
     */
    public List<Prediction> predict(List<TableRows.Row> steps, long first) {
        int rows = eachStep() ? steps.size() : 1;
        try (INDArray inputs = inputs(steps)) {
            return schema.task() == Task.REGRESSION
                    ? network.numbers(inputs, rows, first, scaling.target().orElseThrow()::restore)
                    : network.classes(inputs, rows, first);
        }
    }

    /** [1, input, step]. */
    private INDArray inputs(List<TableRows.Row> steps) {
        List<float[]> scaled = new ArrayList<>();
        for (TableRows.Row step : steps) {
            scaled.add(form.indices() ? index(step.inputs()) : scaled(step.inputs()));
        }
        INDArray inputs = Nd4j.create(DataType.FLOAT, new long[] {1, scaled.get(0).length, steps.size()}, 'f');
        for (int step = 0; step < scaled.size(); step++) {
            for (int input = 0; input < scaled.get(step).length; input++) {
                inputs.putScalar(0, input, step, scaled.get(step)[input]);
            }
        }
        return inputs;
    }

    private float[] scaled(double[] row) {
        float[] inputs = new float[row.length];
        scaling.scale(row, inputs);
        return inputs;
    }

    /** The number of the only category, or the only number. */
    private static float[] index(double[] row) {
        if (row.length == 1) {
            return new float[] {(float) row[0]};
        }
        int found = 0;
        for (int category = 0; category < row.length; category++) {
            found = row[category] == 1 ? category : found;
        }
        return new float[] {found};
    }
}
