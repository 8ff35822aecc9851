package org.dropoutlab.data.audit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.dropoutlab.experiment.DataWarning;

/**
 * Columns that say which rows belong together, such as a patient's: many values with a few rows each, and rows with the same
 * value are closer to each other than rows with different values, by columns that are not this one and among rows of one
 * class. A number with a meaning, such as an age, does so as well, but then the rows of the next age are nearly as close.
 */
final class GroupCheck {
    private static final int FEWEST_VALUES = 5;
    private static final int FEWEST_OTHERS = 2;
    private static final double MOST_ROWS_PER_VALUE = 100;
    /** Share of the rows whose value another row has as well. */
    private static final double SHARED = 0.5;

    private static final double SHARED_IF_NAMED = 0.05;
    /** Median squared distance of rows with the same value, relative to others. */
    private static final double CLOSE = 0.35;

    private static final double CLOSE_IF_NAMED = 0.6;
    private static final int PAIRS = 1000;
    private static final int FEWEST_PAIRS = 30;
    /** Names that people give to what rows belong to. */
    private static final Pattern NAMES = Pattern.compile(
            "(?i).*(^|[^a-z])(id|nr|no|code|key|patient|patients|subject|person|participant|customer|client|user|household"
                    + "|family|speaker|site|hospital|school|station|device|machine|session|batch|plot|animal|mouse|donor"
                    + "|group|cluster)([^a-z].*|$)|.*[a-z]I[dD]$|(?i)(patient|subject|user|customer|person|group).{0,4}$");

    private final AuditedTable table;
    private final int[] firsts;
    private final AuditedTable.Answers answers;

    /**
     * @param firsts for each row, the first one with equal inputs; other rows are copies, which show nothing about a column: even
     *     those of a row with a number of its own have that number in common
     */
    GroupCheck(AuditedTable table, int[] firsts) {
        this.table = table;
        this.firsts = firsts;
        this.answers = table.answers();
    }

    /**
     * A column that says which rows belong together.
     *
     * @param column the column
     * @param values number of its values
     * @param rowsPerValue how many rows have the same, on average over values with more than one
     * @param closeness median squared distance of rows with the same value, relative to others: 1 if it does not matter
     */
    record Found(AuditedColumn column, int values, double rowsPerValue, double closeness) {}

    Optional<DataWarning> warning() {
        List<Found> found = table.columns().parallelStream()
                .flatMap(column -> found(column).stream())
                .sorted(Comparator.comparingDouble(Found::closeness))
                .toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Found best = found.get(0);
        String name = best.column().name();
        return Optional.of(new DataWarning(
                DataWarning.Kind.GROUPS,
                found.stream().map(each -> each.column().name()).toList(),
                String.format(
                        Locale.ROOT,
                        "rows with the same %s resemble each other (%,d values, about %.0f rows each) and end up in both training"
                                + " and test data, so results are too optimistic for new values of %1$s",
                        name,
                        best.values(),
                        best.rowsPerValue()),
                "keep the rows of each %s together with --group %1$s".formatted(name)));
    }

    private Optional<Found> found(AuditedColumn column) {
        if (column.use() == AuditedColumn.Use.DATE
                || (!column.isNominal() && !column.values().areWhole())) {
            return Optional.empty();
        }
        boolean named = NAMES.matcher(column.name()).matches();
        double[] values = column.values().distinct();
        int[] codes = new int[column.rows()];
        int[] counts = new int[values.length];
        for (int row = 0; row < codes.length; row++) {
            double value = firsts[row] == row ? column.at(row) : Double.NaN;
            codes[row] = Double.isNaN(value) ? -1 : Arrays.binarySearch(values, value + 0.0);
            if (codes[row] >= 0) {
                counts[codes[row]]++;
            }
        }
        int shared = Arrays.stream(counts).filter(count -> count > 1).sum();
        long groups = Arrays.stream(counts).filter(count -> count > 1).count();
        if (groups < FEWEST_VALUES
                || shared < (named ? SHARED_IF_NAMED : SHARED) * column.rows()
                || (double) shared / groups > MOST_ROWS_PER_VALUE) {
            return Optional.empty();
        }
        if (table.inputs().stream().filter(other -> other != column).count() < FEWEST_OTHERS) {
            return Optional.empty();
        }
        return closeness(column, codes, counts, table.resemblanceWithout(column), named ? CLOSE_IF_NAMED : CLOSE)
                .map(close -> new Found(column, values.length, (double) shared / groups, close));
    }

    /** The closeness of rows with the same value; empty if it is not close or others explain it. */
    private Optional<Double> closeness(
            AuditedColumn column, int[] codes, int[] counts, Resemblance resemblance, double limit) {
        int[][] members = members(codes, counts);
        RandomGenerator random = AuditedTable.random();
        int[] shared = IntStream.range(0, codes.length)
                .filter(row -> codes[row] >= 0 && counts[codes[row]] > 1)
                .toArray();
        double[] same = new double[PAIRS];
        double[] next = new double[PAIRS];
        double[] other = new double[PAIRS];
        int sames = 0;
        int nexts = 0;
        int others = 0;
        int[] all = IntStream.range(0, codes.length).toArray();
        for (int i = 0; i < PAIRS; i++) {
            int row = shared[random.nextInt(shared.length)];
            int code = codes[row];
            int like = mate(row, members[code], random);
            int beside = code + 1 < members.length ? mate(row, members[code + 1], random) : -1;
            int any = mate(row, all, random);
            if (like >= 0) {
                same[sames++] = resemblance.distance(row, like);
            }
            if (beside >= 0) {
                next[nexts++] = resemblance.distance(row, beside);
            }
            if (any >= 0 && codes[any] != code) {
                other[others++] = resemblance.distance(row, any);
            }
        }
        if (sames < FEWEST_PAIRS || others < FEWEST_PAIRS) {
            return Optional.empty();
        }
        double usual = median(other, others);
        double close = median(same, sames) / usual;
        boolean ordered =
                !column.isNominal() && nexts >= FEWEST_PAIRS && 1 - median(next, nexts) / usual > (1 - close) / 2;
        return usual == 0 || close > limit || ordered ? Optional.empty() : Optional.of(close);
    }

    /** A random other row of the same class; −1 if a few tries find none. */
    private int mate(int row, int[] among, RandomGenerator random) {
        int[] labels = answers.labels();
        for (int i = 0; i < 10; i++) {
            int other = among[random.nextInt(among.length)];
            if (other != row && labels[other] == labels[row]) {
                return other;
            }
        }
        return -1;
    }

    private static int[][] members(int[] codes, int[] counts) {
        int[][] members = new int[counts.length][];
        for (int code = 0; code < counts.length; code++) {
            members[code] = new int[counts[code]];
        }
        int[] filled = new int[counts.length];
        for (int row = 0; row < codes.length; row++) {
            if (codes[row] >= 0) {
                members[codes[row]][filled[codes[row]]++] = row;
            }
        }
        return members;
    }

    private static double median(double[] values, int size) {
        double[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return size == 0 ? Double.NaN : sorted[size / 2];
    }
}
