package org.dropoutlab.data.table;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.data.table.TableLayout.DateOrder;
import org.dropoutlab.data.table.TableLayout.DecimalMark;
import org.dropoutlab.data.table.TableSchema.Column;
import org.dropoutlab.data.table.TableSchema.Dates;
import org.dropoutlab.data.table.TableSchema.Dates.Feature;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.DataWarning.Kind;

/** Decides what a column is, from all of its cells. */
final class ColumnTypes {
    /** Fewer rows tell nothing about identifiers. */
    private static final int LEAST_FOR_IDENTIFIERS = 10;
    /**
     * Equal values that would be expected of whole numbers drawn at random from their range. If there are none where ten are expected,
     * which has a probability of exp(−10), they were not drawn but numbered.
     */
    private static final double EXPECTED_COLLISIONS = 10;

    private static final int FIRST_ROWS = 2_000;
    private static final double NEARLY_EACH = 0.9;
    private static final double OFTEN = 0.5;
    private static final int LEAST_FOR_RARE = 20;
    private static final int MOST_LISTED = 5;
    private static final Pattern IDENTIFIER = Pattern.compile(
            "(?i)(.*[^a-z])?(id|ids|nr|uuid|guid|key|code|rownames?|row\\.?names?|index|idx|serial|barcode)([^a-z].*)?|unnamed: ?0|.*[a-z](ID|Id|Nr)");
    private static final Pattern NAMED_ID = Pattern.compile("(?i)(.*[^a-z])?(id|uuid|guid)|.*[a-z](ID|Id)");
    private static final Pattern IN_TIME = Pattern.compile(
            "(?i)(.*[^a-z])?(year|yr|jahr|month|monat|day|tag|date|datum|time|zeit|week|woche|hour|age|alter|step|epoch)s?([^a-z].*)?");
    private static final Pattern DATE = Pattern.compile("(?i).*(date|datum|day|tag|dt|time|zeit|fecha|jour|data).*");
    private static final List<Set<String>> TRUTHS = Stream.of(
                    "yes no",
                    "y n",
                    "true false",
                    "t f",
                    "ja nein",
                    "j n",
                    "oui non",
                    "o n",
                    "si no",
                    "s\u00ed no",
                    "s\u00ec no",
                    "on off",
                    "wahr falsch",
                    "vrai faux",
                    "sim n\u00e3o",
                    "tak nie",
                    "ano ne")
            .map(words -> Set.of(words.split(" ")))
            .toList();
    private static final Set<String> TRUE_WORDS = Set.of(
            "yes", "y", "true", "t", "ja", "j", "oui", "o", "si", "s\u00ed", "s\u00ec", "on", "wahr", "vrai", "sim",
            "tak", "ano");
    private static final Set<String> TOTALS =
            Set.of("total", "totals", "sum", "summe", "gesamt", "grand total", "subtotal", "insgesamt");

    private final TableOptions options;
    private final RowLines lines;
    private final Faults faults;
    private final List<String> decisions;
    private final List<DataWarning> warnings;
    /** What is said of many columns in one line, in order of columns. */
    private final Map<String, String> missing = new LinkedHashMap<>();

    private int missingCells;
    private final Map<String, TableSchema.Truth> truths = new LinkedHashMap<>();
    private Optional<DateOrder> orderOfOthers = Optional.empty();

    ColumnTypes(
            TableOptions options, RowLines lines, Faults faults, List<String> decisions, List<DataWarning> warnings) {
        this.options = options;
        this.lines = lines;
        this.faults = faults;
        this.decisions = decisions;
        this.warnings = warnings;
    }

    /** Notes a column whose dates have only one possible order, for others that have several. */
    void learnOrder(FileColumn column) {
        if (options.layout().dateOrder().isEmpty()) {
            column.asMoments()
                    .flatMap(moments -> orders(column, moments).surely())
                    .ifPresent(order -> {
                        if (order != DateOrder.YMD && orderOfOthers.isEmpty()) {
                            orderOfOthers = Optional.of(order);
                        }
                    });
        }
    }

