package org.dropoutlab.report.sections;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dropoutlab.report.figures.Figure;

/** A piece of a section: figures, a table or a note. */
public sealed interface Part {

    /** By which the page's template tells parts apart. */
    default String kind() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Its figures. */
    default List<Figure> figures() {
        return List.of();
    }

    /** Figures over the whole width, one below the other, each with its caption. */
    record Wide(List<Figure> figures) implements Part {}

    /** Small figures of one size, side by side. */
    record Panels(List<Figure> figures) implements Part {}

    /** Figures side by side, each as large as it is drawn. */
    record Pictures(List<Figure> figures) implements Part {}

    /**
     * A table. Lines of a cell after its first are small print.
     *
     * @param header of each column; empty if the table has none
     * @param names places of the columns that are names rather than numbers
     * @param rows of cells, as many as columns
     */
    record Table(List<String> header, Set<Integer> names, List<List<String>> rows) implements Part {
        public Table {
            header = List.copyOf(header);
            rows = rows.stream().map(List::copyOf).toList();
        }

        /**
         * A table.
         *
         * @param header of the columns, with {@code " | "} between them
         * @param names how many columns, from the left, are names rather than numbers
         */
        Table(String header, int names, List<List<String>> rows) {
            this(
                    List.of(header.split(" [|] ")),
                    IntStream.range(0, names).boxed().collect(Collectors.toSet()),
                    rows);
        }
    }

    /** A table that a reader can fold away and, unless it is {@code open}, has to unfold. */
    record Folded(String title, boolean open, Table table) implements Part {}

    /** Text in a smaller type: how to read what stands above it, or what to mind. */
    record Note(String text) implements Part {}
}
