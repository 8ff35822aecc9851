package org.dropoutlab.data.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.dropoutlab.experiment.DataWarning;

/**
 * A label that drifts along a column of times or along the file: the rows differ in more than chance from one tenth of the
 * order to the next. A file that is sorted by its label is no sign of time, and neither is one in which the classes alternate.
 */
final class TimeCheck {
    private static final int FEWEST_ROWS = 60;
    private static final int BLOCKS = 10;
    private static final double CHANCE = 1e-5;
    /** Share of the label's variance that the tenths of the order explain, beyond chance. */
    private static final double DRIFTS = 0.05;
    /** Share of steps that go up in a column that the file is sorted by. */
    private static final double SORTED = 0.99;

    private static final int FEWEST_TIMES = 8;
    private static final int ROWS_PER_PIECE = 4;
    /** Names that people give to times, in English and in some other languages. */
    private static final Pattern NAMES = Pattern.compile(
            "(?i)(.*[^a-z])?(t|date|time|timestamp|datetime|year|month|week|day|hour|minute|second|quarter|period|season|epoch|step|tick"
                    + "|cycle|wave|datum|zeit|jahr|monat|woche|tag|stunde|fecha|jour|mois)s?([^a-z].*)?|.*(Date|Time|Year|Month|Day)");
    /** Runs of the same class, relative to what chance gives, above which classes alternate. */
    private static final double ALTERNATE = 1.3;

    private final AuditedTable table;
    private final AuditedTable.Answers answers;

    TimeCheck(AuditedTable table) {
        this.table = table;
        this.answers = table.answers();
    }

    Optional<DataWarning> warning() {
        if (table.rows() < FEWEST_ROWS) {
            return Optional.empty();
        }
        int[] file = IntStream.range(0, table.rows()).toArray();
        Optional<DataWarning> dated = table.columns().stream()
                .filter(column -> column.use() == AuditedColumn.Use.DATE)
                .map(column -> new Timed(column.name(), inOrderOf(column)))
                .filter(timed -> drift(timed.order()) > DRIFTS)
                .findFirst()
                .map(timed -> warning(timed.column(), drift(timed.order())));
        if (dated.isPresent() || isSortedByLabel() || alternates(file)) {
            return dated;
        }
        double drift = drift(file);
        if (drift <= DRIFTS) {
            return Optional.empty();
        }
        Optional<AuditedColumn> time = table.columns().stream()
                .filter(column ->
                        isSorted(column) && (NAMES.matcher(column.name()).matches() || counts(column)))
                .findFirst();
        if (time.isPresent()) {
            return Optional.of(warning(time.get().name(), drift));
        }
        return sortedBy().isPresent()
                ? Optional.empty()
                : Optional.of(new DataWarning(
                        DataWarning.Kind.TIME_ORDER,
                        List.of(),
                        "column %s changes along the file (%s), as it does if rows are in order of time; shuffled folds then also predict"
                                        .formatted(answers.name(), change(file))
                                + " earlier rows from later ones, so results are too optimistic for the future",
                        "if the order matters, add a column with the time or the row number and name it with --time"));
    }

    /** What is worth knowing about the order of the rows and no warning. */
    Optional<String> note() {
        if (isSortedByLabel()) {
            return Optional.of(
                    "the rows are sorted by %s; folds are shuffled, so this does no harm".formatted(answers.name()));
        }
        return table.has(AuditedColumn.Use.TIME) || table.rows() < FEWEST_ROWS
                ? Optional.empty()
                : sortedBy()
                        .map(column ->
                                ("the rows are sorted by %s, which does no harm unless it says when a row is from: then test"
                                                + " on later rows with --time %1$s")
                                        .formatted(column.name()));
    }

    /** The first column that the file is sorted by, whatever it is; categories count as sorted if each is in one piece. */
    private Optional<AuditedColumn> sortedBy() {
        return table.columns().stream()
                .filter(column -> isSorted(column) || isInPieces(column))
                .findFirst();
    }

    private static boolean isInPieces(AuditedColumn column) {
        if (!column.isNominal() || column.values().distinct().length < 2) {
            return false;
        }
        int pieces = 1;
        for (int row = 1; row < column.rows(); row++) {
            pieces += column.at(row) == column.at(row - 1) ? 0 : 1;
        }
        // Categories with a row each are always in pieces.
        return pieces == column.values().distinct().length && pieces <= column.rows() / ROWS_PER_PIECE;
    }

    /** Whether it numbers the rows. */
    private static boolean counts(AuditedColumn column) {
        double step = column.at(1) - column.at(0);
        for (int row = 1; row < column.rows(); row++) {
            if (column.at(row) - column.at(row - 1) != step) {
                return false;
            }
        }
        return Math.abs(step) == 1;
    }

    private record Timed(String column, int[] order) {}

    private DataWarning warning(String column, double drift) {
        return new DataWarning(
                DataWarning.Kind.TIME_ORDER,
                List.of(column),
                String.format(
                        Locale.ROOT,
                        "column %s changes with %s, which explains %.0f%% of its variance; shuffled folds also predict earlier rows from later"
                                + " ones, so results are too optimistic for the future",
                        answers.name(),
                        column,
                        100 * drift),
                "test on later rows than those in the training data with --time %s".formatted(column));
    }

    /** Whether a file is sorted by its label: each class, or the targets, in one or two pieces. */
    boolean isSortedByLabel() {
        if (answers.isRegression()) {
            double[] targets = answers.targets().orElseThrow();
            long up = IntStream.range(1, targets.length)
                    .filter(i -> targets[i] >= targets[i - 1])
                    .count();
            return up >= SORTED * (targets.length - 1) || up <= (1 - SORTED) * (targets.length - 1);
        }
        return runs(IntStream.range(0, table.rows()).toArray()) <= 2 * answers.kinds();
    }

