package org.dropoutlab.data.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.dropoutlab.data.Features;
import org.dropoutlab.data.Table;
import org.dropoutlab.data.table.ColumnValues;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableSchema;

/**
 * A table as the audit sees it: also columns that are no inputs, since they may say which rows belong together.
 *
 * @param columns all but the label
 * @param table what the network sees of them
 * @param answers the label
 */
public record AuditedTable(List<AuditedColumn> columns, Table table, Answers answers) {
    /** Most rows that a check looks at, if a sample tells as much as all. */
    static final int SAMPLE = 20_000;

    private static final long SEED = 18;

    public AuditedTable {
        columns = List.copyOf(columns);
    }

    /**
     * The label.
     *
     * @param name of its column
     * @param labels class of each row; for regression, the fifth of its target
     * @param classes names of the classes; none for regression
     * @param targets for regression, the target of each row
     */
    public record Answers(String name, int[] labels, List<String> classes, Optional<double[]> targets) {
        public Answers {
            classes = List.copyOf(classes);
        }

        /** The label of a table. */
        public static Answers of(String name, Table table) {
            return new Answers(name, table.labels(), table.classes(), table.targets());
        }

        boolean isRegression() {
            return targets.isPresent();
        }

        int kinds() {
            return isRegression() ? Table.TARGET_GROUPS : classes.size();
        }

        int rows() {
            return labels.length;
        }

        /** Share of each class, or fifth, among the rows. */
        double[] shares() {
            double[] shares = new double[kinds()];
            for (int label : labels) {
                shares[label] += 1.0 / labels.length;
            }
            return shares;
        }

        /** The probability that two rows by chance have the same label. */
        double agreement() {
            double sum = 0;
            for (double share : shares()) {
                sum += share * share;
            }
            return sum;
        }
    }

    /** The table of a file. */
    public static AuditedTable of(TableFile file) {
        List<TableSchema.Column> kinds = file.schema().columns();
        return new AuditedTable(
                IntStream.range(0, kinds.size())
                        .filter(i -> !(kinds.get(i) instanceof TableSchema.Label))
                        .mapToObj(i -> column(file.columns().get(i), kinds.get(i)))
                        .flatMap(Optional::stream)
                        .toList(),
                file.table(),
                Answers.of(file.schema().label(), file.table()));
    }

    private static AuditedColumn.Use use(TableSchema.Column kind) {
        if (kind instanceof TableSchema.Group) {
            return AuditedColumn.Use.GROUP;
        }
        if (kind instanceof TableSchema.Time) {
            return AuditedColumn.Use.TIME;
        }
        if (kind instanceof TableSchema.Part) {
            return AuditedColumn.Use.PART;
        }
        if (kind instanceof TableSchema.Dates && kind.inputs() > 0) {
            return AuditedColumn.Use.DATE;
        }
        return kind.inputs() > 0 ? AuditedColumn.Use.INPUT : AuditedColumn.Use.UNUSED;
    }

    /** Whether a column is used in this way. */
    boolean has(AuditedColumn.Use use) {
        return columns.stream().anyMatch(column -> column.use() == use);
    }

    private static Optional<AuditedColumn> column(ColumnValues values, TableSchema.Column kind) {
        if (values.kind() == ColumnValues.Kind.MANY_TEXTS) {
            return Optional.empty();
        }
        return Optional.of(new AuditedColumn(
                values.name(),
                use(kind),
                values.words(),
                kind instanceof TableSchema.Categorical ? 1 : kind.inputs(),
                values.rows(),
                values.cells()));
    }

    int rows() {
        return answers.rows();
    }

    List<AuditedColumn> inputs() {
        return columns.stream().filter(AuditedColumn::isInput).toList();
    }

    /** How rows resemble each other by all inputs but one column. */
    Resemblance resemblanceWithout(AuditedColumn column) {
        Features features = table.features();
        int from = 0;
        for (AuditedColumn input : inputs()) {
            if (input == column) {
                return Resemblance.of(features).without(features, from, input.features());
            }
            from += input.features();
        }
        return Resemblance.of(features);
    }

    /** All rows in random order, or a random sample of {@link #SAMPLE} if there are more. */
    int[] sample() {
        int[] order = IntStream.range(0, rows()).toArray();
        RandomGenerator random = random();
        int size = Math.min(SAMPLE, order.length);
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i, order.length);
            int row = order[i];
            order[i] = order[other];
            order[other] = row;
        }
        return Arrays.copyOf(order, size);
    }

    /** Random numbers that are the same each time: an audit of the same table says the same. */
    static RandomGenerator random() {
        return new SplittableRandom(SEED);
    }
}
