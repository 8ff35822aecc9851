package org.dropoutlab.data.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dropoutlab.experiment.DataWarning;

/**
 * Rows that are nearly equal to others though no column says that they belong together: repeated measurements of the same
 * thing. The closest row is then far closer than the tenth closest, and has the same label.
 */
final class NearCopyCheck {
    private static final int FEWEST_ROWS = 40;
    /** With fewer columns of many different numbers, rows are close to each other by chance. */
    private static final int FEWEST_COLUMNS = 3;

    private static final int FEWEST_DIFFERENT = 20;
    private static final int NEIGHBOURS = 10;
    /** Distance of the closest row, relative to the tenth closest, of a near-copy. */
    private static final double NEAR = 0.15;

    private static final double MANY = 0.3;
    private static final double SAME_LABEL = 0.9;
    /** Pairs of rows to compare. */
    private static final int PAIRS = 2_000_000;

    private static final int FEWEST_ASKED = 40;
    private static final int SOME = 500;

    private final AuditedTable table;
    private final int[] firsts;

    /**
     * @param firsts for each row, the first one with equal inputs
     */
    NearCopyCheck(AuditedTable table, int[] firsts) {
        this.table = table;
        this.firsts = firsts;
    }

    Optional<DataWarning> warning() {
        long columns = table.inputs().stream()
                .filter(column -> !column.isNominal() && column.values().distinct().length > FEWEST_DIFFERENT)
                .count();
        int[] rows = IntStream.range(0, firsts.length)
                .filter(row -> firsts[row] == row)
                .toArray();
        if (columns < FEWEST_COLUMNS || rows.length < FEWEST_ROWS) {
            return Optional.empty();
        }
        Resemblance resemblance = Resemblance.of(table.table().features());
        int size = Math.min(rows.length, Math.max(FEWEST_ASKED, PAIRS / rows.length));
        int[] asked = size == rows.length
                ? rows
                : AuditedTable.random()
                        .ints(size, 0, rows.length)
                        .map(i -> rows[i])
                        .toArray();
        int[] copies = Arrays.stream(asked)
                .parallel()
                .map(row -> nearCopy(row, rows, resemblance))
                .toArray();
        int[] labels = table.answers().labels();
        int near = 0;
        int same = 0;
        for (int i = 0; i < copies.length; i++) {
            near += copies[i] >= 0 ? 1 : 0;
            same += copies[i] >= 0 && labels[copies[i]] == labels[asked[i]] ? 1 : 0;
        }
        double chance = table.answers().agreement();
        if (near < MANY * asked.length || same < (SAME_LABEL + (1 - SAME_LABEL) * chance) * near) {
            return Optional.empty();
        }
        return Optional.of(new DataWarning(
                DataWarning.Kind.GROUPS,
                List.of(),
                String.format(
                        Locale.ROOT,
                        "%.0f%% of the rows are nearly equal to another row and mostly have the same %s, as if the same thing had"
                                + " been measured several times; with one in training and one in test data, results are too"
                                + " optimistic",
                        100.0 * near / asked.length,
                        table.answers().name()),
                "if so, add a column that says which rows belong together, and name it with --group"));
    }

    /** The closest row if it is a near-copy; −1 otherwise. */
    private static int nearCopy(int row, int[] among, Resemblance resemblance) {
        // The tenth closest of some is at least as far as the tenth closest of all.
        double limit = NEAR * NEAR * nearest(row, among, Math.max(1, among.length / SOME), resemblance)[NEIGHBOURS - 1];
        int closest = -1;
        for (int other : among) {
            double distance = resemblance.distance(row, other, limit);
            if (distance < limit && other != row) {
                limit = distance;
                closest = other;
            }
        }
        return closest >= 0 && limit < NEAR * NEAR * nearest(row, among, 1, resemblance)[NEIGHBOURS - 1] ? closest : -1;
    }

    /** The distances of the closest rows among every so many, in ascending order. */
    private static double[] nearest(int row, int[] among, int step, Resemblance resemblance) {
        double[] nearest = new double[NEIGHBOURS];
        Arrays.fill(nearest, Double.MAX_VALUE);
        for (int i = 0; i < among.length; i += step) {
            double distance = resemblance.distance(row, among[i], nearest[NEIGHBOURS - 1]);
            if (distance < nearest[NEIGHBOURS - 1] && among[i] != row) {
                int at = NEIGHBOURS - 1;
                for (; at > 0 && distance < nearest[at - 1]; at--) {
                    nearest[at] = nearest[at - 1];
                }
                nearest[at] = distance;
            }
        }
        return nearest;
    }
}
