package org.dropoutlab.data.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dropoutlab.data.ColumnProfile;
import org.dropoutlab.data.ColumnProfile.Category;
import org.dropoutlab.data.ColumnProfile.Kind;
import org.dropoutlab.data.ColumnProfile.Range;
import org.dropoutlab.data.ColumnProfile.Role;
import org.dropoutlab.data.DataProfile;
import org.dropoutlab.data.table.ColumnValues;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.experiment.DataWarning;

/** What the columns of a file hold. */
public final class Profiles {
    /** Bars of a histogram. */
    private static final int BARS = 12;

    private static final int MOST_CATEGORIES = 12;
    /** Up to so many different numbers, each is listed. */
    private static final int FEW = 5;

    private static final double SKEWED = 3;

    private Profiles() {}

    /**
     * The profile of a file.
     *
     * @param warnings those about it, some of which say why a column is ignored
     */
    public static DataProfile of(TableFile file, List<DataWarning> warnings) {
        return of(file, AuditedTable.of(file), warnings);
    }

    static DataProfile of(TableFile file, AuditedTable table, List<DataWarning> warnings) {
        List<TableSchema.Column> kinds = file.schema().columns();
        List<Described> columns = IntStream.range(0, kinds.size())
                .parallel()
                .mapToObj(i -> column(file.columns().get(i), table, kinds.get(i), file.schema(), warnings))
                .toList();
        List<String> notes = new ArrayList<>();
        List<String> skewed = columns.stream()
                .filter(column ->
                        Math.abs(column.skewness()) > SKEWED && column.profile().role() == Role.INPUT)
                .map(column -> column.profile().name())
                .toList();
        if (!skewed.isEmpty()) {
            notes.add("strongly skewed, where a logarithm may help a network: " + String.join(", ", skewed));
        }
        new TimeCheck(table).note().ifPresent(notes::add);
        return new DataProfile(
                file.table().size(), columns.stream().map(Described::profile).toList(), notes);
    }

    /** A column with what only notes need. */
    private record Described(ColumnProfile profile, double skewness) {}

    private static Described column(
            ColumnValues values,
            AuditedTable table,
            TableSchema.Column kind,
            TableSchema schema,
            List<DataWarning> warnings) {
        String fate = fate(kind, schema, warnings);
        Role role = role(kind);
        if (values.kind() == ColumnValues.Kind.MANY_TEXTS) {
            return new Described(
                    new ColumnProfile(
                            values.name(),
                            Kind.TEXT,
                            0,
                            Optional.empty(),
                            Optional.empty(),
                            List.of(),
                            List.of(),
                            fate,
                            role),
                    0);
        }
        AuditedColumn column = table.columns().stream()
                .filter(known -> known.name().equals(values.name()))
                .findFirst()
                .orElseGet(() -> new AuditedColumn(
                        values.name(), AuditedColumn.Use.UNUSED, values.words(), 0, values.rows(), values.cells()));
        AuditedColumn.Values found = column.values();
        int missing = found.missing();
        double[] distinct = found.distinct();
        int[] counts = found.counts();
        if (distinct.length == 0) {
            return new Described(
                    new ColumnProfile(
                            values.name(),
                            Kind.EMPTY,
                            missing,
                            Optional.of(0),
                            Optional.empty(),
                            List.of(),
                            List.of(),
                            fate,
                            role),
                    0);
        }
        boolean nominal = column.isNominal();
        boolean few = nominal || (distinct.length <= FEW && !(kind instanceof TableSchema.Dates));
        List<Category> categories = !few
                ? List.of()
                : IntStream.range(0, distinct.length)
                        .boxed()
                        .sorted(Comparator.comparingInt(i -> nominal ? -counts[i] : i))
                        .limit(MOST_CATEGORIES)
                        .map(i -> new Category(
                                nominal ? column.words().get((int) distinct[i]) : Numbers.shortly(distinct[i]),
                                counts[i]))
                        .toList();
        int most = Arrays.stream(counts).max().orElse(0);
        Optional<Range> range = nominal ? Optional.empty() : Optional.of(range(found));
        return new Described(
                new ColumnProfile(
                        values.name(),
                        kind(kind, column, found),
                        missing,
                        Optional.of(distinct.length),
                        range,
                        categories,
                        nominal && distinct.length > 1 && most == 1
                                ? List.of()
                                : few
                                        ? categories.stream()
                                                .map(Category::rows)
                                                .toList()
                                        : distinct.length <= BARS
                                                ? Arrays.stream(counts).boxed().toList()
                                                : histogram(found),
                        fate,
                        role),
                range.map(spread -> spread.sd() == 0 ? 0 : found.moment(3) / Math.pow(spread.sd(), 3))
                        .orElse(0.0));
    }

