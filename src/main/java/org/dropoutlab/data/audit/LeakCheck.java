package org.dropoutlab.data.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dropoutlab.experiment.DataWarning;

/**
 * Columns that tell the label alone, which a column can hardly do unless it is a consequence of the label: a rule is learnt on
 * half of the rows and scored on the others, so that a column with a different value in each row tells nothing.
 */
final class LeakCheck {
    /** The balanced accuracy from which on a column tells the label. Iris, whose petals are famous for it, is at 0.95. */
    private static final double TELLS = 0.97;
    /** The same for R². */
    private static final double TELLS_NUMBERS = 0.98;

    private static final int FEWEST_ROWS = 20;
    private static final int SAMPLE = 2000;
    /** Up to so many different numbers, each is looked at by itself: they may be codes. */
    private static final int MOST_CODES = 30;

    private static final int ROWS_PER_VALUE = 5;
    /** With so many values, a column may be one that says which rows belong together. */
    private static final int MANY_VALUES = 15;
    /** Classes with fewer rows are left out of the mean over classes. */
    private static final int FEWEST_OF_CLASS = 8;
    /** Rows that must be filled in, or not, for one class alone. */
    private static final int FEWEST_FILLED = 10;

    private static final double SHARE_FILLED = 0.3;
    private static final double RARE = 0.05;
    private static final double CHANCE = 1e-6;

    private final AuditedTable table;
    private final AuditedTable.Answers answers;
    private final int[] rows;

    LeakCheck(AuditedTable table) {
        this.table = table;
        this.answers = table.answers();
        this.rows =
                answers.isRegression() ? Arrays.copyOf(table.sample(), Math.min(table.rows(), SAMPLE)) : stratified();
    }

    List<DataWarning> warnings() {
        if (table.rows() < FEWEST_ROWS) {
            return List.of();
        }
        return table.inputs().parallelStream()
                .flatMap(column -> warning(column).stream())
                .toList();
    }

    private Optional<DataWarning> warning(AuditedColumn column) {
        if (answers.isRegression()) {
            double told = explained(column);
            return told < TELLS_NUMBERS
                    ? Optional.empty()
                    : Optional.of(
                            tells(column, String.format(Locale.ROOT, "explains %.1f%% of its variance", 100 * told)));
        }
        double accuracy = balancedAccuracy(column);
        return accuracy < TELLS
                ? onlyFilledIn(column)
                : Optional.of(
                        tells(column, String.format(Locale.ROOT, "a balanced accuracy of %.1f%%", 100 * accuracy)));
    }

    private DataWarning tells(AuditedColumn column, String how) {
        return leak(
                column,
                answers.isRegression()
                        ? "column %s alone tells %s: it %s".formatted(column.name(), answers.name(), how)
                        : "column %s alone tells %s, with %s".formatted(column.name(), answers.name(), how));
    }

    private DataWarning leak(AuditedColumn column, String found) {
        return new DataWarning(
                DataWarning.Kind.LEAK,
                List.of(column.name()),
                found + "; if it is known only afterwards, or was derived from the label, the results mean nothing",
                (!couldBeGroups(column)
                                ? "leave it out with --ignore %s, unless it is known when you predict"
                                : "leave it out with --ignore %s, or keep its rows together with --group %1$s, unless new rows have"
                                        + " these values, too")
                        .formatted(column.name()));
    }

    /** Whether its values could say which rows belong together: names or whole numbers, each in several rows. */
    private static boolean couldBeGroups(AuditedColumn column) {
        int values = column.values().distinct().length;
        return values >= MANY_VALUES
                && 2 * values <= column.rows()
                && (column.isNominal() || column.values().areWhole());
    }

