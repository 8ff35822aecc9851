package org.dropoutlab.data.table;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.data.SplitKeys;
import org.dropoutlab.data.SplitKeys.Given;
import org.dropoutlab.experiment.InputException;

/**
 * Columns that say how a table's rows may be split, by name or by number from 0. The network does not see them.
 *
 * @param group rows with equal values stay together
 * @param time when a row is from
 * @param part which part of a split a row belongs to: words for training, test and validation, or numbers of folds
 */
public record SplitColumns(Optional<String> group, Optional<String> time, Optional<String> part) {
    private static final List<String> TRAIN = List.of("train", "training", "learn", "fit");
    private static final List<String> VALIDATION = List.of("validation", "valid", "val", "dev", "development");
    private static final List<String> TEST = List.of("test", "testing", "holdout", "hold-out", "eval", "evaluation");
    private static final int MOST_FOLDS = 1000;
    private static final int SECONDS_OF_DAY = 86_400;

    /** No such columns. */
    public static final SplitColumns NONE = new SplitColumns(Optional.empty(), Optional.empty(), Optional.empty());

    /** The columns, none of which is an input. */
    public List<String> names() {
        return Stream.of(group, time, part).flatMap(Optional::stream).toList();
    }

    /**
     * The same file with these columns' roles in its schema and what they say in its table.
     *
     * @param file read with {@link #names} among its ignored columns
     * @throws InputException if a value is missing or does not suit the column's role
     */
    public TableFile of(TableFile file) {
        SplitKeys keys = file.table().keys();
        List<String> said = new ArrayList<>();
        TableSchema schema = file.schema();
        if (group.isPresent()) {
            int column = index(schema, group.get());
            schema = with(schema, column, TableSchema.Group::new);
            int[] groups = groups(complete(file, column));
            keys = keys.withGroups(groups);
            said.add("column %s has %,d groups of rows that stay together"
                    .formatted(
                            schema.columns().get(column).name(),
                            Arrays.stream(groups).max().orElse(-1) + 1));
        }
        if (time.isPresent()) {
            int column = index(schema, time.get());
            schema = with(schema, column, TableSchema.Time::new);
            requireTimes(file, file.columns().get(column));
            SplitKeys.Times times = times(complete(file, column));
            keys = keys.withTimes(times);
            said.add("column %s has %,d different times, from %s to %s"
                    .formatted(
                            schema.columns().get(column).name(),
                            times.moments().size(),
                            times.moments().get(0),
                            times.moments().get(times.moments().size() - 1)));
        }
        if (part.isPresent()) {
            int column = index(schema, part.get());
            schema = with(schema, column, TableSchema.Part::new);
            List<Given> given = given(file, complete(file, column));
            keys = keys.withGiven(given);
            said.add("column %s: %s".formatted(schema.columns().get(column).name(), described(given)));
        }
        return file.with(schema, file.table().withKeys(keys), said);
    }

    private static String described(List<Given> given) {
        Given first = given.get(0);
        int validation = first.examples(Given.VALIDATION).length;
        return given.size() > 1
                ? "each of its %d numbers is the test data of one split".formatted(given.size())
                : "%,d rows for training,%s %,d for testing"
                        .formatted(
                                first.examples(Given.TRAIN).length,
                                validation == 0 ? "" : " %,d for validation,".formatted(validation),
                                first.examples(Given.TEST).length);
    }

    /** Place of a column that was found when the file was read. */
    public static int index(TableSchema schema, String wanted) {
        List<String> names =
                schema.columns().stream().map(TableSchema.Column::name).toList();
        int named = names.indexOf(wanted.strip());
        return named >= 0 ? named : Integer.parseInt(wanted.strip());
    }

    /** The schema with a role for a column, which was read as ignored. */
    public static TableSchema with(TableSchema schema, int column, Function<String, TableSchema.Column> role) {
        List<TableSchema.Column> columns = new ArrayList<>(schema.columns());
        if (!(columns.get(column) instanceof TableSchema.Ignored)) {
            throw new InputException("column %s cannot have two roles in a split"
                    .formatted(columns.get(column).name()));
        }
        columns.set(column, role.apply(columns.get(column).name()));
        return schema.withColumns(columns);
    }

    /**
     * The values of a column.
     *
     * @throws InputException if one is missing
     */
    public static ColumnValues complete(TableFile file, int column) {
        ColumnValues values = file.columns().get(column);
        if (values.kind() == ColumnValues.Kind.MANY_TEXTS) {
            throw new InputException(
                    "%s: column %s has too many different texts to split by".formatted(file.path(), values.name()));
        }
        int[] missing = IntStream.range(0, values.rows())
                .filter(row -> Double.isNaN(values.cells().applyAsDouble(row)))
                .toArray();
        if (missing.length > 0) {
            throw new InputException(
                    "%s: column %s, which splits the rows, has no value, or none like the others, in %d of %d rows, first in row %d below the header; fill it in or remove these rows"
                            .formatted(file.path(), values.name(), missing.length, values.rows(), missing[0] + 1));
        }
        return values;
    }

