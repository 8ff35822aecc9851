package org.dropoutlab.datavec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.dropoutlab.data.table.TableLayout.DecimalMark;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.data.table.TableSchema.Amount;
import org.dropoutlab.data.table.TableSchema.Categorical;
import org.dropoutlab.data.table.TableSchema.Column;
import org.dropoutlab.data.table.TableSchema.Dates;
import org.dropoutlab.data.table.TableSchema.Truth;

/** Rows that differ from a usual one in one cell, which has what is rare: missing values, other spellings, nonsense. */
final class MadeUpRows {
    private static final List<String> MISSING_OR_WRONG = List.of(
            "",
            "NA",
            "n/a",
            "null",
            "NaN",
            "-",
            "unknown",
            "?",
            "nonsense",
            "1f",
            "0x1p3",
            "Infinity",
            "1,2,3",
            "\u2014");
    private static final List<String> NUMBERS =
            List.of("1", "-2.5", "+.5", "007", "1e3", "-1.5E-2", "3.", " 4 ", "1.234", "1,5", "1,234.5");
    private static final List<String> MOMENTS = List.of(
            "2020-02-29",
            "1999/12/31",
            "2019-12-31 23:59:59",
            "2021-3-4T05:06",
            "31.12.1999",
            "12/31/1999",
            "1.2.2003",
            "13/13/2013",
            "2020-02-30",
            "20200229",
            "1.2.03",
            "05:06",
            "5:06:07",
            "25:00",
            "2020-01-01T00:00:00Z");
    private static final int MOST_CATEGORIES = 20;
    private static final int MOST_CELLS = 2_000;

    private MadeUpRows() {}

    /**
     * Rows without the label.
     *
     * @param usual rows as they are in the training data; may be none
     */
    static List<List<String>> of(TableSchema schema, List<List<String>> usual) {
        List<Column> columns = schema.columns().stream()
                .filter(column -> !(column instanceof TableSchema.Label))
                .toList();
        List<String> base =
                usual.isEmpty() ? columns.stream().map(MadeUpRows::plain).toList() : usual.get(0);
        List<List<String>> rows = new ArrayList<>();
        for (int column = 0; column < columns.size() && rows.size() < MOST_CELLS; column++) {
            for (String cell : cells(schema, columns.get(column))) {
                List<String> row = new ArrayList<>(base);
                row.set(column, cell);
                rows.add(row);
            }
        }
        return rows;
    }

    private static String plain(Column column) {
        return column instanceof Categorical categorical
                ? categorical.categories().get(0)
                : column instanceof Truth truth ? truth.yes() : column instanceof Dates ? "2020-02-29" : "1";
    }

    private static List<String> cells(TableSchema schema, Column column) {
        Stream<String> own = Stream.of();
        if (column instanceof Categorical categorical) {
            own = categorical.categories().stream()
                    .limit(MOST_CATEGORIES)
                    .flatMap(category -> Stream.of(category, " " + category + " ", category.toUpperCase(Locale.ROOT)));
        } else if (column instanceof Truth truth) {
            own = Stream.of(truth.yes(), truth.no(), truth.yes().toUpperCase(Locale.ROOT), "1", "0");
        } else if (column instanceof Dates) {
            own = MOMENTS.stream();
        } else if (column instanceof Amount amount) {
            String unit = amount.unit();
            own = Stream.concat(
                    NUMBERS.stream(),
                    (amount.decimal() == DecimalMark.POINT
                                    ? Stream.of("1,234.5", "1'234", "12 345 678.25", "0.125", "1,23", "1.000.000")
                                    : Stream.of("1.234,5", "1'234", "12 345 678,25", "0,125", "1.23", "1,000,000"))
                            .flatMap(number -> Stream.of(
                                    number,
                                    "-" + number,
                                    "(" + number + ")",
                                    number + unit,
                                    number + " " + unit,
                                    unit + number,
                                    unit + " " + number,
                                    "-" + unit + number,
                                    number + "-")));
        } else if (column.inputs() > 0) {
            own = NUMBERS.stream();
        }
        Stream<String> missing = schema.form().missingWords().stream();
        return Stream.of(own, missing, MISSING_OR_WRONG.stream())
                .flatMap(cells -> cells)
                .distinct()
                .toList();
    }
}
