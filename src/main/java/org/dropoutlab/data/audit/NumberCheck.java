package org.dropoutlab.data.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dropoutlab.experiment.DataWarning;

/** Columns of numbers in very different units, and numbers that stand for a missing value. */
final class NumberCheck {
    private static final double ORDERS_OF_MAGNITUDE = 1e5;
    /** A placeholder is so many times as far from the other values as these reach. */
    private static final double FAR = 2;

    private static final int FEWEST = 3;
    private static final double MOST = 0.9;

    private final AuditedTable table;

    NumberCheck(AuditedTable table) {
        this.table = table;
    }

    List<DataWarning> warnings() {
        List<AuditedColumn> numbers = table.inputs().stream()
                .filter(column -> !column.isNominal() && column.use() != AuditedColumn.Use.DATE)
                .toList();
        List<DataWarning> warnings = new ArrayList<>(numbers.parallelStream()
                .flatMap(column -> placeholder(column).stream())
                .toList());
        scales(numbers).ifPresent(warnings::add);
        return warnings;
    }

    private static Optional<DataWarning> scales(List<AuditedColumn> numbers) {
        record Spread(String name, double deviation) {}
        List<Spread> spreads = numbers.parallelStream()
                .map(column -> new Spread(column.name(), column.values().deviation()))
                .filter(spread -> spread.deviation() > 0)
                .sorted(Comparator.comparingDouble(Spread::deviation))
                .toList();
        if (spreads.size() < 2) {
            return Optional.empty();
        }
        Spread least = spreads.get(0);
        Spread most = spreads.get(spreads.size() - 1);
        if (most.deviation() < ORDERS_OF_MAGNITUDE * least.deviation()) {
            return Optional.empty();
        }
        return Optional.of(new DataWarning(
                DataWarning.Kind.SCALES,
                List.of(least.name(), most.name()),
                String.format(
                        Locale.ROOT,
                        "units differ by orders of magnitude: the standard deviation of %s is %.2g, that of %s %.2g; numbers are"
                                + " standardized here, so this does no harm, but a network used without the saved scaling would"
                                + " see %3$s alone",
                        least.name(),
                        least.deviation(),
                        most.name(),
                        most.deviation()),
                ""));
    }

    /** An extreme value such as −999 that several rows have, far from all others. */
    private static Optional<DataWarning> placeholder(AuditedColumn column) {
        double[] distinct = column.values().distinct();
        int[] counts = column.values().counts();
        int size = distinct.length;
        if (size < FEWEST) {
            return Optional.empty();
        }
        double low = distinct[0];
        double high = distinct[size - 1];
        boolean isLow = isPlaceholder(low) && distinct[1] - low > FAR * (high - distinct[1]);
        boolean isHigh = isPlaceholder(high) && high - distinct[size - 2] > FAR * (distinct[size - 2] - low);
        if (!isLow && !isHigh) {
            return Optional.empty();
        }
        double value = isLow ? low : high;
        int count = isLow ? counts[0] : counts[size - 1];
        if (count < FEWEST || count > MOST * column.rows()) {
            return Optional.empty();
        }
        return Optional.of(new DataWarning(
                DataWarning.Kind.PLACEHOLDER,
                List.of(column.name()),
                String.format(
                        Locale.ROOT,
                        "column %s is %.0f in %,d rows, and between %s and %s elsewhere: if that stands for a missing value, the"
                                + " mean and scale of the column are wrong",
                        column.name(),
                        value,
                        count,
                        Numbers.shortly(isLow ? distinct[1] : low),
                        Numbers.shortly(isLow ? high : distinct[size - 2])),
                String.format(Locale.ROOT, "if so, read it as missing with --missing-words %.0f", value)));
    }

    /** −1, or a number of nines such as −999 or 9999. */
    private static boolean isPlaceholder(double value) {
        return value == -1
                || (Math.abs(value) >= 99 && Numbers.shortly(Math.abs(value)).matches("9{2,}"));
    }
}
