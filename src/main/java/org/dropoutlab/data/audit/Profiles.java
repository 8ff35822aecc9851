package org.dropoutlab.data.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    private static final double SKEWED = 3;

    private Profiles() {}

    /**
     * The profile of a file.
     *
     * @param warnings those about it, some of which say why a column is ignored
     */
    public static DataProfile of(TableFile file, List<DataWarning> warnings) {
        List<TableSchema.Column> kinds = file.schema().columns();
        List<Described> columns = IntStream.range(0, kinds.size())
                .parallel()
                .mapToObj(i -> column(file.columns().get(i), kinds.get(i), file.schema(), warnings))
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
        if (new TimeCheck(AuditedTable.of(file)).isSortedByLabel()) {
            notes.add("the rows are sorted by %s; splits are shuffled, so this does no harm"
                    .formatted(file.schema().label()));
        }
        return new DataProfile(
                file.table().size(), columns.stream().map(Described::profile).toList(), notes);
    }

    /** A column with what only notes need. */
    private record Described(ColumnProfile profile, double skewness) {}

    private static Described column(
            ColumnValues values, TableSchema.Column kind, TableSchema schema, List<DataWarning> warnings) {
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
        AuditedColumn column = new AuditedColumn(
                values.name(), AuditedColumn.Use.UNUSED, values.words(), values.rows(), values.cells()::applyAsDouble);
        double[] sorted = column.sorted();
        int missing = values.rows() - sorted.length;
        List<int[]> runs = runs(sorted);
        if (sorted.length == 0) {
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
        boolean few = nominal
                || runs.size() <= BARS
                        && role == Role.LABEL
                        && !schema.classes().isEmpty();
        List<Category> categories = !few
                ? List.of()
                : runs.stream()
                        .sorted(Comparator.comparingInt(run -> run[0] - run[1]))
                        .limit(MOST_CATEGORIES)
                        .map(run -> new Category(
                                nominal ? column.words().get((int) sorted[run[0]]) : Numbers.shortly(sorted[run[0]]),
                                run[1] - run[0]))
                        .toList();
        Optional<Range> range = nominal ? Optional.empty() : Optional.of(range(sorted));
        return new Described(
                new ColumnProfile(
                        values.name(),
                        nominal
                                ? Kind.CATEGORY
                                : Arrays.stream(sorted).allMatch(number -> number == Math.rint(number))
                                        ? Kind.WHOLE_NUMBER
                                        : Kind.NUMBER,
                        missing,
                        Optional.of(runs.size()),
                        range,
                        categories,
                        few
                                ? categories.stream().map(Category::rows).toList()
                                : runs.size() <= BARS
                                        ? runs.stream()
                                                .map(run -> run[1] - run[0])
                                                .toList()
                                        : histogram(sorted),
                        fate,
                        role),
                range.map(spread -> skewness(sorted, spread)).orElse(0.0));
    }

    /** From and to of equal values. */
    private static List<int[]> runs(double[] sorted) {
        List<int[]> runs = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || sorted[i] != sorted[from]) {
                runs.add(new int[] {from, i});
                from = i;
            }
        }
        return runs;
    }

    private static Range range(double[] sorted) {
        double sum = 0;
        for (double number : sorted) {
            sum += number;
        }
        double mean = sum / sorted.length;
        double squares = 0;
        for (double number : sorted) {
            squares += (number - mean) * (number - mean);
        }
        return new Range(
                sorted[0],
                sorted[sorted.length / 2],
                mean,
                Math.sqrt(squares / Math.max(1, sorted.length - 1)),
                sorted[sorted.length - 1]);
    }

    private static double skewness(double[] sorted, Range range) {
        double cubes = 0;
        for (double number : sorted) {
            double steps = (number - range.mean()) / range.sd();
            cubes += steps * steps * steps;
        }
        return range.sd() == 0 ? 0 : cubes / sorted.length;
    }

    private static List<Integer> histogram(double[] sorted) {
        double low = sorted[0];
        double width = (sorted[sorted.length - 1] - low) / BARS;
        int[] bars = new int[BARS];
        for (double number : sorted) {
            bars[(int) Math.min(BARS - 1, (number - low) / width)]++;
        }
        return Arrays.stream(bars).boxed().toList();
    }

    private static Role role(TableSchema.Column kind) {
        if (kind instanceof TableSchema.Label) {
            return Role.LABEL;
        }
        if (kind instanceof TableSchema.Group || kind instanceof TableSchema.Time || kind instanceof TableSchema.Part) {
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
        if (kind instanceof TableSchema.Time) {
            return "the order of time, by which rows are split";
        }
        if (kind instanceof TableSchema.Part) {
            return "the part of the split";
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
            default -> Optional.empty();
        };
    }
}
