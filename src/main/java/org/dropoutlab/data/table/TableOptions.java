package org.dropoutlab.data.table;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.data.table.TableSchema.MissingValues;
import org.dropoutlab.data.table.TableSchema.UnseenCategories;
import org.dropoutlab.experiment.InputException;

/**
 * Options for reading a user's file; empty ones are detected.
 *
 * @param separator between cells
 * @param header whether the first row is a header
 * @param goal the kind of target
 * @param missing treatment of missing values
 * @param unseen treatment of categories that first appear in prediction
 * @param ignored columns to ignore, by name or by number from 0
 */
public record TableOptions(
        Optional<Character> separator,
        Optional<Boolean> header,
        Optional<Goal> goal,
        MissingValues missing,
        UnseenCategories unseen,
        List<String> ignored) {

    /**
     * @throws InputException if the separator is invalid
     */
    public TableOptions {
        ignored = List.copyOf(ignored);
        separator.ifPresent(character -> {
            if (character == '"' || character == '\n' || character == '\r') {
                throw new InputException("the separator cannot be a quote or a line break");
            }
        });
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
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                MissingValues.IMPUTE,
                UnseenCategories.IGNORE,
                List.of());
    }

    /** The same with this separator. */
    public TableOptions withSeparator(char character) {
        return new TableOptions(Optional.of(character), header, goal, missing, unseen, ignored);
    }

    /** The same with or without a header. */
    public TableOptions withHeader(boolean there) {
        return new TableOptions(separator, Optional.of(there), goal, missing, unseen, ignored);
    }

    /** The same with this goal. */
    public TableOptions withGoal(Goal wanted) {
        return new TableOptions(separator, header, Optional.of(wanted), missing, unseen, ignored);
    }

    /** The same with this treatment of missing values. */
    public TableOptions withMissing(MissingValues policy) {
        return new TableOptions(separator, header, goal, policy, unseen, ignored);
    }

    /** The same with this treatment of unseen categories. */
    public TableOptions withUnseen(UnseenCategories policy) {
        return new TableOptions(separator, header, goal, missing, policy, ignored);
    }

    /** The same without these columns, by name or by number from 0. */
    public TableOptions withIgnored(List<String> columns) {
        return new TableOptions(separator, header, goal, missing, unseen, columns);
    }
}