    /** The column and the numbers of its inputs. */
    record Typed(Column column, List<FileColumn.Cells> cells) {}

    /**
     * An input column.
     *
     * @param kept whether the user wants it even if it looks like an identifier
     * @param asText whether the user wants its values as categories
     * @param needed whether nothing is left if it is ignored
     */
    Typed input(String name, FileColumn column, boolean kept, boolean asText, boolean needed) {
        if (column.isEmpty()) {
            warn(Kind.CONSTANT, name, "column %s is empty and is ignored".formatted(name), "");
            return ignored(name);
        }
        sayCodes(name, column);
        if (!asText && (column.isNumeric() || column.isNumericButForFaults())) {
            return number(name, column, kept, needed);
        }
        Optional<FileColumn.Moments> moments = asText ? Optional.empty() : column.asMoments();
        return moments.isPresent() ? dates(name, column, moments.get()) : text(name, column, kept || asText, needed);
    }

    /** Says what is read as text although it has numbers. */
    void sayCodes(String name, FileColumn column) {
        column.code()
                .ifPresent(code -> decisions.add(
                        "column %s has codes such as '%s', read as categories (--numbers %1$s reads numbers)"
                                .formatted(name, code)));
        if (!column.mixedCurrencies().isEmpty() && !column.isNumeric() && !column.isNumericButForFaults()) {
            warn(
                    Kind.MIXED_CURRENCIES,
                    name,
                    "column %s has amounts in several currencies (%s), read as texts and not as numbers"
                            .formatted(name, String.join(", ", column.mixedCurrencies())),
                    "convert them to one currency, or use --numbers %s to read them as if they were".formatted(name));
        }
    }

    private Typed ignored(String name) {
        return new Typed(new TableSchema.Ignored(name), List.of());
    }

    private void warn(Kind kind, String name, String message, String remedy) {
        warnings.add(new DataWarning(kind, List.of(name), message, remedy));
    }

    /** Lists the cells of a column of numbers that are none. */
    void requireNumbers(String name, FileColumn column) {
        for (FileColumn.Place place : column.textsAmongNumbers()) {
            faults.cell(place.row(), lines.line(place.row()), name, notANumber(place.text(), column.decimal()));
        }
        for (FileColumn.Place place : column.slips()) {
            faults.cell(place.row(), lines.line(place.row()), name, "'%s' is not a number".formatted(place.text()));
        }
        if (column.firstInfinite().isPresent()) {
            FileColumn.Cells cells = column.asNumbers();
            for (int row = 0; row < column.rows(); row++) {
                if (Double.isInfinite(cells.at(row))) {
                    faults.cell(
                            row,
                            lines.line(row),
                            name,
                            "'%s' is not a finite number"
                                    .formatted(
                                            row == column.firstInfinite().get().row()
                                                    ? column.firstInfinite()
                                                            .get()
                                                            .text()
                                                    : "infinity"));
                }
            }
        }
    }

    private static String notANumber(String text, DecimalMark decimal) {
        DecimalMark other = decimal == DecimalMark.POINT ? DecimalMark.COMMA : DecimalMark.POINT;
        return MarkedNumber.of(text, decimal).isEmpty()
                        && MarkedNumber.of(text, other).isPresent()
                ? "'%s' is not a number with a decimal %s"
                        .formatted(text, decimal.name().toLowerCase(Locale.ROOT))
                : "'%s' is not a number".formatted(text);
    }

