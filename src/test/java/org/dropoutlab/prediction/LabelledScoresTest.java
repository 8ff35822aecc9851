package org.dropoutlab.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dropoutlab.data.table.TableRows;
import org.dropoutlab.data.table.TableSchema;
import org.junit.jupiter.api.Test;

class LabelledScoresTest {
    private static TableSchema schema(TableSchema.Task task, String... classes) {
        return new TableSchema(
                ',',
                true,
                List.of(new TableSchema.Numeric("x"), new TableSchema.Label("y")),
                task,
                List.of(classes),
                TableSchema.MissingValues.IMPUTE,
                TableSchema.UnseenCategories.IGNORE);
    }

    private static TableRows.Row row(String label) {
        return new TableRows.Row(1, new double[1], Optional.ofNullable(label), List.of());
    }

    private static Prediction probability(double second) {
        return new Prediction.OfClass(
                1,
                second > 0.5 ? 1 : 0,
                new double[] {1 - second, second},
                0,
                OptionalDouble.empty(),
                Optional.empty());
    }

    private static Prediction number(double value) {
        return new Prediction.OfNumber(1, value, OptionalDouble.empty(), Optional.empty());
    }

    /** Oracle: by hand. Three of four right; one of the two of class b found, and nothing else taken for it. */
    @Test
    void scoresRowsWhoseLabelIsKnown() {
        LabelledScores scores = new LabelledScores(schema(TableSchema.Task.BINARY, "a", "b"), OptionalDouble.empty());
        scores.add(row("a"), probability(0.25));
        scores.add(row("a"), probability(0.25));
        scores.add(row("b"), probability(0.75));
        scores.add(row("b"), probability(0.375));
        scores.add(row(null), probability(0.9));
        scores.add(row("c"), probability(0.9));

        assertThat(scores.told().orElseThrow())
                .startsWith("scores of 4 labelled rows: accuracy 0.7500, balanced accuracy 0.7500, ")
                .contains("F1 of b 0.6667", "ROC AUC 1.000", "average precision of b 1.000", "brier 0.1445")
                .endsWith("; 1 labels that are not in the training data or cannot be read are left out");
        assertThat(scores.json().orElseThrow())
                .startsWith(
                        "{\"scores\":{\"labelled_rows\":4,\"scored_rows\":4,\"unknown_labels\":1,\"positive\":\"b\",")
                .contains("\"accuracy\":0.75")
                .endsWith("}}\n");
    }

    /** Oracle: by hand. Errors 1 and −1 of targets 1 and 3: R² = 1 − 2/2. */
    @Test
    void scoresNumbersInTheirOwnUnits() {
        LabelledScores scores = new LabelledScores(schema(TableSchema.Task.REGRESSION), OptionalDouble.empty());
        scores.add(row("1"), number(2));
        scores.add(row("3"), number(2));

        assertThat(scores.told().orElseThrow()).contains("R² 0.000", "RMSE 1.000", "MAE 1.000");
    }

    @Test
    void withoutLabelsThereAreNoScores() {
        LabelledScores scores = new LabelledScores(schema(TableSchema.Task.REGRESSION), OptionalDouble.empty());
        scores.add(row(null), number(2));

        assertThat(scores.told()).isEmpty();
        assertThat(scores.json()).isEmpty();
    }

    /** Of 100,000 rows, half of them right and the right ones first, 1,000 are kept: 5 standard errors are 0.08. */
    @Test
    void ofManyRowsARandomSampleIsScored() {
        LabelledScores scores =
                new LabelledScores(schema(TableSchema.Task.BINARY, "a", "b"), OptionalDouble.empty(), 1_000);
        for (int i = 0; i < 100_000; i++) {
            scores.add(row(i < 50_000 ? "a" : "b"), probability(0.25));
        }

        String told = scores.told().orElseThrow();
        assertThat(told).startsWith("scores of 1,000 of 100,000 labelled rows, drawn at random: accuracy 0.");
        assertThat(Double.parseDouble(told.replaceAll(".*: accuracy ([0-9.]+),.*", "$1")))
                .isBetween(0.42, 0.58);
    }
}
