package org.dropoutlab.experiment;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Something in a user's data that could make the result wrong or misleading, kept with the results.
 *
 * @param kind what it is
 * @param columns the columns concerned; none if it concerns whole rows
 * @param message what was found and what it would do, as one sentence
 * @param remedy the option that settles it, as one sentence; empty if there is none
 */
public record DataWarning(Kind kind, List<String> columns, String message, String remedy) {
    private static final Set<Kind> GRAVE =
            EnumSet.of(Kind.LEAK, Kind.GROUPS, Kind.DUPLICATE_ROWS, Kind.TIME_ORDER, Kind.TRAINED_WEIGHTS);

    public DataWarning {
        columns = List.copyOf(columns);
    }

    /** Whether a result that does not heed it is wrong, and not only weaker than it could be. */
    public boolean isGrave() {
        return GRAVE.contains(kind);
    }

    /** What was found. */
    public enum Kind {
        /** A column with another value in every row. */
        IDENTIFIER,
        /** Equal rows. */
        DUPLICATE_ROWS,
        /** Rows with equal inputs and different labels. */
        CONTRADICTORY_ROWS,
        /** A column that tells the label alone. */
        LEAK,
        /** Rows that belong together, such as several of one patient. */
        GROUPS,
        /** A label that drifts along the file. */
        TIME_ORDER,
        /** A class with few examples. */
        RARE_CLASS,
        /** A column with the same value in every row, or none. */
        CONSTANT,
        /** Categories seen in one row. */
        RARE_CATEGORY,
        /** A number such as −999 that stands for a missing value. */
        PLACEHOLDER,
        /** Numeric columns that differ by orders of magnitude. */
        SCALES,
        /** A text column with more categories than can be used. */
        MANY_CATEGORIES,
        /** Amounts in several currencies, which are no numbers to compare. */
        MIXED_CURRENCIES,
        /** Classes whose names differ only in spelling. */
        LABEL_SPELLING,
        /** Rows without a label. */
        MISSING_LABELS,
        /** Rows that could not be read. */
        BAD_ROWS,
        /** A start from weights that may have been trained on the data. */
        TRAINED_WEIGHTS
    }
}
