package org.dropoutlab.cli;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.data.table.TableOptions;
import org.dropoutlab.data.table.TableSchema;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a table's columns mean, and how its file is written. */
final class TableReading {
    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description =
                    "Column to predict, by name or number (from 0). With --sequence, next:COLUMN is its value at the next step.")
    private String label;

    @Option(
            names = "--sequence",
            paramLabel = "COLUMN",
            description =
                    "Rows are steps of sequences: those with equal values in this column, by name or number (from 0). One example is"
                            + " one sequence. Not used as an input.")
    private String sequence;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "classification or regression (default: auto-detected).")
    private TableOptions.Goal task;

    @Option(
            names = "--missing",
            paramLabel = "ACTION",
            description = "Missing values: impute (training-fold mean), or refuse with an error (default: impute).")
    private TableSchema.MissingValues missing = TableSchema.MissingValues.IMPUTE;

    @Option(
            names = "--unseen",
            paramLabel = "ACTION",
            description =
                    "Categories unseen in training, for lab predict: ignore, or refuse with an error (default: ignore).")
    private TableSchema.UnseenCategories unseen = TableSchema.UnseenCategories.IGNORE;

    @Option(
            names = "--ignore",
            split = ",",
            paramLabel = "COLUMN",
            description = "Columns to ignore, by name or number (from 0).")
    private List<String> ignored = List.of();

    @Option(
            names = "--keep",
            split = ",",
            paramLabel = "COLUMN",
            description = "Columns to use even if they look like identifiers, by name or number (from 0).")
    private List<String> kept = List.of();

    @Option(
            names = "--text",
            split = ",",
            paramLabel = "COLUMN",
            description = "Columns of categories even if they look like numbers, by name or number (from 0).")
    private List<String> texts = List.of();

    @Option(
            names = "--numbers",
            split = ",",
            paramLabel = "COLUMN",
            description = "Columns of numbers even if they look like codes such as 007, by name or number (from 0).")
    private List<String> numbers = List.of();

    @Option(
            names = "--max-categories",
            paramLabel = "N",
            description = "Ignore text columns with more categories (default: 100).")
    private Integer mostCategories;

    @Mixin
    private FileLayout file;

    /** The column to predict. */
    Optional<String> label() {
        return Optional.ofNullable(label);
    }

    /** The column that says of which sequence a row is a step; empty if rows are examples. */
    Optional<String> sequence() {
        return Optional.ofNullable(sequence);
    }

    /** All options but the label. */
    TableOptions options() {
        TableOptions options = TableOptions.defaults()
                .withLayout(file.layout())
                .withMissing(missing)
                .withUnseen(unseen)
                .withIgnored(ignored)
                .withKept(kept)
                .withTexts(texts)
                .withNumbers(numbers);
        options = mostCategories == null ? options : options.withMostCategories(mostCategories);
        return task == null ? options : options.withGoal(task);
    }
}
