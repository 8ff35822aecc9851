package org.dropoutlab.prediction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Counts rows that are outside of what training saw. */
public final class MarkCount {
    private static final int MOST_SHOWN = 5;

    private final Map<String, Long> columns = new LinkedHashMap<>();
    private long rows;
    private long outside;
    private boolean unknown;

    /** Counts some rows more. */
    public void add(List<Marks> marks) {
        for (Marks one : marks) {
            rows++;
            unknown |= one.outside().isEmpty();
            List<Outside> all = one.outside().orElse(List.of());
            outside += all.isEmpty() ? 0 : 1;
            all.stream().map(Outside::column).distinct().forEach(column -> columns.merge(column, 1L, Long::sum));
        }
    }

    /** One sentence; empty if all rows are inside. */
    public Optional<String> told() {
        if (unknown) {
            return Optional.of(
                    "the model does not say which values it was trained on (it was saved by an earlier version),"
                            + " so rows outside of them are not marked");
        }
        if (outside == 0) {
            return Optional.empty();
        }
        String most = columns.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_SHOWN)
                .map(entry -> "%s in %,d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
        return Optional.of(
                "%,d of %,d rows have values that were not in the training data or are outside their range (%s%s);"
                                .formatted(
                                        outside,
                                        rows,
                                        most,
                                        columns.size() > MOST_SHOWN
                                                ? " and %d more columns".formatted(columns.size() - MOST_SHOWN)
                                                : "")
                        + " see the column outside");
    }
}