    private int runs(int[] order) {
        int[] labels = answers.labels();
        return 1
                + (int) IntStream.range(1, order.length)
                        .filter(i -> labels[order[i]] != labels[order[i - 1]])
                        .count();
    }

    /** Whether classes take turns, at least in a part: somebody arranged them. */
    private boolean alternates(int[] order) {
        if (answers.isRegression()) {
            return false;
        }
        int part = order.length / 4;
        return IntStream.range(0, 4).anyMatch(i -> {
            int[] some = Arrays.copyOfRange(order, i * part, (i + 1) * part);
            double[] shares = new double[answers.kinds()];
            for (int row : some) {
                shares[answers.labels()[row]] += 1.0 / some.length;
            }
            double same = Arrays.stream(shares).map(share -> share * share).sum();
            return runs(some) > ALTERNATE * (1 + (some.length - 1) * (1 - same));
        });
    }

    private int[] inOrderOf(AuditedColumn column) {
        int[] there = IntStream.range(0, column.rows())
                .filter(row -> !Double.isNaN(column.at(row)))
                .toArray();
        int[] order =
                Orders.ascending(Arrays.stream(there).mapToDouble(column::at).toArray());
        return Arrays.stream(order).map(i -> there[i]).toArray();
    }

    /** Whether the file is sorted by a column of numbers. */
    private boolean isSorted(AuditedColumn column) {
        if (column.isNominal()) {
            return false;
        }
        int up = 0;
        int down = 0;
        for (int row = 1; row < column.rows(); row++) {
            double step = column.at(row) - column.at(row - 1);
            up += step >= 0 ? 1 : 0;
            down += step <= 0 ? 1 : 0;
        }
        return Math.max(up, down) >= SORTED * (column.rows() - 1)
                && column.values().distinct().length >= FEWEST_TIMES;
    }

    /** The share of the label's variance that the tenths of an order explain, beyond chance; 0 if chance may explain it. */
    private double drift(int[] order) {
        if (order.length < FEWEST_ROWS) {
            return 0;
        }
        return answers.isRegression() ? ofNumbers(order) : ofClasses(order);
    }

    /** For each class, its indicator's variance between blocks: Pearson's chi-square over the number of rows. */
    private double ofClasses(int[] order) {
        int kinds = answers.kinds();
        double[][] counts = new double[BLOCKS][kinds];
        double[] sizes = new double[BLOCKS];
        double[] all = new double[kinds];
        for (int i = 0; i < order.length; i++) {
            int block = (int) ((long) i * BLOCKS / order.length);
            counts[block][answers.labels()[order[i]]]++;
            sizes[block]++;
            all[answers.labels()[order[i]]]++;
        }
        double statistic = 0;
        int there = 0;
        for (int kind = 0; kind < kinds; kind++) {
            if (all[kind] > 0) {
                there++;
                for (int block = 0; block < BLOCKS; block++) {
                    double expected = all[kind] * sizes[block] / order.length;
                    statistic += (counts[block][kind] - expected) * (counts[block][kind] - expected) / expected;
                }
            }
        }
        int freedom = (BLOCKS - 1) * (there - 1);
        return share(statistic, freedom, (double) order.length * Math.max(1, there - 1));
    }

    private double ofNumbers(int[] order) {
        double[] targets = answers.targets().orElseThrow();
        double[] ranks = Correlations.ranks(
                Arrays.stream(order).mapToDouble(row -> targets[row]).toArray());
        double mean = (ranks.length + 1) / 2.0;
        double[] sums = new double[BLOCKS];
        double[] sizes = new double[BLOCKS];
        double total = 0;
        for (int i = 0; i < ranks.length; i++) {
            int block = (int) ((long) i * BLOCKS / order.length);
            sums[block] += ranks[i] - mean;
            sizes[block]++;
            total += (ranks[i] - mean) * (ranks[i] - mean);
        }
        double between = 0;
        for (int block = 0; block < BLOCKS; block++) {
            between += sums[block] * sums[block] / sizes[block];
        }
        // Kruskal and Wallis's statistic.
        return total == 0 ? 0 : share((ranks.length - 1) * between / total, BLOCKS - 1, ranks.length - 1);
    }

    private static double share(double statistic, int freedom, double largest) {
        if (freedom < 1 || ChiSquaredDistribution.of(freedom).survivalProbability(statistic) > CHANCE) {
            return 0;
        }
        return (statistic - freedom) / largest;
    }

    /** What becomes of the label from the first third of the rows to the last. */
    private String change(int[] order) {
        int third = order.length / 3;
        if (answers.isRegression()) {
            double[] targets = answers.targets().orElseThrow();
            return String.format(
                    Locale.ROOT,
                    "on average %.4g in the first third, %.4g in the last",
                    Arrays.stream(order, 0, third)
                            .mapToDouble(row -> targets[row])
                            .average()
                            .orElse(0),
                    Arrays.stream(order, order.length - third, order.length)
                            .mapToDouble(row -> targets[row])
                            .average()
                            .orElse(0));
        }
        int[] labels = answers.labels();
        double[] first = new double[answers.kinds()];
        double[] last = new double[answers.kinds()];
        for (int i = 0; i < third; i++) {
            first[labels[order[i]]] += 1.0 / third;
            last[labels[order[order.length - 1 - i]]] += 1.0 / third;
        }
        int most = IntStream.range(0, first.length)
                .reduce((one, other) ->
                        Math.abs(last[one] - first[one]) >= Math.abs(last[other] - first[other]) ? one : other)
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "'%s' in %.0f%% of the first third, %.0f%% of the last",
                answers.classes().get(most),
                100 * first[most],
                100 * last[most]);
    }
}
