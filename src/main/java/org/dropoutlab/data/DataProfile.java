package org.dropoutlab.data;

import java.util.List;

/**
 * What a table holds, column by column.
 *
 * @param rows number of rows
 * @param columns in the order of the file
 * @param notes what is worth knowing and needs no change, one sentence each
 */
public record DataProfile(int rows, List<ColumnProfile> columns, List<String> notes) {
    public DataProfile {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
    }
}
