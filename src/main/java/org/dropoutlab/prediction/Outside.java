package org.dropoutlab.prediction;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dropoutlab.data.table.TableRows;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.data.table.TableSchema.Categorical;
import org.dropoutlab.data.table.TableSchema.Column;
import org.dropoutlab.data.table.TableSchema.Dates;
import org.dropoutlab.data.table.TableSchema.Truth;
import org.dropoutlab.scaling.TrainingRanges;
import org.dropoutlab.scaling.TrainingRanges.Extent;

/**
 * A value that a network's training examples do not have the like of, so that its prediction is a guess.
 *
 * @param column of the table, with the part of a date
 * @param value as a number, a date or a category
 * @param beyond how far a number is beyond the range of the training examples; empty for categories
 */
public record Outside(String column, String value, Optional<Beyond> beyond) {
    private static final MathContext DIGITS = new MathContext(6);

    /**
     * A distance from the training range.
     *
     * @param by how far, in the column's units (days for dates); at least 0
     * @param above whether above the range's upper end, not below its lower end
     * @param end of the range
     */
    public record Beyond(double by, boolean above, String end) {}

    /** Such as "age 97 is 17 above 80" or "colour 'mauve' is unseen". */
    @Override
    public String toString() {
        return beyond.map(far -> "%s %s is %s %s %s"
                        .formatted(column, value, number(far.by()), far.above() ? "above" : "below", far.end()))
                .orElseGet(() -> "%s '%s' is unseen".formatted(column, value));
    }

    /** The values of a row that are outside, in the order of the columns. */
    static List<Outside> of(TableSchema schema, TrainingRanges ranges, TableRows.Row row) {
        List<Outside> outside = new ArrayList<>();
        int at = 0;
        for (Column column : schema.columns()) {
            for (int i = 0; i < column.inputs(); i++) {
                double value = row.inputs()[at + i];
                Extent extent = ranges.inputs().get(at + i);
                if (!extent.contains(value)) {
                    of(column, i, value, extent).ifPresent(outside::add);
                }
            }
            at += column.inputs();
            row.unseen().stream()
                    .filter(unseen -> unseen.column().equals(column.name()))
                    .forEach(unseen -> outside.add(new Outside(column.name(), unseen.category(), Optional.empty())));
        }
        return outside;
    }

    private static Optional<Outside> of(Column column, int input, double value, Extent extent) {
        if (column instanceof Categorical categorical) {
            // A category that all training examples have leaves others to be told by their own inputs.
            return value == 0
                    ? Optional.empty()
                    : Optional.of(
                            new Outside(column.name(), categorical.categories().get(input), Optional.empty()));
        }
        if (column instanceof Truth truth) {
            return Optional.of(new Outside(column.name(), value == 1 ? truth.yes() : truth.no(), Optional.empty()));
        }
        boolean days = column instanceof Dates dates && dates.parts().get(input) == Dates.Feature.DAYS;
        String shown = days ? date(value) : number(value);
        String name = column.inputNames().get(input);
        if (extent.examples() == 0) {
            return Optional.of(new Outside(name, shown, Optional.empty()));
        }
        boolean above = value > extent.most();
        double end = above ? extent.most() : extent.least();
        return Optional.of(new Outside(
                name, shown, Optional.of(new Beyond(Math.abs(value - end), above, days ? date(end) : number(end)))));
    }

    private static String date(double days) {
        return LocalDate.ofEpochDay((long) Math.floor(days)).toString();
    }

    /** With six digits. */
    static String number(double value) {
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        return Math.abs(rounded.scale()) > 2 * DIGITS.getPrecision() ? rounded.toString() : rounded.toPlainString();
    }
}
