package org.dropoutlab.report.sections;

import java.util.List;
import org.dropoutlab.report.figures.Figure;

/**
 * A part of a report that what trials found makes, beyond their learning curves.
 *
 * @param heading of the part
 * @param figures to look at
 * @param header of the table; empty if there is no table
 * @param labels how many columns, from the left, are names rather than numbers
 * @param rows of the table
 * @param note how to read them
 */
public record Section(
        String heading, List<Figure> figures, List<String> header, int labels, List<List<String>> rows, String note) {
    public Section {
        figures = List.copyOf(figures);
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
    }
}
