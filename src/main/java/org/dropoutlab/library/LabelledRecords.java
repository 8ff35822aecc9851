package org.dropoutlab.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.writable.Writable;

/**
 * The records of a DataVec reader, one column of which is the label; all others are numbers and the network's inputs. Immutable.
 *
 * <p>With a {@link TransformProcess}, columns are those of its final schema. A process that was fitted on all records, such as one
 * with the mean of a column, has seen the test data of every fold: leave scaling to {@link NetworkComparison#standardized}.
 */
public final class LabelledRecords {
    private final RecordReader reader;
    private final Optional<TransformProcess> process;
    private final int label;
    private final List<String> classes;

    private LabelledRecords(RecordReader reader, Optional<TransformProcess> process, int label, List<String> classes) {
        this.reader = reader;
        this.process = process;
        this.label = label;
        this.classes = List.copyOf(classes);
    }

    /**
     * Records with a class.
     *
     * @param reader initialized; is reset first, if possible
     * @param label number of the column with the class, from 0: its name or its number in {@code classes}, from 0
     * @param classes at least two names
     */
    public static LabelledRecords ofClasses(RecordReader reader, int label, List<String> classes) {
        return new LabelledRecords(reader, Optional.empty(), label, requireClasses(classes));
    }

    /** The same of records that go through {@code process}, with the label's name in its final schema. */
    public static LabelledRecords ofClasses(
            RecordReader reader, TransformProcess process, String label, List<String> classes) {
        return new LabelledRecords(reader, Optional.of(process), column(process, label), requireClasses(classes));
    }

    /**
     * Records with a number to predict.
     *
     * @param reader initialized; is reset first, if possible
     * @param label number of the column with it, from 0
     */
    public static LabelledRecords ofNumbers(RecordReader reader, int label) {
        return new LabelledRecords(reader, Optional.empty(), label, List.of());
    }

    /** The same of records that go through {@code process}, with the label's name in its final schema. */
    public static LabelledRecords ofNumbers(RecordReader reader, TransformProcess process, String label) {
        return new LabelledRecords(reader, Optional.of(process), column(process, label), List.of());
    }

    private static List<String> requireClasses(List<String> classes) {
        if (classes.size() < 2 || classes.stream().distinct().count() < classes.size()) {
            throw new IllegalArgumentException(
                    "there must be at least two classes with different names, not " + classes);
        }
        return classes;
    }

    private static int column(TransformProcess process, String label) {
        List<String> names = process.getFinalSchema().getColumnNames();
        if (!names.contains(label)) {
            throw new IllegalArgumentException(
                    "the process has no column %s at its end; columns: %s".formatted(label, String.join(", ", names)));
        }
        return names.indexOf(label);
    }

    /**
     * Reads all records.
     *
     * @param outputs of the network: with two classes, one output is for the second, and two are one-hot
     * @throws IllegalArgumentException if a record has another width, no number where one is needed, or an unknown class
     */
    IteratorData read(int outputs) {
        if (reader.resetSupported()) {
            reader.reset();
        }
        List<double[]> features = new ArrayList<>();
        List<double[]> labels = new ArrayList<>();
        while (reader.hasNext()) {
            int record = features.size();
            List<Writable> written = reader.next();
            List<Writable> cells = process.isPresent() ? process.get().execute(written) : written;
            if (cells == null) {
                // A filter of the process has removed it.
                continue;
            }
            if (label < 0 || label >= cells.size()) {
                throw new IllegalArgumentException(
                        "record %d (counting from 0) has %d columns, and the label is column %d"
                                .formatted(record, cells.size(), label));
            }
            double[] row = new double[cells.size() - 1];
            for (int column = 0; column < cells.size(); column++) {
                if (column != label) {
                    row[column < label ? column : column - 1] = number(cells.get(column), record, column);
                }
            }
            if (record > 0 && row.length != features.get(0).length) {
                throw new IllegalArgumentException("record %d (counting from 0) has %d columns, but the first has %d"
                        .formatted(record, cells.size(), features.get(0).length + 1));
            }
            features.add(row);
            labels.add(answer(cells.get(label), record, outputs));
        }
        if (features.isEmpty()) {
            throw new IllegalArgumentException("the reader has no records"
                    + (reader.resetSupported() ? "" : "; it cannot be reset and may already be exhausted"));
        }
        return IteratorData.of(reader.getClass(), features, labels, classes);
    }

    private static double number(Writable cell, int record, int column) {
        try {
            return cell.toDouble();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "record %d, column %d (both counting from 0): '%s' is not a number; a TransformProcess can make it one"
                            .formatted(record, column, cell),
                    e);
        }
    }

    private double[] answer(Writable cell, int record, int outputs) {
        if (classes.isEmpty()) {
            return new double[] {number(cell, record, label)};
        }
        int place = classes.indexOf(cell.toString());
        if (place < 0) {
            double number;
            try {
                number = cell.toDouble();
            } catch (RuntimeException e) {
                number = -1;
            }
            place = number == Math.rint(number) && number >= 0 && number < classes.size() ? (int) number : -1;
        }
        if (place < 0) {
            throw new IllegalArgumentException("record %d (counting from 0): there is no class '%s'; classes: %s"
                    .formatted(record, cell, String.join(", ", classes)));
        }
        if (classes.size() == 2 && outputs == 1) {
            return new double[] {place};
        }
        double[] hot = new double[classes.size()];
        hot[place] = 1;
        return hot;
    }
}
