package org.dropoutlab.data.table;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.dropoutlab.experiment.InputException;

/** What is wrong in a file's rows, told all at once. */
final class Faults {
    private static final int MOST_TOLD = 20;
    private static final int MOST_KEPT = 10_000;

    private final List<Fault> faults = new ArrayList<>();
    private final BitSet rows = new BitSet();
    private long count;
    private long unread;
    private boolean incomplete;

    /**
     * A fault.
     *
     * @param line of the file
     * @param column in which it is; empty if the whole row is concerned
     * @param what is wrong
     */
    private record Fault(long line, String column, String what) {
        String text() {
            return column.isEmpty()
                    ? "line %d: %s".formatted(line, what)
                    : "line %d, column %s: %s".formatted(line, column, what);
        }
    }

    /** A row that could not be added to the table. */
    void unreadRow(long line, String what) {
        unread++;
        add(line, "", what);
    }

    /** A row below which nothing can be read. */
    void unreadRest(long line, String what) {
        incomplete = true;
        unreadRow(line, what);
    }

    /** Whether there are rows below the faults that could not be read. */
    boolean isIncomplete() {
        return incomplete;
    }

    /** A row of the table with a cell that means nothing. */
    void cell(int row, long line, String column, String what) {
        rows.set(row);
        add(line, column, what);
    }

    private void add(long line, String column, String what) {
        count++;
        if (faults.size() < MOST_KEPT) {
            faults.add(new Fault(line, column, what));
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Number of rows with faults. */
    long badRows() {
        return unread + rows.cardinality();
    }

    /** Rows of the table with faults. */
    BitSet rows() {
        return rows;
    }

    /** The faults as an error: one line for one, a list for several. */
    InputException refused(String name) {
        List<Fault> sorted =
                faults.stream().sorted(Comparator.comparingLong(Fault::line)).toList();
        String remedy = incomplete ? "" : " (--skip-bad-rows leaves %s out)";
        if (count == 1) {
            return new InputException("%s, %s%s".formatted(name, sorted.get(0).text(), remedy.formatted("the row")));
        }
        String more = count > MOST_TOLD ? "\n  and %,d more".formatted(count - MOST_TOLD) : "";
        return new InputException("%s: %,d faults%s:\n%s%s"
                .formatted(
                        name,
                        count,
                        remedy.formatted("these rows"),
                        sorted.stream()
                                .limit(MOST_TOLD)
                                .map(fault -> "  " + fault.text())
                                .collect(Collectors.joining("\n")),
                        more));
    }

    /** The first faults, for a warning. */
    String told() {
        return faults.stream()
                        .sorted(Comparator.comparingLong(Fault::line))
                        .limit(3)
                        .map(Fault::text)
                        .collect(Collectors.joining("; "))
                + (count > 3 ? "; …" : "");
    }
}