    private Typed number(String name, FileColumn column, boolean kept, boolean needed) {
        requireNumbers(name, column);
        FileColumn.Cells cells = column.asNumbers();
        Spread spread = Spread.of(cells, column.rows());
        if (spread.min == spread.max && !needed) {
            warn(
                    Kind.CONSTANT,
                    name,
                    "column %s is %s in every row and is ignored".formatted(name, Cell.className(spread.min)),
                    "");
            return ignored(name);
        }
        if (spread.whole && isCompactDates(name, cells, column.rows(), spread)) {
            return dates(
                    name,
                    column,
                    row -> Double.isNaN(cells.at(row)) ? Moment.NONE : Moment.compact((long) cells.at(row)));
        }
        Optional<String> identifier = identifier(name, cells, column.rows(), spread);
        if (identifier.isPresent() && !kept && !needed) {
            warn(
                    Kind.IDENTIFIER,
                    name,
                    "column %s looks like an identifier (%s) and is ignored".formatted(name, identifier.get()),
                    "use --keep %s to make it an input".formatted(name));
            return ignored(name);
        }
        if (identifier.isEmpty() && spread.counts() && spread.count > 2 && spread.count < LEAST_FOR_IDENTIFIERS) {
            decisions.add("column %s looks like a row number; leave it out with --ignore %1$s unless it is meaningful"
                    .formatted(name));
        }
        sayMissing(name, column, true);
        String unit = unit(name, column);
        boolean plain = column.decimal() == DecimalMark.POINT
                && unit.isEmpty()
                && column.thousands().isEmpty()
                && column.units().isEmpty();
        return new Typed(
                plain ? new TableSchema.Numeric(name) : new TableSchema.Amount(name, column.decimal(), unit),
                List.of(cells));
    }

    /** Says the marks of a column's numbers; its unit, or nothing. */
    String unit(String name, FileColumn column) {
        column.thousands()
                .ifPresent(mark ->
                        decisions.add("column %s has %s between thousands".formatted(name, MarkedNumber.called(mark))));
        Map<String, Integer> units = column.units();
        if (units.isEmpty() || !column.slips().isEmpty()) {
            return "";
        }
        String unit = units.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        decisions.add(
                units.size() == 1
                        ? "column %s is in %s".formatted(name, unit)
                        : "column %s has numbers in different units, %s, and is read as if all were the same"
                                .formatted(name, TableRows.listed(List.copyOf(units.keySet()))));
        return units.size() == 1 ? unit : "";
    }

    /** Counts a column's missing values, by how they are written. */
    void sayMissing(String name, FileColumn column, boolean amongNumbers) {
        Map<String, Integer> spelled = column.missingSpelled(amongNumbers);
        int count = spelled.values().stream().mapToInt(Integer::intValue).sum();
        if (count > 0) {
            missing.put(
                    name,
                    "%,d %s missing (%s)"
                            .formatted(
                                    count,
                                    count == 1 ? "value is" : "values are",
                                    spelled.entrySet().stream()
                                            .map(word -> (word.getKey().isEmpty() ? "empty" : "'" + word.getKey() + "'")
                                                    + (spelled.size() == 1 ? "" : " " + word.getValue()))
                                            .collect(Collectors.joining(", "))));
            missingCells += count;
        }
    }

