package org.dropoutlab.data.table;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.data.table.TableSchema.MissingValues;
import org.dropoutlab.data.table.TableSchema.UnseenCategories;
import org.dropoutlab.experiment.InputException;

/**
 * How a user's file is to be read; what is empty is found out.
 *
 * @param separator between cells
 * @param header whether the first row has the columns' names
 * @param goal what is to be predicted
 * @param missing what becomes of cells without a value
 * @param unseen what becomes of categories that appear only when predictions are made
 * @param ignored columns to leave out, by name or by number from 0
 */
public record TableOptions(
        Optional<Character> separator,
        Optional<Boolean> header,
        Optional<Goal> goal,
        MissingValues missing,
        UnseenCategories unseen,
        List<String> ignored) {

    /**
     * @throws InputException if the separator cannot be one
     */
    public TableOptions {
        ignored = List.copyOf(ignored);
        separator.ifPresent(character -> {
            if (character == '"' || character == '\n' || character == '\r') {
                throw new InputException("a quote or a line break cannot separate cells");
            }
        });
    }

    /** What a label can be. */
    public enum Goal {
        /** One of some classes. */
        CLASSIFICATION,
        /** A number. */
        REGRESSION
    }

    /** Everything found out, missing values imputed, unseen categories ignored, no column left out. */
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

    /** The same with this done about missing values. */
    public TableOptions withMissing(MissingValues policy) {
        return new TableOptions(separator, header, goal, policy, unseen, ignored);
    }

    /** The same with this done about unseen categories. */
    public TableOptions withUnseen(UnseenCategories policy) {
        return new TableOptions(separator, header, goal, missing, policy, ignored);
    }

    /** The same without these columns, named or numbered from 0. */
    public TableOptions withIgnored(List<String> columns) {
        return new TableOptions(separator, header, goal, missing, unseen, columns);
    }
}
