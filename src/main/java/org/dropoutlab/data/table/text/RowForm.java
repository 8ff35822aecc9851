package org.dropoutlab.data.table.text;

import java.util.List;
import java.util.Optional;

/**
 * How the rows of a file are written, beside their separator and header: kept with a schema to read other files in the same way.
 *
 * @param quote around cells; 0 for none
 * @param comment beginning of lines that are no rows
 * @param missingWords words for a missing value, in addition to the usual ones
 */
public record RowForm(char quote, Optional<String> comment, List<String> missingWords) {
    /** In place of a quote if there is none. */
    public static final char NO_QUOTE = 0;

    /** Quotes as in RFC 4180, no comments, the usual words. */
    public static final RowForm USUAL = new RowForm('"', Optional.empty(), List.of());

    public RowForm {
        missingWords = List.copyOf(missingWords);
    }
}
