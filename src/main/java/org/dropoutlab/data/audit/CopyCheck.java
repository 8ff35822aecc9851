package org.dropoutlab.data.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.dropoutlab.data.Copies;
import org.dropoutlab.experiment.DataWarning;

/**
 * Equal rows. Where columns have few different values, equal rows are to be expected and are no warning; equal inputs with
 * different labels always are, because no model can tell them apart.
 */
final class CopyCheck {
    private static final double MANY = 0.01;
    /** Copies beyond so many times what independent columns would give are no chance. */
    private static final double BEYOND_CHANCE = 1000;

    private final AuditedTable table;
    /** For each row, the first one with equal inputs. */
    private final int[] firsts;

    CopyCheck(AuditedTable table) {
        this.table = table;
        this.firsts = Copies.ofInputs(table.table()).first();
    }

    /** For each row, the first one with equal inputs. */
    int[] firsts() {
        return firsts;
    }

    List<DataWarning> warnings() {
        List<DataWarning> warnings = new ArrayList<>();
        int rows = firsts.length;
        int[] labels = table.answers().labels();
        int copies = 0;
        long pairs = 0;
        int[] seen = new int[rows];
        // Copies with the label of the first row, which are in full agreement with it.
        for (int row = 0; row < rows; row++) {
            if (firsts[row] != row && sameAnswer(firsts[row], row)) {
                copies++;
            }
            pairs += seen[firsts[row]]++;
        }
        if (copies >= MANY * rows && pairs > BEYOND_CHANCE * expectedPairs() && areKeptTogether()) {
            warnings.add(new DataWarning(
                    DataWarning.Kind.DUPLICATE_ROWS,
                    List.of(),
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d rows are copies of other rows; with one copy in training and one in test data, results are"
                                    + " too optimistic%s",
                            copies,
                            rows,
                            isSplitFreely() ? ", so all copies of a row stay in one fold" : ""),
                    "remove them if they are not separate measurements"));
        }
        if (!table.answers().isRegression()) {
            contradictions(labels, seen).ifPresent(warnings::add);
        }
        return warnings;
    }

    /** Whether equal rows count as copies where the table is split. */
    private boolean areKeptTogether() {
        return !Copies.of(table.table()).areCoincidences(table.table());
    }

    /** Whether nothing but the rows decides how they are split. */
    private boolean isSplitFreely() {
        return !table.has(AuditedColumn.Use.TIME)
                && !table.has(AuditedColumn.Use.PART)
                && !table.table().hasTestData();
    }

    private boolean sameAnswer(int one, int other) {
        return table.answers()
                .targets()
                .map(targets -> targets[one] == targets[other])
                .orElseGet(
                        () -> table.answers().labels()[one] == table.answers().labels()[other]);
    }

    private Optional<DataWarning> contradictions(int[] labels, int[] copies) {
        int kinds = table.answers().kinds();
        Map<Integer, int[]> counts = new HashMap<>();
        for (int row = 0; row < firsts.length; row++) {
            if (copies[firsts[row]] > 1) {
                counts.computeIfAbsent(firsts[row], first -> new int[kinds])[labels[row]]++;
            }
        }
        int concerned = 0;
        int wrong = 0;
        for (int[] count : counts.values()) {
            int all = Arrays.stream(count).sum();
            int most = Arrays.stream(count).max().orElseThrow();
            concerned += most < all ? all : 0;
            wrong += all - most;
        }
        if (concerned < MANY * firsts.length) {
            return Optional.empty();
        }
        return Optional.of(new DataWarning(
                DataWarning.Kind.CONTRADICTORY_ROWS,
                List.of(),
                String.format(
                        Locale.ROOT,
                        "%,d rows have the same inputs as another row but a different %s, so no model can be more accurate than"
                                + " %.1f%% on these data",
                        concerned,
                        table.answers().name(),
                        100.0 * (firsts.length - wrong) / firsts.length),
                "check the labels, or add the columns that tell these rows apart"));
    }

    /** Pairs of equal rows to expect by chance. */
    private double expectedPairs() {
        double rows = firsts.length;
        return table.inputs().parallelStream()
                        .mapToDouble(CopyCheck::coincidence)
                        .reduce(1, (one, other) -> one * other)
                * rows
                * (rows - 1)
                / 2;
    }

    /** The probability that a column is equal in two rows. */
    private static double coincidence(AuditedColumn column) {
        AuditedColumn.Values values = column.values();
        double squares = (double) values.missing() * values.missing();
        for (int count : values.counts()) {
            squares += (double) count * count;
        }
        return squares / ((double) column.rows() * column.rows());
    }
}
