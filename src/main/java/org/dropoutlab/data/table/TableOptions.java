package org.dropoutlab.data.table;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.data.table.TableSchema.MissingValues;
import org.dropoutlab.data.table.TableSchema.UnseenCategories;
import org.dropoutlab.experiment.InputException;

/**
 * Options for reading a user's file; empty ones are detected.
 *
 * @param layout how the file is written
 * @param goal the kind of target
 * @param missing treatment of missing values
 * @param unseen treatment of categories that first appear in prediction
 * @param ignored columns to ignore, by name or by number from 0
 * @param kept columns to use even if they look like identifiers, by name or by number from 0
 * @param texts columns whose values are categories even if they are numbers, by name or by number from 0
 * @param numbers columns whose values are numbers even if they look like codes, by name or by number from 0
 * @param mostCategories of a text column; one with more is ignored
 */
public record TableOptions(
        TableLayout layout,
        Optional<Goal> goal,
        MissingValues missing,
        UnseenCategories unseen,
        List<String> ignored,
        List<String> kept,
        List<String> texts,
        List<String> numbers,
        int mostCategories) {
    private static final int USUAL_MOST_CATEGORIES = 100;

    /**
     * @throws InputException if the number of categories is invalid
     */
    public TableOptions {
        ignored = List.copyOf(ignored);
        kept = List.copyOf(kept);
        texts = List.copyOf(texts);
        numbers = List.copyOf(numbers);
        if (mostCategories < 1 || mostCategories > FileColumn.MOST_DISTINCT) {
            throw new InputException(
                    "the number of categories must be between 1 and %d".formatted(FileColumn.MOST_DISTINCT));
        }
    }

    /** The kind of target. */
    public enum Goal {
        /** A class. */
        CLASSIFICATION,
        /** A number. */
        REGRESSION
    }

    /** Everything detected, missing values imputed, unseen categories ignored, no columns ignored. */
    public static TableOptions defaults() {
        return new TableOptions(
                TableLayout.detected(),
                Optional.empty(),
                MissingValues.IMPUTE,
                UnseenCategories.IGNORE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                USUAL_MOST_CATEGORIES);
    }

    /** The same for a file that is written in this way. */
    public TableOptions withLayout(TableLayout known) {
        return new TableOptions(known, goal, missing, unseen, ignored, kept, texts, numbers, mostCategories);
    }

    /** The same with this separator. */
    public TableOptions withSeparator(char character) {
        return withLayout(layout.withSeparator(character));
    }

    /** The same with or without a header. */
    public TableOptions withHeader(boolean there) {
        return withLayout(layout.withHeader(there));
    }

    /** The same with this goal. */
    public TableOptions withGoal(Goal wanted) {
        return new TableOptions(
                layout, Optional.of(wanted), missing, unseen, ignored, kept, texts, numbers, mostCategories);
    }

    /** The same with this treatment of missing values. */
    public TableOptions withMissing(MissingValues policy) {
        return new TableOptions(layout, goal, policy, unseen, ignored, kept, texts, numbers, mostCategories);
    }

    /** The same with this treatment of unseen categories. */
    public TableOptions withUnseen(UnseenCategories policy) {
        return new TableOptions(layout, goal, missing, policy, ignored, kept, texts, numbers, mostCategories);
    }

    /** The same without these columns, by name or by number from 0. */
    public TableOptions withIgnored(List<String> columns) {
        return new TableOptions(layout, goal, missing, unseen, columns, kept, texts, numbers, mostCategories);
    }

    /** The same with these columns used even if they look like identifiers, by name or by number from 0. */
    public TableOptions withKept(List<String> columns) {
        return new TableOptions(layout, goal, missing, unseen, ignored, columns, texts, numbers, mostCategories);
    }

    /** The same with the values of these columns as categories, by name or by number from 0. */
    public TableOptions withTexts(List<String> columns) {
        return new TableOptions(layout, goal, missing, unseen, ignored, kept, columns, numbers, mostCategories);
    }

    /** The same with the values of these columns as numbers, by name or by number from 0. */
    public TableOptions withNumbers(List<String> columns) {
        return new TableOptions(layout, goal, missing, unseen, ignored, kept, texts, columns, mostCategories);
    }

    /** The same with this maximum number of categories of a text column. */
    public TableOptions withMostCategories(int most) {
        return new TableOptions(layout, goal, missing, unseen, ignored, kept, texts, numbers, most);
    }
}
