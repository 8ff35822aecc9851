package org.dropoutlab.datavec;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dropoutlab.data.table.TableLayout.DecimalMark;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.data.table.TableSchema.Amount;
import org.dropoutlab.data.table.TableSchema.Dates;

/** Regular expressions for the cells that a table's columns accept, which are not more than {@code TableRows} accepts. */
final class Patterns {
    /** What is around a cell's text. */
    static final String AROUND = "\\A\\p{javaWhitespace}+|\\p{javaWhitespace}+\\z";
    /** A number without marks. */
    static final String NUMBER = "[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?";

    private static final String APOSTROPHES_AND_SPACES = "'\u2019 \u00a0\u202f\u2009\u2007";
    private static final String TIME = "[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?";

    private Patterns() {}

    /** Exactly these texts, which may differ in case. */
    static String anyCase(List<String> texts) {
        return "(?iu:" + texts.stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")";
    }

    /** The words for a missing value. */
    static String missing(TableSchema schema, boolean amongNumbers) {
        return anyCase(schema.wordsForMissing(amongNumbers));
    }

    /** Any whole text that does not match {@code pattern}. */
    static String allBut(String pattern) {
        return "(?s)\\A(?!(?:" + pattern + ")\\z).*\\z";
    }

    /** Characters between groups of three digits. */
    static String grouping(DecimalMark decimal) {
        return "[" + (decimal == DecimalMark.POINT ? "," : ".") + APOSTROPHES_AND_SPACES + "]";
    }

    /**
     * A number with marks: the sign in group 1, whole digits in group 2 and decimals with their mark in group 4; or the same in
     * parentheses, which make it negative.
     */
    static String amount(Amount amount) {
        String mark = Pattern.quote(String.valueOf(amount.decimal().mark()));
        String unit = amount.unit().isEmpty() ? "" : "(?:" + Pattern.quote(amount.unit()) + ")?";
        String blank = "[ \u00a0\u202f]?";
        return "([+-]?)(?=.*[0-9])" + (amount.isMoney() ? unit : "") + blank + "([0-9]*|[1-9][0-9]{0,2}("
                + grouping(amount.decimal()) + ")[0-9]{3}(?:\\3[0-9]{3})*)(" + mark + "[0-9]+)?" + blank + unit;
    }

    /** A date, a time, or both. With dots, the day is first in any order of the column. */
    static String moment(Dates dates) {
        String separated = "[0-9]{4}([./-])[0-9]{1,2}\\1[0-9]{1,2}";
        String yearLast =
                switch (dates.order()) {
                    case DMY, MDY -> "|[0-9]{1,2}([/-])[0-9]{1,2}\\2[0-9]{4}";
                    case YMD -> "";
                };
        return "(?:[0-9]{8}|" + separated + "|[0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{4}" + yearLast + ")(?:[T ]" + TIME + ")?|"
                + TIME;
    }

    /** A time of day without a date. */
    static String time() {
        return "\\A(" + TIME + ")\\z";
    }
}
