package org.dropoutlab.data.sequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.dropoutlab.data.Features;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.data.SplitKeys;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.audit.Profiles;
import org.dropoutlab.data.table.ColumnValues;
import org.dropoutlab.data.table.SplitColumns;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.InputException;

/**
 * A user's long table: each row is a step of a sequence.
 *
 * @param file with the roles of its columns
 * @param sequences in the order of their first rows
 */
public record SequenceFile(TableFile file, Sequences sequences) {

    /**
     * Columns that make sequences of rows, by name or by number from 0. The network does not see them.
     *
     * @param sequence rows with equal values are the steps of one sequence
     * @param time puts the steps of a sequence in order; otherwise they are in the order of the file
     * @param split which sequences may be on different sides of a split; each is constant within a sequence
     */
    public record Columns(String sequence, Optional<String> time, SplitColumns split) {

        /** The columns, none of which is an input. */
        public List<String> names() {
            List<String> names = new ArrayList<>(List.of(sequence));
            time.ifPresent(names::add);
            names.addAll(split.names());
            return names;
        }
    }

    /**
     * The sequences of a file. If the label is the same in all steps of each sequence, it is that of the sequence; otherwise every step
     * has its own.
     *
     * @param read with {@link Columns#names} among its ignored columns
     * @throws InputException if a value is missing or does not suit the column's role
     */
    public static SequenceFile of(TableFile read, Columns columns) {
        TableFile file = columns.split().of(read);
        int place = SplitColumns.index(file.schema(), columns.sequence());
        TableSchema schema = file.schema();
        int[] sequenceOf = SplitColumns.groups(SplitColumns.complete(file, place));
        List<String> said = new ArrayList<>();
        double[] times = new double[0];
        if (columns.time().isPresent()) {
            int timed = SplitColumns.index(schema, columns.time().get());
            schema = SplitColumns.with(schema, timed, TableSchema.Time::new);
            SplitColumns.requireTimes(file, file.columns().get(timed));
            ColumnValues values = SplitColumns.complete(file, timed);
            times = IntStream.range(0, values.rows())
                    .mapToDouble(row -> values.cells().applyAsDouble(row) + 0.0)
                    .toArray();
        }
        int[] order = ordered(sequenceOf, times);
        if (columns.time().isPresent()
                && SplitColumns.index(schema, columns.time().get()) == place) {
            throw new InputException("--sequence and --time need different columns");
        }
        told(schema, place, sequenceOf, times, order, said);
        String column = schema.columns().get(place).name();
        Sequences sequences;
        if (schema.next().isPresent()) {
            NextValues next = NextValues.of(file, sequenceOf, order);
            said.addAll(next.decisions());
            sequences = sequences(
                    next.file(), column, lengths(next.order(), sequenceOf), next.order(), next.answers(), true);
            file = next.file();
        } else {
            double[] answers = answers(file.table(), order);
            int[] lengths = lengths(sequenceOf);
            int[] starts = Sequences.starts(lengths);
            sequences = sequences(file, column, lengths, order, answers, !isConstant(starts, step -> answers[step]));
        }
        said.add(
                schema.next().isPresent()
                        ? "label %s is the value of column %s at the next step; the last step of a sequence has none"
                                .formatted(schema.label(), schema.next().get())
                        : sequences.answers().eachStep()
                                ? "label %s varies within sequences: it is predicted for each step"
                                        .formatted(schema.label())
                                : "label %s is the same in all steps of a sequence: it is predicted once for each sequence"
                                        .formatted(schema.label()));
        boolean eachStep = sequences.answers().eachStep();
        TableSchema known = SplitColumns.with(schema, place, name -> new TableSchema.Sequence(name, eachStep));
        return new SequenceFile(file.with(known, file.table(), said), sequences);
    }

    /**
     * The sequences as a data set named after the file, with what its columns hold. Checks of single rows, such as for copies, are not
     * made: rows of a sequence are alike.
     */
    public LoadedData loaded() {
        LoadedData rows = file.loaded();
        List<DataWarning> warnings = file.warnings();
        LoadedData loaded =
                LoadedData.of(sequences, rows.info().name(), rows.info().provenance(), file.sha256(), rows.origin());
        return loaded.noticed(warnings, Profiles.of(file, warnings));
    }

