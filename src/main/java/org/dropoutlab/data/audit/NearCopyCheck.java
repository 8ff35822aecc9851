package org.dropoutlab.data.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
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
    private static final int PROJECTIONS = 3;
    private static final int WINDOW = 10;
    private static final int ASKED = 2000;

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
        List<AuditedColumn> columns = table.inputs().stream()
                .filter(column ->
                        !column.isNominal() && AuditedColumn.distinct(column.sorted()).length > FEWEST_DIFFERENT)
                .toList();
        int[] rows = IntStream.range(0, firsts.length)
                .filter(row -> firsts[row] == row)
                .toArray();
        if (columns.size() < FEWEST_COLUMNS || rows.length < FEWEST_ROWS) {
            return Optional.empty();
        }
        Resemblance resemblance = new Resemblance(table.inputs());
        int[] asked = IntStream.range(0, rows.length).toArray();
        if (asked.length > ASKED) {
            RandomGenerator random = AuditedTable.random();
            asked = random.ints(ASKED, 0, rows.length).toArray();
        }
        Neighbours neighbours = rows.length <= ASKED ? at -> rows : beside(rows, columns);
        int[] labels = table.answers().labels();
        int[] copies = Arrays.stream(asked)
                .parallel()
                .map(at -> nearCopy(rows[at], neighbours.of(at), resemblance))
                .toArray();
        int near = 0;
        int same = 0;
        for (int i = 0; i < copies.length; i++) {
            near += copies[i] >= 0 ? 1 : 0;
            same += copies[i] >= 0 && labels[copies[i]] == labels[rows[asked[i]]] ? 1 : 0;
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
                        "%.0f%% of the rows are nearly equal to another row and mostly have the same %s, as if the same thing had been"
                                + " measured several times; with one in training and one in test data, results are too optimistic",
                        100.0 * near / asked.length,
                        table.answers().name()),
                "if so, add a column that says which rows belong together, and name it with --group"));
    }

    /** Rows among which the closest ones to a row are looked for. */
    @FunctionalInterface
    private interface Neighbours {
        int[] of(int at);
    }

    /** The closest row if it is a near-copy; −1 otherwise. */
    private static int nearCopy(int row, int[] among, Resemblance resemblance) {
        double[] nearest = new double[NEIGHBOURS];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        int closest = -1;
        for (int other : among) {
            if (other != row) {
                double distance = resemblance.distance(row, other);
                if (distance < nearest[0]) {
                    closest = other;
                }
                for (int i = NEIGHBOURS - 1; i >= 0 && distance < nearest[i]; i--) {
                    if (i < NEIGHBOURS - 1) {
                        nearest[i + 1] = nearest[i];
                    }
                    nearest[i] = distance;
                }
            }
        }
        return nearest[0] < NEAR * NEAR * nearest[NEIGHBOURS - 1] ? closest : -1;
    }

    /** The neighbours of a row in several random directions: a near-copy is beside its row in each of them. */
    private static Neighbours beside(int[] rows, List<AuditedColumn> columns) {
        RandomGenerator random = AuditedTable.random();
        int[][] orders = new int[PROJECTIONS][];
        int[][] places = new int[PROJECTIONS][rows.length];
        for (int projection = 0; projection < PROJECTIONS; projection++) {
            double[] along = new double[rows.length];
            for (AuditedColumn column : columns) {
                double weight = random.nextGaussian() / column.deviation();
                for (int i = 0; i < rows.length; i++) {
                    double value = column.at(rows[i]);
                    along[i] += Double.isNaN(value) ? 0 : weight * value;
                }
            }
            int[] order = Orders.ascending(along);
            for (int place = 0; place < order.length; place++) {
                places[projection][order[place]] = place;
            }
            orders[projection] = order;
        }
        return at -> IntStream.range(0, PROJECTIONS)
                .flatMap(projection -> {
                    int place = places[projection][at];
                    return IntStream.rangeClosed(Math.max(0, place - WINDOW), Math.min(rows.length - 1, place + WINDOW))
                            .map(i -> rows[orders[projection][i]]);
                })
                .distinct()
                .toArray();
    }
}
