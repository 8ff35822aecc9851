package org.dropoutlab.report.words;

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
        if (!column.categories().isEmpty()) {
            String named = column.categories().stream()
                    .limit(MOST_NAMED)
                    .map(category -> shortened(category.name()) + " " + count(category.rows()))
                    .collect(Collectors.joining(", "));
            int others = column.distinct().orElse(0) - MOST_NAMED;
            return others > 0 ? named + ", and %s more".formatted(count(others)) : named;
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

    /** A name that fits into a line. */
    public static String shortened(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1) + "…";
    }
}
