package org.dropoutlab.report.sections;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dropoutlab.report.figures.Figure;

/** A piece of a section: figures, a table or a note. */
public sealed interface Part {

    /** The name of this kind of part in the page's template. */
    default String kind() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** The figures of this part. */
    default List<Figure> figures() {
        return List.of();
    }

    /** Full-width figures with captions. */
    record Wide(List<Figure> figures) implements Part {}

    /** Small figures of one size, side by side. */
    record Panels(List<Figure> figures) implements Part {}

    /** Figures side by side in their own sizes. */
    record Pictures(List<Figure> figures) implements Part {}

    /**
     * A table. Every line of a cell after the first is in small print.
     *
     * @param header header of each column; empty if the table has none
     * @param names indices of the columns with names rather than numbers
     * @param rows rows with one cell per column
     */
    record Table(List<String> header, Set<Integer> names, List<List<String>> rows) implements Part {
        public Table {
            header = List.copyOf(header);
            rows = rows.stream().map(List::copyOf).toList();
        }

        /**
         * A table.
         *
         * @param header column headers, separated by {@code " | "}
         * @param names number of columns, from the left, with names rather than numbers
         */
        Table(String header, int names, List<List<String>> rows) {
            this(
                    List.of(header.split(" [|] ")),
                    IntStream.range(0, names).boxed().collect(Collectors.toSet()),
                    rows);
        }
    }

    /** A table that readers can fold and unfold. */
    record Folded(String title, boolean open, Table table) implements Part {}

    /**
     * A table with a small drawing in each row.
     *
     * @param header header of each column; the last is that of the drawings
     * @param rows the same number of cells, without the drawings
     * @param drawings SVG elements, one for each row; empty if it has none
     */
    record Drawn(List<String> header, List<List<String>> rows, List<String> drawings) implements Part {
        public Drawn {
            header = List.copyOf(header);
            rows = rows.stream().map(List::copyOf).toList();
            drawings = List.copyOf(drawings);
        }
    }

    /** Warnings, one sentence or two each. */
    record Warnings(List<String> texts) implements Part {
        public Warnings {
            texts = List.copyOf(texts);
        }
    }

    /** A note in small type. */
    record Note(String text) implements Part {}
}
