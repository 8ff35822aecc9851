package org.dropoutlab.report.words;

import java.time.LocalDate;
import java.util.Locale;
import java.util.stream.Collectors;
import org.dropoutlab.data.ColumnProfile;
import org.dropoutlab.data.audit.Numbers;

/** What a column holds, in words. */
public final class ProfileWords {
    private static final int MOST_NAMED = 5;
    private static final int LONGEST = 24;

    private ProfileWords() {}

    /** A number of rows. */
    public static String count(int rows) {
        return String.format(Locale.ROOT, "%,d", rows);
    }

    /** The number of different values. */
    public static String distinct(ColumnProfile column) {
        return column.distinct().map(ProfileWords::count).orElse("over 1,000");
    }

    /** The most frequent categories with their numbers of rows, or the range of numbers. */
    public static String values(ColumnProfile column) {
        if (column.categories().size() > 1 && column.categories().get(0).rows() == 1 && isNominal(column)) {
            return "each once, such as " + shortened(column.categories().get(0).name());
        }
        if (!column.categories().isEmpty()) {
            String named = column.categories().stream()
                    .limit(MOST_NAMED)
                    .map(category -> "%s (%s)".formatted(shortened(category.name()), count(category.rows())))
                    .collect(Collectors.joining(", "));
            int others = column.distinct().orElse(0) - MOST_NAMED;
            return others > 0 ? named + ", and %s more".formatted(count(others)) : named;
        }
        if (column.kind() == ColumnProfile.Kind.DATE) {
            return column.numbers()
                    .map(range -> date(range.min()) + " to " + date(range.max()))
                    .orElse("");
        }
        return column.numbers()
                .map(range -> "%s to %s, mean %s, sd %s"
                        .formatted(
                                Numbers.shortly(range.min()),
                                Numbers.shortly(range.max()),
                                Numbers.shortly(range.mean()),
                                Numbers.shortly(range.sd())))
                .orElse("");
    }

    private static boolean isNominal(ColumnProfile column) {
        return column.numbers().isEmpty();
    }

    private static String date(double days) {
        return LocalDate.ofEpochDay((long) Math.floor(days)).toString();
    }

    /** A name that fits into a line. */
    public static String shortened(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1) + "…";
    }
}
