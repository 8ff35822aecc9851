package org.dropoutlab.data.audit;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dropoutlab.experiment.DataWarning;

/** Classes with fewer rows than folds are usual. */
final class RareClassCheck {
    private static final int FOLDS = 10;
    private static final int MOST_NAMED = 5;

    private final AuditedTable.Answers answers;

    RareClassCheck(AuditedTable table) {
        this.answers = table.answers();
    }

    List<DataWarning> warnings() {
        if (answers.isRegression()) {
            return List.of();
        }
        int[] counts = new int[answers.kinds()];
        for (int label : answers.labels()) {
            counts[label]++;
        }
        List<Integer> rare = IntStream.range(0, counts.length)
                .filter(label -> counts[label] < FOLDS)
                .boxed()
                .toList();
        if (rare.isEmpty()) {
            return List.of();
        }
        String named = rare.stream()
                .limit(MOST_NAMED)
                .map(label -> "%s %d".formatted(answers.classes().get(label), counts[label]))
                .collect(Collectors.joining(", "));
        return List.of(new DataWarning(
                DataWarning.Kind.RARE_CLASS,
                List.of(answers.name()),
                "column %s has classes of fewer than %d rows (%s%s), so what is measured of them depends on single rows"
                        .formatted(answers.name(), FOLDS, named, rare.size() > MOST_NAMED ? ", and others" : ""),
                "merge such classes or leave their rows out if they do not matter by themselves"));
    }
}