    /** The balanced accuracy of the best simple rule from this column, on rows that it was not made from. */
    double balancedAccuracy(AuditedColumn column) {
        double[] distinct = column.values().distinct();
        boolean codes = column.isNominal() || distinct.length <= MOST_CODES;
        if ((distinct.length < 2 && column.values().missing() == 0)
                || (column.isNominal() && distinct.length * ROWS_PER_VALUE > column.rows())) {
            return 0;
        }
        double[] values = Arrays.stream(rows).mapToDouble(column::at).toArray();
        int[] labels = Arrays.stream(rows).map(row -> answers.labels()[row]).toArray();
        int[] right = new int[answers.kinds()];
        int[] all = new int[answers.kinds()];
        // Rows of a class follow each other: one half is the even ones.
        for (int half = 0; half < 2; half++) {
            int tested = half;
            int[] learnt =
                    IntStream.range(0, rows.length).filter(i -> i % 2 != tested).toArray();
            double[] bounds = codes ? distinct : new Intervals(values, labels, answers.kinds()).bounds(learnt);
            int[] rule = rule(values, labels, learnt, bounds);
            for (int i = half; i < rows.length; i += 2) {
                all[labels[i]]++;
                right[labels[i]] += rule[place(bounds, values[i])] == labels[i] ? 1 : 0;
            }
        }
        double[] shares = IntStream.range(0, all.length)
                .filter(label -> all[label] >= FEWEST_OF_CLASS)
                .mapToDouble(label -> (double) right[label] / all[label])
                .toArray();
        return shares.length < 2 ? 0 : Arrays.stream(shares).average().orElse(0);
    }

    /** The class with the largest share of its rows at each place; the most frequent of all where there was none. */
    private int[] rule(double[] values, int[] labels, int[] learnt, double[] bounds) {
        double[][] shares = new double[bounds.length + 2][answers.kinds()];
        int[] all = new int[answers.kinds()];
        for (int i : learnt) {
            all[labels[i]]++;
        }
        for (int i : learnt) {
            shares[place(bounds, values[i])][labels[i]] += 1.0 / all[labels[i]];
        }
        int usual = most(all);
        return Arrays.stream(shares)
                .mapToInt(share -> {
                    int most = usual;
                    for (int label = 0; label < share.length; label++) {
                        most = share[label] > share[most] ? label : most;
                    }
                    return most;
                })
                .toArray();
    }

    /** All rows, or a random sample of so many in all, with as many of each class; those of a class one after another. */
    private int[] stratified() {
        int kinds = answers.kinds();
        int most = Math.max(FEWEST_OF_CLASS, SAMPLE / kinds);
        int[] taken = new int[kinds];
        List<List<Integer>> byClass = new ArrayList<>();
        for (int kind = 0; kind < kinds; kind++) {
            byClass.add(new ArrayList<>());
        }
        for (int row : table.sample()) {
            if (taken[answers.labels()[row]]++ < most) {
                byClass.get(answers.labels()[row]).add(row);
            }
        }
        return byClass.stream().flatMap(List::stream).mapToInt(row -> row).toArray();
    }

    private static int most(int[] counts) {
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return most;
    }

