package org.dropoutlab.datavec;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.dropoutlab.data.table.TableRows;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.data.table.text.RowForm;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.scaling.TableScaling;

/**
 * What turns the cells of a table's row, without the label and in the order of the training file, into the inputs of a network:
 * a DataVec {@code TransformProcess} in JSON, with which plain Deeplearning4j and DataVec serve a kept model.
 *
 * <p>It is written only if it gives the inputs that {@code predict} gives: both are run on training rows and on rows made up to
 * have what is rare, and must agree to float precision.
 *
 * @param json the process; empty if DataVec cannot express it
 * @param refusal why there is none, in one sentence; empty if there is one
 */
public record Preparation(Optional<String> json, Optional<String> refusal) {
    /** DataVec copies a row for each step, which takes time quadratic in the number of columns. */
    private static final int MOST_INPUTS = 1_000;
    /** Of inputs with standard deviation 1: a few roundings of floats. */
    private static final double TOLERANCE = 1e-6;

    private static Preparation refused(String why) {
        return new Preparation(Optional.empty(), Optional.of(why));
    }

    /**
     * The preparation of a table.
     *
     * @param rows cells of some training rows, without the label
     */
    public static Preparation of(TableSchema schema, TableScaling scaling, List<List<String>> rows) {
        if (schema.inputs() > MOST_INPUTS) {
            return refused("the table has %,d inputs, more than %,d, for which DataVec would take too long"
                    .formatted(schema.inputs(), MOST_INPUTS));
        }
        try {
            String json = TransformSteps.of(schema, scaling).toJson();
            return refusalOf(schema, scaling, TransformProcess.fromJson(json), rows)
                    .map(Preparation::refused)
                    .orElseGet(() -> new Preparation(Optional.of(json), Optional.empty()));
        } catch (Unsaid e) {
            return refused(e.getMessage());
        }
    }

    /** What a process gets wrong; empty if nothing was found. */
    static Optional<String> refusalOf(
            TableSchema schema, TableScaling scaling, TransformProcess process, List<List<String>> rows) {
        try {
            new Check(schema, scaling, process).run(rows);
            return Optional.empty();
        } catch (Unsaid e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Compares the process with the reader of the table. */
    private record Check(TableSchema schema, TableScaling scaling, TransformProcess process) {

        void run(List<List<String>> rows) {
            for (List<String> row : rows) {
                Optional<float[]> expected = expected(row);
                if (expected.isPresent()) {
                    compare(
                            row,
                            expected.get(),
                            actual(row)
                                    .orElseThrow(() -> new Unsaid(
                                            "a training row has a cell in a form that DataVec's steps do not read: "
                                                    + String.join(", ", row))));
                }
            }
            for (List<String> row : MadeUpRows.of(schema, rows)) {
                Optional<float[]> expected = expected(row);
                Optional<float[]> actual = actual(row);
                if (actual.isPresent()) {
                    compare(row, expected.orElseThrow(() -> differs(row)), actual.get());
                }
            }
        }

        private Unsaid differs(List<String> row) {
            return new Unsaid("DataVec's steps give other numbers than predict for the row " + String.join(", ", row));
        }

        private void compare(List<String> row, float[] expected, float[] actual) {
            boolean equal = expected.length == actual.length
                    && IntStream.range(0, expected.length)
                            .allMatch(
                                    i -> Math.abs(expected[i] - actual[i]) <= TOLERANCE * (1 + Math.abs(expected[i])));
            if (!equal) {
                throw differs(row);
            }
        }

        /** The inputs as the reader and the scaling make them; empty if the reader refuses the row. */
        private Optional<float[]> expected(List<String> row) {
            RowForm form = new RowForm('"', Optional.empty(), schema.form().missingWords());
            TableSchema plain = new TableSchema(
                    ',',
                    false,
                    schema.columns(),
                    schema.task(),
                    schema.classes(),
                    schema.missing(),
                    schema.unseen(),
                    form);
            try (TableRows rows = TableRows.of(
                    plain,
                    new ByteArrayInputStream(line(row).getBytes(UTF_8)),
                    "row",
                    Optional.of(false),
                    warning -> {})) {
                float[] inputs = new float[schema.inputs()];
                scaling.scale(rows.next().inputs(), inputs);
                return Optional.of(inputs);
            } catch (InputException e) {
                return Optional.empty();
            }
        }

        private static String line(List<String> cells) {
            StringWriter line = new StringWriter();
            try (CsvWriter csv = CsvWriter.builder()
                    .quoteStrategy(de.siegmar.fastcsv.writer.QuoteStrategies.ALWAYS)
                    .build(line)) {
                csv.writeRecord(cells);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return line.toString();
        }

        /** The inputs as DataVec makes them; empty if it refuses the row. */
        private Optional<float[]> actual(List<String> row) {
            List<Writable> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(new Text(cell)));
            List<Writable> made;
            try {
                made = process.execute(cells);
            } catch (RuntimeException e) {
                return Optional.empty();
            }
            float[] inputs = new float[made.size()];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = made.get(i).toFloat();
            }
            return Optional.of(inputs);
        }
    }
}