    /** Says what many columns have in common; to be called after all columns. */
    void sayTheRest() {
        if (missing.size() > MOST_LISTED) {
            String first = missing.keySet().iterator().next();
            decisions.add("%,d values are missing in %d columns (column %s: %s)"
                    .formatted(missingCells, missing.size(), first, missing.get(first)));
        } else {
            missing.forEach((column, what) -> decisions.add("column %s: %s".formatted(column, what)));
        }
        truths.values().stream()
                .collect(Collectors.groupingBy(
                        truth -> "%s is 1, %s is 0".formatted(truth.yes(), truth.no()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .forEach((words, columns) -> decisions.add("%s %s: %s"
                        .formatted(
                                columns.size() == 1
                                        ? "column " + columns.get(0).name() + " is"
                                        : "columns "
                                                + TableRows.listed(columns.stream()
                                                        .map(Column::name)
                                                        .toList()) + " are",
                                columns.size() == 1 ? "a truth value" : "truth values",
                                words)));
    }

    /** What the identifier test needs to know about numbers. */
    private record Spread(int count, double min, double max, boolean whole, boolean up, boolean down) {
        static Spread of(FileColumn.Cells cells, int rows) {
            int count = 0;
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            boolean whole = true;
            boolean up = true;
            boolean down = true;
            double last = Double.NaN;
            for (int row = 0; row < rows; row++) {
                double number = cells.at(row);
                if (Double.isNaN(number)) {
                    continue;
                }
                min = Math.min(min, number);
                max = Math.max(max, number);
                whole = whole && number == Math.rint(number);
                up = up && (count == 0 || number == last + 1);
                down = down && (count == 0 || number == last - 1);
                last = number;
                count++;
                if (!whole && min < max) {
                    // Neither constant nor whole: no identifier, whatever follows.
                    break;
                }
            }
            return new Spread(count, min, max, whole, up, down);
        }

        boolean counts() {
            return whole && (up || down);
        }
    }

    /** Why whole numbers look like an identifier; empty if they do not. */
    private static Optional<String> identifier(String name, FileColumn.Cells cells, int rows, Spread spread) {
        if (!spread.whole || spread.count < LEAST_FOR_IDENTIFIERS) {
            return Optional.empty();
        }
        if (spread.counts() && spread.count == rows && !IN_TIME.matcher(name).matches()) {
            return Optional.of("rows are numbered from %s to %s"
                    .formatted(Cell.className(Math.min(spread.min, spread.max)), Cell.className(spread.max)));
        }
        double range = spread.max - spread.min + 1;
        boolean dense =
                (double) spread.count * spread.count / (2 * range) >= EXPECTED_COLLISIONS && range >= spread.count;
        boolean named = IDENTIFIER.matcher(name).matches();
        if (!dense && !named) {
            return Optional.empty();
        }
        // Most columns have equal values near their top, and need not be sorted as a whole.
        double[] top = sorted(cells, Math.min(rows, FIRST_ROWS));
        if (!named && different(top) < top.length) {
            return Optional.empty();
        }
        double[] sorted = sorted(cells, rows);
        int different = different(sorted);
        if (different == sorted.length
                && (named || (dense && !IN_TIME.matcher(name).matches()))) {
            return Optional.of("%,d whole numbers, each in one row".formatted(different));
        }
        return NAMED_ID.matcher(name).matches()
                        && different >= OFTEN * sorted.length
                        && different > LEAST_FOR_IDENTIFIERS
                ? Optional.of("by its name, and %,d different numbers in %,d rows".formatted(different, sorted.length))
                : Optional.empty();
    }

    private static double[] sorted(FileColumn.Cells cells, int rows) {
        return IntStream.range(0, rows)
                .mapToDouble(cells::at)
                .filter(number -> !Double.isNaN(number))
                .sorted()
                .toArray();
    }

    private static int different(double[] sorted) {
        int different = Math.min(1, sorted.length);
        for (int i = 1; i < sorted.length; i++) {
            different += sorted[i] == sorted[i - 1] ? 0 : 1;
        }
        return different;
    }

    private static boolean isCompactDates(String name, FileColumn.Cells cells, int rows, Spread spread) {
        if (spread.min < 19_000_101 || spread.max > 20_991_231) {
            return false;
        }
        Set<Double> different = new HashSet<>();
        for (int row = 0; row < rows; row++) {
            double number = cells.at(row);
            if (!Double.isNaN(number)) {
                if (Moment.compact((long) number) == Moment.NONE) {
                    return false;
                }
                if (different.size() < LEAST_FOR_IDENTIFIERS) {
                    different.add(number);
                }
            }
        }
        return different.size() >= LEAST_FOR_IDENTIFIERS || DATE.matcher(name).matches();
    }

    /** How many dates each order can read. */
    private record Orders(Map<DateOrder, Integer> counts, String example) {
        /** The order that reads more than any other. */
        Optional<DateOrder> surely() {
            int most =
                    counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
            List<DateOrder> best = counts.entrySet().stream()
                    .filter(order -> order.getValue() == most)
                    .map(Map.Entry::getKey)
                    .toList();
            return best.size() == 1 ? Optional.of(best.get(0)) : Optional.empty();
        }
    }

    private static Orders orders(FileColumn column, FileColumn.Moments moments) {
        Map<DateOrder, Integer> counts = new EnumMap<>(DateOrder.class);
        boolean numbersOnly = false;
        boolean isShort = false;
        BitSet firsts = new BitSet();
        BitSet thirds = new BitSet();
        Map<DateOrder, Integer> reads = new EnumMap<>(DateOrder.class);
        String example = "";
        for (int row = 0; row < column.rows(); row++) {
            long moment = moments.at(row);
            if (moment == Moment.NONE
                    || Moment.form(moment) == Moment.Form.YEAR_FIRST
                    || Moment.form(moment) == Moment.Form.TIME_ONLY) {
                continue;
            }
            if (!numbersOnly) {
                example = "%02d/%02d/%02d".formatted(Moment.first(moment), Moment.second(moment), Moment.third(moment));
            }
            numbersOnly = true;
            isShort |= Moment.form(moment) == Moment.Form.SHORT;
            firsts.set(Moment.first(moment));
            thirds.set(Moment.third(moment));
            for (DateOrder order : DateOrder.values()) {
                reads.merge(order, Moment.fits(moment, order) ? 1 : 0, Integer::sum);
            }
        }
        if (!numbersOnly) {
            counts.put(DateOrder.YMD, 1);
            return new Orders(counts, example);
        }
        counts.put(DateOrder.DMY, reads.get(DateOrder.DMY));
        counts.put(DateOrder.MDY, reads.get(DateOrder.MDY));
        // Days differ more than years do.
        if (isShort && !(firsts.cardinality() > 2 * thirds.cardinality())) {
            counts.put(DateOrder.YMD, reads.get(DateOrder.YMD));
        }
        return new Orders(counts, example);
    }

    private Typed dates(String name, FileColumn column, FileColumn.Moments moments) {
        DateOrder order = order(name, column, moments);
        FileColumn.Cells read = days(moments, order);
        double[] days = new double[column.rows()];
        boolean timeOnly = false;
        for (FileColumn.Place place : column.isNumeric() ? List.<FileColumn.Place>of() : column.textsAmongMoments()) {
            faults.cell(place.row(), lines.line(place.row()), name, "'%s' is not a date".formatted(place.text()));
        }
        for (int row = 0; row < column.rows(); row++) {
            long moment = moments.at(row);
            days[row] = read.at(row);
            if (moment != Moment.NONE) {
                timeOnly |= Moment.form(moment) == Moment.Form.TIME_ONLY;
                if (Double.isNaN(days[row])) {
                    faults.cell(row, lines.line(row), name, "no such day in the order %s".formatted(written(order)));
                }
            }
        }
        Map<Feature, double[]> features = new EnumMap<>(Feature.class);
        for (Feature feature : Feature.values()) {
            features.put(feature, Arrays.stream(days).map(feature::of).toArray());
        }
        boolean onlyTimes = timeOnly;
        List<Feature> parts = Arrays.stream(Feature.values())
                .filter(feature -> varies(features.get(feature)))
                .filter(feature -> !onlyTimes || feature == Feature.HOUR)
                .toList();
        if (parts.isEmpty()) {
            warn(Kind.CONSTANT, name, "column %s is the same date in every row and is ignored".formatted(name), "");
            return ignored(name);
        }
        sayMissing(name, column, false);
        Dates type = new Dates(name, order, parts);
        decisions.add("column %s has %s%s; inputs: %s"
                .formatted(
                        name,
                        onlyTimes ? "times" : "dates",
                        orders(column, moments).example.isEmpty()
                                ? ""
                                : ", " + written(order) + " (--date-order changes that)",
                        String.join(", ", type.inputNames())));
        return new Typed(
                type,
                parts.stream()
                        .map(features::get)
                        .map(values -> (FileColumn.Cells) row -> values[row])
                        .toList());
    }

    private static boolean varies(double[] values) {
        double first = Double.NaN;
        for (double value : values) {
            if (Double.isNaN(first)) {
                first = value;
            } else if (!Double.isNaN(value) && value != first) {
                return true;
            }
        }
        return false;
    }

    private static String written(DateOrder order) {
        return switch (order) {
            case DMY -> "day/month/year";
            case MDY -> "month/day/year";
            case YMD -> "year/month/day";
        };
    }

    /** Days since 1970-01-01 of dates in one order; {@code NaN} where there is none. */
    static FileColumn.Cells days(FileColumn.Moments moments, DateOrder order) {
        return row -> {
            long moment = moments.at(row);
            return moment == Moment.NONE ? Double.NaN : Moment.days(moment, order);
        };
    }

    private DateOrder order(String name, FileColumn column, FileColumn.Moments moments) {
        Orders orders = orders(column, moments);
        return order(orders).orElseThrow(() -> new UndecidedDates(name, orders.example));
    }

    private Optional<DateOrder> order(Orders orders) {
        if (orders.example.isEmpty()) {
            return Optional.of(DateOrder.YMD);
        }
        return options.layout()
                .dateOrder()
                .or(orders::surely)
                .or(() -> orderOfOthers.filter(orders.counts::containsKey));
    }

    /** The order of a column's dates; empty if it has none or it is not certain. */
    Optional<DateOrder> order(FileColumn column) {
        return column.asMoments().flatMap(moments -> order(orders(column, moments)));
    }

    /** Dates that can be read in several ways. */
    static final class UndecidedDates extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UndecidedDates(String column, String example) {
            super(
                    "column %s: dates such as %s have no certain order of day and month; say it with --date-order dmy, mdy or ymd"
                            .formatted(column, example));
        }
    }

    private Typed text(String name, FileColumn column, boolean kept, boolean needed) {
        Optional<List<FileColumn.Word>> words = column.words();
        if (words.isEmpty() && column.code().isPresent()) {
            warn(
                    Kind.MANY_CATEGORIES,
                    name,
                    "column %s has more than %,d different codes and is ignored"
                            .formatted(name, FileColumn.MOST_DISTINCT),
                    "use --numbers %s to read them as numbers".formatted(name));
            return ignored(name);
        }
        if (words.isEmpty()) {
            warn(
                    Kind.IDENTIFIER,
                    name,
                    "column %s has more than %,d different texts and is ignored".formatted(name, FileColumn.MOST_TEXTS),
                    "");
            return ignored(name);
        }
        List<FileColumn.Word> values = words.get();
        int cells = values.stream().mapToInt(FileColumn.Word::count).sum();
        boolean complete = cells == column.rows();
        if (values.size() == 1 && complete && !needed) {
            warn(
                    Kind.CONSTANT,
                    name,
                    "column %s is '%s' in every row and is ignored"
                            .formatted(name, values.get(0).text()),
                    "");
            return ignored(name);
        }
        values.stream()
                .filter(word -> word.count() == 1 && word.firstRow() == column.rows() - 1 && column.rows() > 2)
                .filter(word -> TOTALS.contains(word.text().toLowerCase(Locale.ROOT)))
                .forEach(word -> faults.cell(
                        word.firstRow(),
                        lines.line(word.firstRow()),
                        name,
                        "'%s' looks like a line of totals".formatted(word.text())));
        Optional<TableSchema.Truth> truth = truth(name, values);
        if (truth.isPresent()) {
            sayMissing(name, column, false);
            truths.put(name, truth.get());
            return new Typed(
                    truth.get(),
                    List.of(column.asIndices(text ->
                            text.toLowerCase(Locale.ROOT).equals(truth.get().yes()) ? 1 : 0)));
        }
        boolean unlike = cells >= LEAST_FOR_IDENTIFIERS && values.size() >= NEARLY_EACH * cells;
        boolean named =
                NAMED_ID.matcher(name).matches() && cells >= LEAST_FOR_IDENTIFIERS && values.size() >= OFTEN * cells;
        if ((unlike || named) && !kept && !needed) {
            warn(
                    Kind.IDENTIFIER,
                    name,
                    "column %s looks like an identifier (%,d different texts in %,d rows, such as '%s') and is ignored"
                            .formatted(name, values.size(), cells, values.get(0).text()),
                    "use --keep %s to make it an input".formatted(name));
            return ignored(name);
        }
        if (values.size() > options.mostCategories() && !(kept && values.size() <= FileColumn.MOST_DISTINCT)) {
            warn(
                    Kind.MANY_CATEGORIES,
                    name,
                    "column %s has %,d categories%s and is ignored".formatted(name, values.size(), exception(column)),
                    values.size() <= FileColumn.MOST_DISTINCT
                            ? "use --keep %s to make it %,d inputs, or merge categories".formatted(name, values.size())
                            : "merge categories");
            return ignored(name);
        }
        decisions.add("column %s has %d %s%s"
                .formatted(name, values.size(), values.size() == 1 ? "category" : "categories", exception(column)));
        sayMissing(name, column, false);
        column.doubtfulWords().stream()
                .limit(MOST_LISTED)
                .forEach(word -> decisions.add(
                        "column %s: '%s' is one of its categories; --missing-words %2$s makes it a missing value"
                                .formatted(name, word.text())));
        List<String> once = values.stream()
                .filter(word -> word.count() == 1)
                .map(FileColumn.Word::text)
                .toList();
        if (!once.isEmpty() && cells >= LEAST_FOR_RARE) {
            warn(
                    Kind.RARE_CATEGORY,
                    name,
                    "column %s has %s in only one row: %s"
                            .formatted(
                                    name,
                                    once.size() == 1 ? "a category" : once.size() + " categories",
                                    once.stream().limit(MOST_LISTED).collect(Collectors.joining(", "))
                                            + (once.size() > MOST_LISTED ? ", …" : "")),
                    "merge rare categories, or leave the column out with --ignore %s".formatted(name));
        }
        List<String> categories = values.stream().map(FileColumn.Word::text).toList();
        return new Typed(new TableSchema.Categorical(name, categories), List.of(column.asPlaces()));
    }

    private String exception(FileColumn column) {
        int numbers = column.numbers();
        List<FileColumn.Place> texts = numbers == 0 ? List.of() : column.textsAmongNumbers();
        if (texts.isEmpty()) {
            return "";
        }
        return " (%d of its %d values are numbers; the first exception, '%s', is on line %d)"
                .formatted(
                        numbers,
                        numbers + column.texts(),
                        texts.get(0).text(),
                        lines.line(texts.get(0).row()));
    }

    /**
     * The commonest spelling of each text of a label that is a truth value, such as yes for yes, Yes and YES; empty for other labels.
     * Only these words are certain to mean the same in upper and lower case: hid and hId are different vowels.
     */
    static Map<String, String> truthSpelling(List<FileColumn.Word> values) {
        Map<String, List<FileColumn.Word>> lower = values.stream()
                .collect(Collectors.groupingBy(
                        word -> word.text().toLowerCase(Locale.ROOT), LinkedHashMap::new, Collectors.toList()));
        Map<String, String> spelling = new LinkedHashMap<>();
        if (TRUTHS.contains(lower.keySet())) {
            lower.values().forEach(same -> {
                String commonest = same.stream()
                        .max(Comparator.comparingInt(FileColumn.Word::count))
                        .orElseThrow()
                        .text();
                same.forEach(word -> spelling.put(word.text(), commonest));
            });
        }
        return spelling;
    }

    private static Optional<TableSchema.Truth> truth(String name, List<FileColumn.Word> values) {
        Set<String> lower = values.stream()
                .map(word -> word.text().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        if (!TRUTHS.contains(lower)) {
            return Optional.empty();
        }
        String yes = lower.stream().filter(TRUE_WORDS::contains).findFirst().orElseThrow();
        String no = lower.stream().filter(word -> !word.equals(yes)).findFirst().orElseThrow();
        return Optional.of(new TableSchema.Truth(name, yes, no));
    }
}
