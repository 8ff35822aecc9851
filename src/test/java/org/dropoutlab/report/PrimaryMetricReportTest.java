package org.dropoutlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.measurement.FinalScore;
import org.dropoutlab.measurement.FinalScores;
import org.dropoutlab.measurement.Judgement;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Results;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.Json;
import org.dropoutlab.record.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Console and summary of a study that is judged by balanced accuracy, on data with one class in ten. */
class PrimaryMetricReportTest {
    private static final DataInfo DATA =
            new DataInfo("mine.csv", Provenance.OWN, "sha256:0", 100, List.of("no", "yes"), List.of(90, 10));
    private static final Study STUDY =
            Results.study(1).withJudgement(Judgement.keeping().by(Metric.TEST_BALANCED_ACCURACY));

    @TempDir
    private Path directory;

    /** −0.9 log 0.9 − 0.1 log 0.1 = 0.325. */
    @Test
    void saysFirstThatProbabilitiesAreWorseThanTheSharesOfTheClasses() {
        String console = ConsoleTable.of(report(0.5, 0.9));

        assertThat(console)
                .startsWith(
                        "!! The probabilities of plain are worse than the class frequencies: its test log loss is 0.900, and"
                                + " always predicting each class's share of the examples has 0.325. It is overconfident.");
        assertThat(ConsoleTable.of(report(0.5, 0.3))).doesNotContain("overconfident");
    }

    @Test
    void speaksOfThePrimaryMetric() {
        String console = ConsoleTable.of(report(0.5, 0.3));

        assertThat(console)
                .contains("!! No better than a constant guess (test balanced accuracy 50.0 %): plain.")
                .contains("A constant guess has a test balanced accuracy of 50.0 %.")
                .contains("The positive class is 'yes', the rarer one.")
                .contains("treated – plain  test balanced accuracy")
                .contains("treated – plain  balanced accuracy gap")
                .doesNotContain("treated – plain  test accuracy");
    }

    /** Of both trials of plain one has no value: it is counted in the table, in the warning and in summary.json. */
    @Test
    void undefinedValuesAreCounted() throws IOException {
        Report report = report(Double.NaN, 0.3);
        report.write();
        JsonNode summary = Json.lines().readTree(Files.readAllBytes(directory.resolve("run/summary.json")));
        JsonNode score = summary.at("/arms/0/scores/test_balanced_accuracy");

        assertThat(ConsoleTable.of(report))
                .contains("No test balanced accuracy in 1 of 2 trials of plain, because their test data lack a class.");
        assertThat(summary.get("primary").asText()).isEqualTo("test_balanced_accuracy");
        assertThat(summary.get("positive").asText()).isEqualTo("yes");
        assertThat(score.get("undefined").asInt()).isOne();
        assertThat(score.get("mean").asDouble()).isEqualTo(0.5);
        assertThat(summary.at("/arms/1/scores/test_balanced_accuracy/undefined").asInt())
                .isZero();
        assertThat(Files.readString(directory.resolve("run/summary.json"))).doesNotContain("NaN");
    }

    /** The first trial of plain has these values on test data; the others are at 0.5 and 0.7, with a loss like it. */
    private Report report(double balanced, double loss) {
        return Reports.of(
                RunDirectory.at(directory.resolve("run")),
                STUDY,
                DATA,
                List.of(
                        scored("plain", 0, balanced, loss),
                        scored("treated", 0, 0.7, loss),
                        scored("plain", 1, 0.5, loss),
                        scored("treated", 1, 0.71, loss)));
    }

    private static TrialResult scored(String arm, int split, double balanced, double loss) {
        return Results.with(
                Results.completed(arm, split, 0, 1, 0.95), new FinalScores(scores(0.9, 0.1), scores(balanced, loss)));
    }

    private static Map<FinalScore, Double> scores(double balanced, double loss) {
        return Map.of(FinalScore.ACCURACY, 0.95, FinalScore.BALANCED_ACCURACY, balanced, FinalScore.LOG_LOSS, loss);
    }
}
