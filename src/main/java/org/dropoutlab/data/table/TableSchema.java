package org.dropoutlab.data.table;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dropoutlab.data.table.TableLayout.DateOrder;
import org.dropoutlab.data.table.TableLayout.DecimalMark;
import org.dropoutlab.data.table.text.RowForm;

/**
 * The conversion of a delimited file's rows to network inputs, and the target: everything needed to read other rows in the
 * same way later.
 *
 * @param separator between cells
 * @param header whether the first row is a header; without one, columns are named by their numbers from 0
 * @param columns in file order, one of them the label
 * @param task the kind of prediction
 * @param classes class names in the order of their numbers; none for regression. Text labels are in order of appearance,
 *     numbers in ascending order
 * @param missing treatment of missing values
 * @param unseen treatment of categories that the column does not have
 * @param form how rows are written
 */
public record TableSchema(
        char separator,
        boolean header,
        List<Column> columns,
        Task task,
        List<String> classes,
        MissingValues missing,
        UnseenCategories unseen,
        RowForm form) {

    /**
     * @throws IllegalArgumentException if there is not exactly one label, no column to predict it from, a duplicate name, or
     *     task and classes disagree
     */
    public TableSchema {
        columns = List.copyOf(columns);
        classes = List.copyOf(classes);
        if (columns.stream().filter(Label.class::isInstance).count() != 1) {
            throw new IllegalArgumentException("one column must be the label");
        }
        if (columns.stream().mapToInt(Column::inputs).sum() == 0) {
            throw new IllegalArgumentException("no column to predict from");
        }
        if (!columns.stream().map(Column::name).allMatch(new HashSet<>()::add)) {
            throw new IllegalArgumentException("two columns have the same name");
        }
        if (task != Task.of(classes)) {
            throw new IllegalArgumentException("task %s does not fit %d classes".formatted(task, classes.size()));
        }
    }

    /** A schema of rows that are written in the usual form. */
    public TableSchema(
            char separator,
            boolean header,
            List<Column> columns,
            Task task,
            List<String> classes,
            MissingValues missing,
            UnseenCategories unseen) {
        this(separator, header, columns, task, classes, missing, unseen, RowForm.USUAL);
    }

    /** A column of the file. */
    public sealed interface Column
            permits Numeric, Amount, Truth, Dates, Categorical, Ignored, Group, Time, Part, Sequence, Label {
        /** Its name in the header, or its number from 0. */
        String name();

        /** Number of network inputs. */
        default int inputs() {
            return 0;
        }

        /** The name of each input. */
        default List<String> inputNames() {
            return inputs() == 0 ? List.of() : List.of(name());
        }
    }

    /** A numeric column: one input. */
    public record Numeric(String name) implements Column {
        @Override
        public int inputs() {
            return 1;
        }
    }

    /**
     * A numeric column with marks for people: one input.
     *
     * @param decimal mark between whole digits and decimals; thousands may be marked
     * @param unit of all its numbers, such as $ or %; empty if none is written
     */
    public record Amount(String name, DecimalMark decimal, String unit) implements Column {
        /** Whether it is money, whose unit may stand before the number. */
        public boolean isMoney() {
            return !unit.isEmpty() && MarkedNumber.isMoney(unit);
        }

        @Override
        public int inputs() {
            return 1;
        }
    }

    /**
     * A column of two words for true and false, in upper or lower case: one input, 1 for true.
     *
     * @param yes the word for true, in lower case
     * @param no the word for false, in lower case
     */
    public record Truth(String name, String yes, String no) implements Column {
        @Override
        public int inputs() {
            return 1;
        }

        @Override
        public List<String> inputNames() {
            return List.of(name + "=" + yes);
        }
    }

    /**
     * A column of dates, times, or both: one input for each part that varies over the training data.
     *
     * @param order of day, month and year in dates that have these as numbers with the year last
     * @param parts that are inputs
     */
    public record Dates(String name, DateOrder order, List<Feature> parts) implements Column {
        public Dates {
            parts = List.copyOf(parts);
        }

        /** What is taken from a date. */
        public enum Feature {
            /** Days since 1970-01-01, the time as a fraction. */
            DAYS,
            /** The month, from 1. */
            MONTH,
            /** The day of the week, from 1 for Monday. */
            WEEKDAY,
            /** The hour from 0 to 24, minutes as a fraction. */
            HOUR;

            private static final int DAYS_OF_WEEK = 7;
            /** 1970-01-01, counted from Monday. */
            private static final int THURSDAY = 3;

            private static int month(long day) {
                return LocalDate.ofEpochDay(day).getMonthValue();
            }

            /** This part of a moment in days since 1970-01-01; {@code NaN} for {@code NaN}. */
            public double of(double days) {
                if (Double.isNaN(days)) {
                    return days;
                }
                long day = (long) Math.floor(days);
                return switch (this) {
                    case DAYS -> days;
                    case MONTH -> month(day);
                    case WEEKDAY -> Math.floorMod(day + THURSDAY, DAYS_OF_WEEK) + 1;
                    case HOUR -> Math.round((days - day) * 86_400) / 3_600.0;
                };
            }
        }

        @Override
        public int inputs() {
            return parts.size();
        }

        @Override
        public List<String> inputNames() {
            return parts.stream()
                    .map(part -> name + "." + part.name().toLowerCase(Locale.ROOT))
                    .toList();
        }
    }

    /**
     * A text column, one-hot encoded: one input per category.
     *
     * @param categories in order of first appearance
     */
    public record Categorical(String name, List<String> categories) implements Column {
        public Categorical {
            categories = List.copyOf(categories);
        }

        @Override
        public int inputs() {
            return categories.size();
        }

        @Override
        public List<String> inputNames() {
            return categories.stream().map(category -> name + "=" + category).toList();
        }
    }

    /** An ignored column. */
    public record Ignored(String name) implements Column {}

    /** A column whose equal values mark rows that stay on one side of every split. It is no input. */
    public record Group(String name) implements Column {}

    /** A column that says when a row is from, for splits by time. It is no input. */
    public record Time(String name) implements Column {}

    /** A column that says which part of a split a row belongs to. It is no input. */
    public record Part(String name) implements Column {}

    /**
     * A column whose equal values mark the rows that are the steps of one sequence. It is no input.
     *
     * @param eachStep whether each step has a label of its own; otherwise a sequence has one
     * @param ofFile whether each sequence was a file of its own, without this column
     */
    public record Sequence(String name, boolean eachStep, boolean ofFile) implements Column {
        /** A column that is in the file. */
        public Sequence(String name, boolean eachStep) {
            this(name, eachStep, false);
        }
    }

    /**
     * The column to predict.
     *
     * @param next column whose value at the next step of the sequence is to be predicted; then the label is the last column of the
     *     schema, and in no file
     */
    public record Label(String name, Optional<String> next) implements Column {
        /** What a label that is no column of the file begins with. */
        public static final String NEXT = "next:";

        /** A column that is in the file. */
        public Label(String name) {
            this(name, Optional.empty());
        }

        /** The next step's value of a column. */
        static Label ofNext(String column) {
            return new Label(NEXT + column, Optional.of(column));
        }
    }

    /** The kind of prediction. */
    public enum Task {
        /** One of two classes. */
        BINARY,
        /** One of three or more classes. */
        MULTI_CLASS,
        /** A number. */
        REGRESSION;

        /** The task with these classes, regression if there are none. */
        static Task of(List<String> classes) {
            return switch (classes.size()) {
                case 0 -> REGRESSION;
                case 1 -> throw new IllegalArgumentException("only one class");
                case 2 -> BINARY;
                default -> MULTI_CLASS;
            };
        }
    }

    /** Treatment of missing values. Training rows without a label are always refused. */
    public enum MissingValues {
        /** Numbers become the column's mean over the training examples, categories none. */
        IMPUTE,
        /** An error. */
        REFUSE
    }

    /** Treatment of categories that are not in the schema. */
    public enum UnseenCategories {
        /** No category: all inputs of the column are 0. */
        IGNORE,
        /** An error. */
        REFUSE
    }

    /** Number of network inputs per row. */
    public int inputs() {
        return columns.stream().mapToInt(Column::inputs).sum();
    }

    /** The name of each input: a column, {@code column=category} or {@code column.part}. */
    public List<String> inputNames() {
        return columns.stream().flatMap(column -> column.inputNames().stream()).toList();
    }

    /** Index of the label among the columns. */
    public int labelIndex() {
        return IntStream.range(0, columns.size())
                .filter(column -> columns.get(column) instanceof Label)
                .findFirst()
                .orElseThrow();
    }

    /** Whether rows are steps of sequences. */
    public boolean isOfSequences() {
        return sequence().isPresent();
    }

    /** The column that makes sequences of rows; empty if rows are examples. */
    public Optional<Sequence> sequence() {
        return columns.stream()
                .filter(Sequence.class::isInstance)
                .map(Sequence.class::cast)
                .findFirst();
    }

    /** The same for a long table, with the column of this name making sequences of rows. */
    public TableSchema withSequence(String name) {
        return withColumns(columns.stream()
                .map(column -> column instanceof Sequence sequence ? new Sequence(name, sequence.eachStep()) : column)
                .toList());
    }

    /** The column whose next value is to be predicted, if that is the label. */
    public Optional<String> next() {
        return ((Label) columns.get(labelIndex())).next();
    }

    /** The label of the step before one with these inputs, if it is the next value of a column; empty if that is missing. */
    public Optional<String> labelBefore(double[] inputs) {
        int at = 0;
        for (Column column : columns) {
            if (next().filter(column.name()::equals).isPresent()) {
                return written(column, inputs, at);
            }
            at += column.inputs();
        }
        return Optional.empty();
    }

    private Optional<String> written(Column column, double[] inputs, int at) {
        if (column instanceof Categorical categorical) {
            return IntStream.range(0, categorical.inputs())
                    .filter(category -> inputs[at + category] == 1)
                    .mapToObj(categorical.categories()::get)
                    .findFirst();
        }
        if (Double.isNaN(inputs[at])) {
            return Optional.empty();
        }
        if (column instanceof Truth truth) {
            String word = inputs[at] == 1 ? truth.yes() : truth.no();
            return classes.stream().filter(word::equalsIgnoreCase).findFirst();
        }
        return Optional.of(Double.toString(inputs[at]));
    }

    /** Name of the label. */
    public String label() {
        return columns.get(labelIndex()).name();
    }

    /** Number of network outputs: one for two classes or for regression, otherwise one per class. */
    public int outputs() {
        return task == Task.MULTI_CLASS ? classes.size() : 1;
    }

    /** The same with other columns in the same places. */
    TableSchema withColumns(List<Column> others) {
        return new TableSchema(separator, header, others, task, classes, missing, unseen, form);
    }

    /** The same for a file with another separator. */
    public TableSchema withSeparator(char other) {
        return new TableSchema(other, header, columns, task, classes, missing, unseen, form);
    }

    /**
     * All words that mean a missing value, in either case.
     *
     * @param amongNumbers whether in a column of numbers
     */
    public List<String> wordsForMissing(boolean amongNumbers) {
        return MissingWords.all(form.missingWords(), amongNumbers);
    }

    /** Numbers that mean a missing value. */
    public List<Double> numbersForMissing() {
        return form.missingWords().stream()
                .flatMap(word -> Cell.number(word.strip()).stream().boxed())
                .toList();
    }
}