    private static Kind kind(TableSchema.Column kind, AuditedColumn column, AuditedColumn.Values values) {
        if (kind instanceof TableSchema.Truth) {
            return Kind.TRUTH;
        }
        if (kind instanceof TableSchema.Dates) {
            return Kind.DATE;
        }
        if (column.isNominal()) {
            return Kind.CATEGORY;
        }
        return values.areWhole() ? Kind.WHOLE_NUMBER : Kind.NUMBER;
    }

    private static Range range(AuditedColumn.Values values) {
        int rows = values.there();
        double[] distinct = values.distinct();
        return new Range(
                distinct[0],
                values.median(),
                values.mean(),
                values.deviation() * Math.sqrt(rows / Math.max(1, rows - 1.0)),
                distinct[distinct.length - 1]);
    }

    private static List<Integer> histogram(AuditedColumn.Values values) {
        double[] distinct = values.distinct();
        double low = distinct[0];
        double width = (distinct[distinct.length - 1] - low) / BARS;
        int[] bars = new int[BARS];
        for (int i = 0; i < distinct.length; i++) {
            bars[(int) Math.min(BARS - 1, (distinct[i] - low) / width)] += values.counts()[i];
        }
        return Arrays.stream(bars).boxed().toList();
    }

    private static Role role(TableSchema.Column kind) {
        if (kind instanceof TableSchema.Label) {
            return Role.LABEL;
        }
        if (kind instanceof TableSchema.Group
                || kind instanceof TableSchema.Time
                || kind instanceof TableSchema.Part
                || kind instanceof TableSchema.Sequence) {
            return Role.SPLIT;
        }
        return kind.inputs() > 0 ? Role.INPUT : Role.IGNORED;
    }

    private static String fate(TableSchema.Column kind, TableSchema schema, List<DataWarning> warnings) {
        if (kind instanceof TableSchema.Label) {
            return schema.classes().isEmpty()
                    ? "label: a number"
                    : "label: %d classes".formatted(schema.classes().size());
        }
        if (kind instanceof TableSchema.Group) {
            return "rows with the same value stay together";
        }
        if (kind instanceof TableSchema.Sequence) {
            return "the sequence that a row is a step of";
        }
        if (kind instanceof TableSchema.Time && schema.isOfSequences()) {
            return "the order of the steps of a sequence";
        }
        if (kind instanceof TableSchema.Time) {
            return "the order of time, by which rows are split";
        }
        if (kind instanceof TableSchema.Part) {
            return "the part of the split";
        }
        if (kind instanceof TableSchema.Amount amount) {
            return amount.unit().isEmpty() ? "input" : "input, in " + amount.unit();
        }
        if (kind instanceof TableSchema.Truth truth) {
            return "input, 1 for " + truth.yes();
        }
        if (kind instanceof TableSchema.Dates dates && kind.inputs() > 0) {
            return dates.parts().stream()
                    .map(part -> part.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", ", "inputs: ", ""));
        }
        if (kind instanceof TableSchema.Numeric) {
            return "input";
        }
        if (kind instanceof TableSchema.Categorical) {
            return String.format(Locale.ROOT, "one-hot, %d input%s", kind.inputs(), kind.inputs() == 1 ? "" : "s");
        }
        return warnings.stream()
                .filter(warning -> warning.columns().contains(kind.name()))
                .flatMap(warning -> reason(warning.kind()).stream())
                .findFirst()
                .map("ignored: "::concat)
                .orElse("ignored");
    }

    private static Optional<String> reason(DataWarning.Kind kind) {
        return switch (kind) {
            case IDENTIFIER -> Optional.of("identifier");
            case CONSTANT -> Optional.of("constant");
            case MANY_CATEGORIES -> Optional.of("too many categories");
            default -> Optional.empty();
        };
    }
}