    /** All rows, sequence by sequence; with times, in their order within each, equal ones as in the file. */
    private static int[] ordered(int[] sequenceOf, double[] times) {
        Comparator<Integer> order = Comparator.comparingInt(row -> sequenceOf[row]);
        return IntStream.range(0, sequenceOf.length)
                .boxed()
                .sorted(times.length == 0 ? order : order.thenComparingDouble(row -> times[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void told(
            TableSchema schema, int place, int[] sequenceOf, double[] times, int[] order, List<String> said) {
        int[] lengths = lengths(sequenceOf);
        int[] sorted = Arrays.stream(lengths).sorted().toArray();
        said.add("column %s: %,d sequences of %s, %,d steps in all"
                .formatted(
                        schema.columns().get(place).name(),
                        lengths.length,
                        sorted[0] == sorted[sorted.length - 1]
                                ? sorted[0] == 1 ? "1 step" : "%,d steps".formatted(sorted[0])
                                : "%,d to %,d steps (median %,d)"
                                        .formatted(sorted[0], sorted[sorted.length - 1], sorted[sorted.length / 2]),
                        order.length));
        if (times.length == 0) {
            boolean apart = IntStream.range(1, order.length)
                    .anyMatch(i -> sequenceOf[order[i]] == sequenceOf[order[i - 1]] && order[i] != order[i - 1] + 1);
            if (apart) {
                said.add("rows of a sequence are not next to each other; they are joined in the order of the file"
                        + " (name a column that orders them with --time)");
            }
            return;
        }
        long equal = IntStream.range(1, order.length)
                .filter(i -> sequenceOf[order[i]] == sequenceOf[order[i - 1]] && times[order[i]] == times[order[i - 1]])
                .count();
        if (equal > 0) {
            said.add((equal == 1 ? "%,d step has" : "%,d steps have")
                    .concat(" the same time as the step before: equal times stay in the order of the file")
                    .formatted(equal));
        }
    }

    private static int[] lengths(int[] sequenceOf) {
        int[] lengths = new int[Arrays.stream(sequenceOf).max().orElse(-1) + 1];
        Arrays.stream(sequenceOf).forEach(sequence -> lengths[sequence]++);
        return lengths;
    }

    /** Lengths of the sequences of some steps, which are in order. */
    private static int[] lengths(int[] order, int[] sequenceOf) {
        List<Integer> lengths = new ArrayList<>();
        for (int step = 0; step < order.length; step++) {
            if (step > 0 && sequenceOf[order[step]] == sequenceOf[order[step - 1]]) {
                lengths.set(lengths.size() - 1, lengths.get(lengths.size() - 1) + 1);
            } else {
                lengths.add(1);
            }
        }
        return lengths.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double[] answers(Table table, int[] order) {
        return Arrays.stream(order)
                .mapToDouble(row -> table.isRegression() ? table.targets().orElseThrow()[row] : table.labels()[row])
                .toArray();
    }

    private static Sequences sequences(
            TableFile file, String column, int[] lengths, int[] order, double[] answers, boolean eachStep) {
        Table table = file.table();
        Features rows = table.features();
        Features steps = Features.of(rows.categories(), order.length, (step, cell) -> rows.cell(order[step], cell));
        int[] starts = Sequences.starts(lengths);
        Sequences sequences =
                Sequences.of(steps, starts, answers(answers, starts, eachStep, table.classes()), table.classes());
        return sequences.withKeys(keys(file, column, table.keys(), starts, order));
    }

    /** The answers of steps, or of their sequences, with classes if there are any. */
    static Sequences.Answers answers(double[] ofSteps, int[] starts, boolean eachStep, List<String> classes) {
        double[] wanted = eachStep
                ? ofSteps
                : Arrays.stream(starts, 0, starts.length - 1)
                        .mapToDouble(start -> ofSteps[start])
                        .toArray();
        if (classes.isEmpty()) {
            return eachStep ? new Sequences.StepNumbers(wanted) : new Sequences.Numbers(wanted);
        }
        int[] labels = Arrays.stream(wanted)
                .mapToInt(label -> Double.isNaN(label) ? Sequences.StepClasses.NONE : (int) label)
                .toArray();
        return eachStep ? new Sequences.StepClasses(labels) : new Sequences.Classes(labels);
    }

    /** Whether a value of steps is the same in all steps of each sequence. */
    static boolean isConstant(int[] starts, IntToDoubleFunction value) {
        return differing(starts, value) < 0;
    }

    /** The first step that differs from the first of its sequence; −1 if there is none. */
    private static int differing(int[] starts, IntToDoubleFunction value) {
        for (int sequence = 0; sequence + 1 < starts.length; sequence++) {
            for (int step = starts[sequence]; step < starts[sequence + 1]; step++) {
                if (value.applyAsDouble(step) != value.applyAsDouble(starts[sequence])) {
                    return step;
                }
            }
        }
        return -1;
    }

    private static SplitKeys keys(TableFile file, String column, SplitKeys ofRows, int[] starts, int[] order) {
        SplitKeys keys = SplitKeys.NONE;
        int[] firsts = Arrays.copyOf(starts, starts.length - 1);
        if (ofRows.groups().isPresent()) {
            int[] groups = ofRows.groups().get();
            requireConstant(file, column, "groups", starts, order, row -> groups[row]);
            keys = keys.withGroups(
                    Arrays.stream(firsts).map(step -> groups[order[step]]).toArray());
        }
        List<SplitKeys.Given> given = new ArrayList<>();
        for (SplitKeys.Given split : ofRows.given()) {
            requireConstant(file, column, "parts of a split", starts, order, row -> split.roles()[row]);
            byte[] roles = new byte[firsts.length];
            for (int sequence = 0; sequence < roles.length; sequence++) {
                roles[sequence] = split.roles()[order[firsts[sequence]]];
            }
            given.add(new SplitKeys.Given(roles));
        }
        return keys.withGiven(given);
    }

    private static void requireConstant(
            TableFile file, String column, String what, int[] starts, int[] order, IntToDoubleFunction ofRow) {
        int differing = differing(starts, step -> ofRow.applyAsDouble(order[step]));
        if (differing >= 0) {
            throw new InputException(
                    "%s: rows of one sequence (column %s) are in different %s, first row %d below the header; whole sequences are on one side of a split"
                            .formatted(file.path(), column, what, order[differing] + 1));
        }
    }
}
