package org.dropoutlab.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dropoutlab.data.ColumnProfile;
import org.dropoutlab.data.DataProfile;
import org.dropoutlab.report.words.ProfileWords;

/** The columns of a table for a terminal, one line each. */
public final class ProfileTable {
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    /** In place of blocks where a terminal has only ASCII. */
    private static final String LETTERS = "_.-=oO@#";

    private ProfileTable() {}

    /**
     * The table, ending with a line end.
     *
     * @param blocks whether the terminal can show block characters
     */
    public static String of(DataProfile profile, boolean blocks) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("column", "type", "missing", "distinct", "distribution", "use", "values"));
        for (ColumnProfile column : profile.columns()) {
            rows.add(List.of(
                    ProfileWords.shortened(column.name()),
                    column.kind().word(),
                    column.missing() == 0 ? "–" : ProfileWords.count(column.missing()),
                    ProfileWords.distinct(column),
                    bars(column.histogram(), blocks ? BLOCKS : LETTERS),
                    column.fate(),
                    ProfileWords.values(column)));
        }
        return ConsoleTable.aligned(rows);
    }

    /** A character for each count, of a height in proportion; a blank for none at all. */
    private static String bars(List<Integer> counts, String heights) {
        if (counts.isEmpty()) {
            return "";
        }
        double most = Math.max(1, Collections.max(counts));
        StringBuilder bars = new StringBuilder();
        for (int count : counts) {
            int height = (int) Math.ceil(heights.length() * count / most);
            bars.append(count == 0 ? ' ' : heights.charAt(Math.max(1, height) - 1));
        }
        return bars.toString();
    }
}
