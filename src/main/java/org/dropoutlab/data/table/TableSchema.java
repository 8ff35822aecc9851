package org.dropoutlab.data.table;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How the rows of a file of separated values become numbers for a network, and what is to be predicted: all that is needed to
 * read other rows in the same way later.
 *
 * @param separator between cells
 * @param header whether the first row has the columns' names; without, they are called by their numbers from 0
 * @param columns in the order of the file, one of them the label
 * @param task what is predicted
 * @param classes names of the classes in the order of their numbers; none for regression. Texts come in the order in which
 *     they appear in the file, numbers in ascending order
 * @param missing what becomes of a cell without a value
 * @param unseen what becomes of a category that is not among its column's
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
     * @throws IllegalArgumentException if there is not one label and something to predict it from, names are not distinct,
     *     or task and classes disagree
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
            throw new IllegalArgumentException("two columns have one name");
        }
        if (task != Task.of(classes)) {
            throw new IllegalArgumentException("%s of %d classes".formatted(task, classes.size()));
        }
    }

    /** A column of the file. */
    public sealed interface Column permits Numeric, Categorical, Ignored, Label {
        /** Its name in the header, or its number from 0. */
        String name();

        /** Numbers that it gives the network. */
        default int inputs() {
            return 0;
        }
    }

    /** A column of numbers, each one input. */
    public record Numeric(String name) implements Column {
        @Override
        public int inputs() {
            return 1;
        }
    }

    /**
     * A column of texts: an input for each category, 1 where the cell is that category and 0 elsewhere.
     *
     * @param categories in the order in which they first appear
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

    /** A column that is left out. */
    public record Ignored(String name) implements Column {}

    /** What is to be predicted. */
    public record Label(String name) implements Column {}

    /** What is predicted. */
    public enum Task {
        /** One of two classes. */
        BINARY,
        /** One of three classes or more. */
        MULTI_CLASS,
        /** A number. */
        REGRESSION;

        /** The task with these classes: none are for regression. */
        static Task of(List<String> classes) {
            return switch (classes.size()) {
                case 0 -> REGRESSION;
                case 1 -> throw new IllegalArgumentException("one class alone");
                case 2 -> BINARY;
                default -> MULTI_CLASS;
            };
        }
    }

    /** What becomes of a cell without a value. Rows without a label are always refused where they are to be learnt from. */
    public enum MissingValues {
        /** A number becomes the mean of its column over the training examples, a category none. */
        IMPUTE,
        /** It is an error. */
        REFUSE
    }

    /** What becomes of a category that the schema does not have. */
    public enum UnseenCategories {
        /** It is none of the categories: all of its column's inputs are 0. */
        IGNORE,
        /** It is an error. */
        REFUSE
    }

    /** Numbers that a row gives the network. */
    public int inputs() {
        return columns.stream().mapToInt(Column::inputs).sum();
    }

    /** What each input is: a column, or {@code column=category}. */
    public List<String> inputNames() {
        return columns.stream()
                .flatMap(column -> column instanceof Categorical categorical
                        ? categorical.categories().stream().map(category -> column.name() + "=" + category)
                        : Stream.of(column.name()).limit(column.inputs()))
                .toList();
    }

    /** Place of the label among the columns. */
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

    /** Numbers that a network for the task puts out: one for two classes or for a number, else one for each class. */
    public int outputs() {
        return task == Task.MULTI_CLASS ? classes.size() : 1;
    }

    /** The same for a file with another separator. */
    public TableSchema withSeparator(char other) {
        return new TableSchema(other, header, columns, task, classes, missing, unseen);
    }
}
