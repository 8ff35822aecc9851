package org.dropoutlab.data.table;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
 */
public record TableSchema(
        char separator,
        boolean header,
        List<Column> columns,
        Task task,
        List<String> classes,
        MissingValues missing,
        UnseenCategories unseen) {

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

    /** A column of the file. */
    public sealed interface Column permits Numeric, Categorical, Ignored, Group, Time, Part, Label {
        /** Its name in the header, or its number from 0. */
        String name();

        /** Number of network inputs. */
        default int inputs() {
            return 0;
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
    }

    /** An ignored column. */
    public record Ignored(String name) implements Column {}

    /** A column whose equal values mark rows that stay on one side of every split. It is no input. */
    public record Group(String name) implements Column {}

    /** A column that says when a row is from, for splits by time. It is no input. */
    public record Time(String name) implements Column {}

    /** A column that says which part of a split a row belongs to. It is no input. */
    public record Part(String name) implements Column {}

    /** The column to predict. */
    public record Label(String name) implements Column {}

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

    /** The name of each input: a column, or {@code column=category}. */
    public List<String> inputNames() {
        return columns.stream()
                .flatMap(column -> column instanceof Categorical categorical
                        ? categorical.categories().stream().map(category -> column.name() + "=" + category)
                        : Stream.of(column.name()).limit(column.inputs()))
                .toList();
    }

    /** Index of the label among the columns. */
    public int labelIndex() {
        return IntStream.range(0, columns.size())
                .filter(column -> columns.get(column) instanceof Label)
                .findFirst()
                .orElseThrow();
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
        return new TableSchema(separator, header, others, task, classes, missing, unseen);
    }

    /** The same for a file with another separator. */
    public TableSchema withSeparator(char other) {
        return new TableSchema(other, header, columns, task, classes, missing, unseen);
    }
}