    /** Number of bounds up to the value; one more than all for a missing one. */
    private static int place(double[] bounds, double value) {
        if (Double.isNaN(value)) {
            return bounds.length + 1;
        }
        int found = Arrays.binarySearch(bounds, value);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** A column that only rows of one class have a value in, or only rows of one class have none in. */
    private Optional<DataWarning> onlyFilledIn(AuditedColumn column) {
        if (column.values().missing() == 0) {
            return Optional.empty();
        }
        int[] filled = new int[answers.kinds()];
        int[] missing = new int[answers.kinds()];
        for (int row = 0; row < table.rows(); row++) {
            (Double.isNaN(column.at(row)) ? missing : filled)[answers.labels()[row]]++;
        }
        return onlyClass(filled, missing)
                .map(label -> "column %s is filled in only where %s is %s"
                        .formatted(
                                column.name(), answers.name(), answers.classes().get(label)))
                .or(() -> onlyClass(missing, filled).map(label -> "column %s is empty only where %s is %s"
                        .formatted(
                                column.name(), answers.name(), answers.classes().get(label))))
                .map(found -> leak(column, found));
    }

    private static Optional<Integer> onlyClass(int[] these, int[] others) {
        int label = most(these);
        int count = Arrays.stream(these).sum();
        int own = these[label] + others[label];
        double share = (double) own / (count + Arrays.stream(others).sum());
        boolean only = these[label] == count
                && count >= FEWEST_FILLED
                && Arrays.stream(others).sum() > 0
                && count >= SHARE_FILLED * own
                && (these.length == 2 || share >= RARE)
                && Math.pow(share, count) < CHANCE;
        return only ? Optional.of(label) : Optional.empty();
    }

    /** R² of the target by this column. */
    private double explained(AuditedColumn column) {
        int[] there =
                Arrays.stream(rows).filter(row -> !Double.isNaN(column.at(row))).toArray();
        double[] values = Arrays.stream(there).mapToDouble(column::at).toArray();
        double[] targets = Arrays.stream(there)
                .mapToDouble(row -> answers.targets().orElseThrow()[row])
                .toArray();
        if (there.length < FEWEST_ROWS
                || Arrays.stream(values).distinct().limit(3).count() < 2
                || Arrays.stream(targets).distinct().limit(3).count() < 2) {
            return 0;
        }
        return column.isNominal() ? byCategory(values, targets, column.words().size()) : byNumber(values, targets);
    }

    private static double byNumber(double[] values, double[] targets) {
        return Math.max(
                square(Correlations.pearson(values, targets)),
                square(Correlations.pearson(Correlations.ranks(values), Correlations.ranks(targets))));
    }

    private static double byCategory(double[] values, double[] targets, int categories) {
        double residual = 0;
        double total = 0;
        int half = values.length / 2;
        double mean = Arrays.stream(targets).average().orElseThrow();
        for (boolean first : new boolean[] {true, false}) {
            double[] sums = new double[categories];
            int[] counts = new int[categories];
            for (int i = first ? half : 0; i < (first ? values.length : half); i++) {
                sums[(int) values[i]] += targets[i];
                counts[(int) values[i]]++;
            }
            for (int i = first ? 0 : half; i < (first ? half : values.length); i++) {
                int category = (int) values[i];
                double guess = counts[category] == 0 ? mean : sums[category] / counts[category];
                residual += square(targets[i] - guess);
                total += square(targets[i] - mean);
            }
        }
        return 1 - residual / total;
    }

    private static double square(double x) {
        return x * x;
    }

    /** Intervals of numbers in which one class prevails, each made by the split that tells most. */
    private static final class Intervals {
        private static final double SMALLEST_SHARE = 0.01;
        private static final int SMALLEST = 3;

        private final double[] values;
        private final int[] labels;
        private final int kinds;

        Intervals(double[] values, int[] labels, int kinds) {
            this.values = values;
            this.labels = labels;
            this.kinds = kinds;
        }

        /** The lower bounds of all intervals but the first, ascending. */
        double[] bounds(int[] learnt) {
            int[] there =
                    Arrays.stream(learnt).filter(i -> !Double.isNaN(values[i])).toArray();
            int[] order = Orders.ascending(
                    Arrays.stream(there).mapToDouble(i -> values[i]).toArray());
            for (int i = 0; i < order.length; i++) {
                order[i] = there[order[i]];
            }
            List<int[]> parts = new ArrayList<>(List.of(new int[] {0, order.length}));
            List<Double> bounds = new ArrayList<>();
            int least = Math.max(SMALLEST, (int) (SMALLEST_SHARE * order.length));
            for (int cut = 0; cut < 2 * kinds; cut++) {
                double most = 1e-9;
                int at = -1;
                int[] best = null;
                for (int[] part : parts) {
                    double[] split = bestSplit(order, part[0], part[1], least);
                    if (split[1] > most) {
                        most = split[1];
                        at = (int) split[0];
                        best = part;
                    }
                }
                if (best == null) {
                    break;
                }
                parts.remove(best);
                parts.add(new int[] {best[0], at});
                parts.add(new int[] {at, best[1]});
                bounds.add((values[order[at - 1]] + values[order[at]]) / 2);
            }
            return bounds.stream().mapToDouble(bound -> bound).sorted().toArray();
        }

        /** The split of {@code from} to {@code to} − 1 that lowers the Gini impurity most, and by how much. */
        private double[] bestSplit(int[] order, int from, int to, int least) {
            double[] left = new double[kinds];
            double[] right = new double[kinds];
            for (int i = from; i < to; i++) {
                right[labels[order[i]]]++;
            }
            double leftSquares = 0;
            double rightSquares = 0;
            for (double count : right) {
                rightSquares += count * count;
            }
            double before = rightSquares / (to - from);
            double[] best = {-1, 0};
            for (int i = from; i < to - 1; i++) {
                int label = labels[order[i]];
                leftSquares += 2 * left[label]++ + 1;
                rightSquares -= 2 * right[label]-- - 1;
                int size = i + 1 - from;
                if (size >= least && to - i - 1 >= least && values[order[i]] < values[order[i + 1]]) {
                    double gain = leftSquares / size + rightSquares / (to - i - 1) - before;
                    if (gain > best[1]) {
                        best = new double[] {i + 1, gain};
                    }
                }
            }
            return best;
        }
    }
}
