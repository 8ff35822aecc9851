package org.dropoutlab.data.sequence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.Features;
import org.dropoutlab.data.LocalFile;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.SplitKeys;
import org.dropoutlab.data.table.TableRows;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.data.table.TestRows;
import org.dropoutlab.experiment.InputException;

/**
 * Sequences of rows that are read by a schema: those of a test file, or those to predict.
 *
 * @param names of the sequences, in the order of their first rows
 * @param steps of each sequence, in order
 * @param sha256 checksum of the file's bytes, in lower-case hexadecimal; empty if there is none
 */
public record SequenceRows(List<String> names, List<List<TableRows.Row>> steps, String sha256) {
    public SequenceRows {
        names = List.copyOf(names);
        steps = List.copyOf(steps);
    }

    /**
     * All rows, grouped by their sequence, and in the order of their times if they have any.
     *
     * @param rows read by a schema of sequences
     * @param name of the only sequence, if the rows do not say of which they are steps
     */
    public static SequenceRows of(TableRows rows, String name) {
        Map<String, List<TableRows.Row>> steps = new LinkedHashMap<>();
        while (rows.hasNext()) {
            TableRows.Row row = rows.next();
            steps.computeIfAbsent(row.sequence().orElse(name), none -> new ArrayList<>())
                    .add(row);
        }
        return new SequenceRows(
                List.copyOf(steps.keySet()),
                steps.values().stream()
                        .map(SequenceRows::ordered)
                        .map(some -> labelled(some, rows.schema()))
                        .toList(),
                "");
    }

    /** Steps whose labels are the next ones' values, if the schema says so; the last has none. */
    private static List<TableRows.Row> labelled(List<TableRows.Row> steps, TableSchema schema) {
        return schema.next().isEmpty()
                ? steps
                : IntStream.range(0, steps.size())
                        .mapToObj(step -> steps.get(step)
                                .withLabel(
                                        step + 1 < steps.size()
                                                ? schema.labelBefore(
                                                        steps.get(step + 1).inputs())
                                                : Optional.empty()))
                        .toList();
    }

    /** The sequences of which a step has a label. */
    public SequenceRows labelled() {
        int[] kept = IntStream.range(0, size())
                .filter(sequence -> steps.get(sequence).stream()
                        .anyMatch(step -> step.label().isPresent()))
                .toArray();
        return new SequenceRows(
                Arrays.stream(kept).mapToObj(names::get).toList(),
                Arrays.stream(kept).mapToObj(steps::get).toList(),
                sha256);
    }

    /** Steps in the order of their times, if they have any. */
    private static List<TableRows.Row> ordered(List<TableRows.Row> steps) {
        return steps.get(0).time().isEmpty()
                ? steps
                : steps.stream()
                        .sorted(Comparator.comparingDouble(row -> row.time().orElseThrow()))
                        .toList();
    }

    /**
     * The sequences of a whole file.
     *
     * @param warnings receives a sentence about columns that are not in the schema
     * @throws InputException if the file does not fit the schema
     */
    public static SequenceRows read(Path file, TableSchema schema, Consumer<String> warnings) {
        LocalFile local = new LocalFile(file);
        local.requireThere("check the path");
        try (TableRows rows = TableRows.of(schema, file, Optional.empty(), warnings)) {
            SequenceRows read = of(rows, file.toString());
            return new SequenceRows(read.names(), read.steps(), Checksum.sha256(file));
        } catch (IOException e) {
            throw local.unreadable(e);
        }
    }

    /** Number of sequences. */
    public int size() {
        return names.size();
    }

    /**
     * The training sequences, followed by these as their test set.
     *
     * @param schema of the training data
     * @throws InputException if a row has no label or an unknown one, or a sequence has several where it should have one
     */
    public Sequences after(Sequences train, TableSchema schema, Path file) {
        Features before = train.steps();
        List<TableRows.Row> rows = steps.stream().flatMap(List::stream).toList();
        int first = before.examples();
        Features.Cells cells =
                TestRows.cells(rows.stream().map(TableRows.Row::inputs).toList(), before.categories());
        Features all = Features.of(
                before.categories(),
                first + rows.size(),
                (step, column) -> step < first ? before.cell(step, column) : cells.at(step - first, column));
        int[] lengths = IntStream.concat(
                        Arrays.stream(train.lengths()), steps.stream().mapToInt(List::size))
                .toArray();
        int[] starts = Sequences.starts(lengths);
        double[] answers = IntStream.range(0, first + rows.size())
                .mapToDouble(step -> step < first ? answer(train, step) : answer(file, schema, rows.get(step - first)))
                .toArray();
        boolean eachStep = train.answers().eachStep();
        if (!eachStep && !SequenceFile.isConstant(starts, step -> answers[step])) {
            throw new InputException(
                    "%s: a sequence has different values of label %s, but each training sequence has a single one"
                            .formatted(file, schema.label()));
        }
        return Sequences.of(
                        all, starts, SequenceFile.answers(answers, starts, eachStep, train.classes()), train.classes())
                .withTrainExamples(train.size())
                .withKeys(keys(train, lengths.length));
    }

    /** NaN if the label is the next step's value, and there is none. */
    private static double answer(Path file, TableSchema schema, TableRows.Row row) {
        return schema.next().isPresent() && row.label().isEmpty() ? Double.NaN : TestRows.answer(file, schema, row);
    }

    private static double answer(Sequences train, int step) {
        int answer = step;
        if (!train.answers().eachStep()) {
            int found = Arrays.binarySearch(train.starts(), step);
            answer = found >= 0 ? found : -found - 2;
        }
        return train.isRegression() ? train.targetOf(answer) : train.classOf(answer);
    }

    /** Each test sequence is a group of its own: only training data are divided further. */
    private static SplitKeys keys(Sequences train, int all) {
        if (train.keys().groups().isEmpty()) {
            return SplitKeys.NONE;
        }
        int[] groups = Arrays.copyOf(train.keys().groups().get(), all);
        int most = Arrays.stream(train.keys().groups().get()).max().orElse(-1);
        for (int i = train.size(); i < all; i++) {
            groups[i] = ++most;
        }
        return SplitKeys.NONE.withGroups(groups);
    }
}