    /** Numbers of groups of equal values in order of first appearance. */
    public static int[] groups(ColumnValues values) {
        Map<Double, Integer> numbers = new HashMap<>();
        int[] groups = new int[values.rows()];
        for (int row = 0; row < groups.length; row++) {
            groups[row] = numbers.computeIfAbsent(values.cells().applyAsDouble(row) + 0.0, value -> numbers.size());
        }
        return groups;
    }

    private static SplitKeys.Times times(ColumnValues values) {
        double[] times = IntStream.range(0, values.rows())
                .mapToDouble(row -> values.cells().applyAsDouble(row) + 0.0)
                .toArray();
        double[] distinct = Arrays.stream(times).sorted().distinct().toArray();
        return new SplitKeys.Times(
                Arrays.stream(times)
                        .mapToInt(time -> Arrays.binarySearch(distinct, time))
                        .toArray(),
                Arrays.stream(distinct)
                        .mapToObj(time -> values.dates() ? written(time) : Cell.className(time))
                        .toList());
    }

    /**
     * Checks that a column can say when a row is from.
     *
     * @throws InputException if it has neither numbers nor dates
     */
    public static void requireTimes(TableFile file, ColumnValues values) {
        if (values.kind() == ColumnValues.Kind.NUMBERS) {
            return;
        }
        Optional<String> odd = values.words().stream()
                .filter(word -> Moment.parse(word) == Moment.NONE)
                .findFirst();
        throw new InputException(
                odd.isPresent()
                        ? "%s, column %s: '%s' is neither a number nor a date"
                                .formatted(file.path(), values.name(), odd.get())
                        : "%s: column %s has neither numbers nor dates of a certain order of day and month; if they are dates, say it with --date-order dmy, mdy or ymd"
                                .formatted(file.path(), values.name()));
    }

    /** A date, with its time of day unless that is midnight. */
    private static String written(double days) {
        long seconds = Math.round(days * SECONDS_OF_DAY);
        LocalDateTime moment = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        return days < 1 && days >= 0
                ? moment.toLocalTime().toString()
                : moment.toLocalTime().equals(LocalTime.MIDNIGHT)
                        ? moment.toLocalDate().toString()
                        : moment.toString().replace('T', ' ');
    }

    private static List<Given> given(TableFile file, ColumnValues values) {
        return values.kind() == ColumnValues.Kind.NUMBERS ? folds(file, values) : List.of(parts(file, values));
    }

    private static List<Given> folds(TableFile file, ColumnValues values) {
        TreeSet<Double> numbers = new TreeSet<>();
        for (int row = 0; row < values.rows(); row++) {
            numbers.add(values.cells().applyAsDouble(row));
        }
        if (numbers.size() < 2 || numbers.size() > MOST_FOLDS) {
            throw new InputException(
                    "%s: column %s has %d different numbers; as numbers of folds there must be from 2 to %d"
                            .formatted(file.path(), values.name(), numbers.size(), MOST_FOLDS));
        }
        return numbers.stream()
                .map(fold -> {
                    byte[] roles = new byte[values.rows()];
                    for (int row = 0; row < roles.length; row++) {
                        roles[row] = values.cells().applyAsDouble(row) == fold ? Given.TEST : Given.TRAIN;
                    }
                    return new Given(roles);
                })
                .toList();
    }

    private static Given parts(TableFile file, ColumnValues values) {
        byte[] roleOf = new byte[values.words().size()];
        for (int word = 0; word < roleOf.length; word++) {
            roleOf[word] = role(file, values.name(), values.words().get(word));
        }
        byte[] roles = new byte[values.rows()];
        for (int row = 0; row < roles.length; row++) {
            roles[row] = roleOf[(int) values.cells().applyAsDouble(row)];
        }
        return new Given(roles);
    }

    private static byte role(TableFile file, String column, String word) {
        UnaryOperator<String> plain = text -> text.strip().toLowerCase(Locale.ROOT);
        if (TRAIN.contains(plain.apply(word))) {
            return Given.TRAIN;
        }
        if (VALIDATION.contains(plain.apply(word))) {
            return Given.VALIDATION;
        }
        if (TEST.contains(plain.apply(word))) {
            return Given.TEST;
        }
        throw new InputException(
                "%s, column %s: '%s' is no part of a split; use train, validation and test, or numbers of folds"
                        .formatted(file.path(), column, word));
    }
}
