package org.dropoutlab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dropoutlab.experiment.Results.completed;
import static org.dropoutlab.experiment.Results.diverged;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Results;
import org.dropoutlab.experiment.TrialResult;
import org.dropoutlab.record.Json;
import org.dropoutlab.record.Manifest;
import org.dropoutlab.record.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final List<TrialResult> RESULTS = List.of(
            completed("plain", 0, 0, 1.0, 0.80),
            completed("treated", 0, 0, 0.99, 0.89),
            completed("plain", 1, 0, 1.0, 0.82),
            completed("treated", 1, 0, 0.98, 0.92));

    @TempDir
    private Path directory;

    @Test
    void theSummaryHasTheFieldsThatScriptsRelyOn() throws IOException {
        write(Provenance.OFFICIAL, RESULTS);

        JsonNode summary =
                Json.lines().readTree(directory.resolve("summary.json").toFile());
        assertThat(summary.get("study").asText()).isEqualTo("tiny");
        assertThat(summary.at("/data/provenance").asText()).isEqualTo("official");
        assertThat(summary.at("/data/examples").asInt()).isEqualTo(208);
        JsonNode arm = summary.at("/arms/0");
        assertThat(arm.get("name").asText()).isEqualTo("plain");
        assertThat(arm.get("regularizers")).isEmpty();
        assertThat(arm.get("trials").asInt()).isEqualTo(2);
        assertThat(arm.get("completed").asInt()).isEqualTo(2);
        assertThat(arm.get("diverged").asInt()).isZero();
        for (String metric :
                List.of("train_accuracy", "test_accuracy", "train_loss", "test_loss", "accuracy_gap", "loss_gap")) {
            assertThat(arm.get(metric).get("mean").isNumber()).as(metric).isTrue();
            assertThat(arm.get(metric).get("sd").isNumber()).as(metric).isTrue();
            assertThat(arm.get(metric).get("ci95")).as(metric).hasSize(2);
        }
        assertThat(arm.at("/published/0/value").asDouble()).isEqualTo(0.8604);
        assertThat(arm.at("/published/0/source").asText()).isEqualTo("somebody");
        assertThat(summary.at("/arms/1/regularizers/0/type").asText()).isEqualTo("dropout");
        assertThat(summary.at("/arms/1/regularizers/0/rate").asDouble()).isEqualTo(0.2);
        JsonNode comparison = summary.at("/comparisons/0");
        assertThat(comparison.get("arm").asText()).isEqualTo("treated");
        assertThat(comparison.get("baseline").asText()).isEqualTo("plain");
        assertThat(comparison.get("metric").asText()).isEqualTo("test_accuracy");
        assertThat(comparison.get("pairs").asInt()).isEqualTo(2);
        assertThat(comparison.get("ci95")).hasSize(2);
        assertThat(comparison.get("p_value").isNumber()).isTrue();
        assertThat(comparison.get("test").asText()).isEqualTo("corrected resampled t");
        assertThat(comparison.get("verdict").asText()).isIn("better", "worse", "no evidence of a difference");
    }

    @Test
    void syntheticDataIsShoutedAndNeverStandsBesideAPublishedNumber() throws IOException {
        Report report = write(Provenance.SYNTHETIC, RESULTS);

        assertThat(Files.readString(directory.resolve("summary.json")))
                .contains("\"provenance\" : \"synthetic\"", "SYNTHETIC DATA")
                .doesNotContain("0.8604");
        assertThat(page()).contains("SYNTHETIC DATA").doesNotContain("86.0");
        assertThat(ConsoleTable.of(report)).startsWith("!! SYNTHETIC DATA").doesNotContain("86.0");
        assertThat(ConsoleTable.errors(report)).startsWith("!! SYNTHETIC DATA").doesNotContain("13.96");
    }

    /** Oracle: mean and standard deviation (√2/100 of 0.80 and 0.82) by hand. */
    @Test
    void errorsStandBesideThePublishedOne() {
        Report report = write(Provenance.OFFICIAL, RESULTS);

        assertThat(ConsoleTable.errors(report).lines())
                .hasSize(3)
                .element(1)
                .asString()
                .matches("plain +2 +19\\.00 % +1\\.41 % +0\\.00 % +13\\.96 %");
    }

    @Test
    void thePageNeedsNoOtherFileAndNoNetwork() throws IOException {
        write(Provenance.OFFICIAL, RESULTS);

        assertThat(Pattern.compile("(src|href)=\"(?!data:)").matcher(page()).find())
                .as("an address outside the page")
                .isFalse();
        assertThat(page()).doesNotContain("<script", "@import", "url(");
    }

    @Test
    void textIsEscaped() throws IOException {
        write(Provenance.OFFICIAL, RESULTS);

        assertThat(page()).contains("A &lt;tiny&gt; study").doesNotContain("<tiny>");
    }

    @Test
    void divergedTrialsAreShown() throws IOException {
        List<TrialResult> results = new ArrayList<>(RESULTS);
        results.set(1, diverged("treated", 0, 0));

        Report report = write(Provenance.OFFICIAL, results);

        String warning = "treated: 1 of 2 trials diverged";
        assertThat(page()).contains(warning);
        assertThat(ConsoleTable.of(report)).contains(warning);
        assertThat(ConsoleTable.errors(report)).contains(warning).containsPattern("treated +1 \\(1 diverged\\)");
        assertThat(Files.readString(directory.resolve("summary.json"))).contains(warning, "\"diverged\" : 1");
    }

    @Test
    void aStudyInWhichAllDivergedStillHasAReport() throws IOException {
        write(
                Provenance.OFFICIAL,
                List.of(
                        diverged("plain", 0, 0),
                        diverged("treated", 0, 0),
                        diverged("plain", 1, 0),
                        diverged("treated", 1, 0)));

        assertThat(page()).contains("No verdict");
    }

    @Test
    void curvesAreTidy() throws IOException {
        write(Provenance.OFFICIAL, RESULTS);

        List<String> lines = Files.readAllLines(directory.resolve("curves.csv"));
        assertThat(lines.get(0)).isEqualTo("arm,split,seed,epoch,metric,value");
        assertThat(lines).contains("treated,1,0,2,test_accuracy,0.92");
        assertThat(lines).hasSize(1 + 4 * 2 * 6);
    }

    @Test
    void figuresComeAsSvgAndPng() throws IOException {
        write(Provenance.OFFICIAL, RESULTS);

        for (String name : List.of("curves-loss-plain", "test-accuracy", "accuracy-gap", "differences-test-accuracy")) {
            assertThat(directory.resolve("figures/" + name + ".svg")).content().contains("<svg", "viewBox");
            assertThat(directory.resolve("figures/" + name + ".png")).isNotEmptyFile();
        }
    }

    private Report write(Provenance provenance, List<TrialResult> results) {
        Manifest manifest = new Manifest(
                        Results.study(1),
                        1,
                        new DataInfo("sonar", provenance, "sha256:0", 208, List.of("R", "M")),
                        "here",
                        List.of())
                .withSession(Manifest.Session.begin(
                        List.of("run", "tiny"),
                        new Backend.Status("CpuBackend", "-onednn", "OPENBLAS", true, 1, "float", 1L << 30),
                        "local",
                        2));
        Report report = new Report(RunDirectory.at(directory), manifest, results);
        report.write();
        return report;
    }

    private String page() throws IOException {
        return Files.readString(directory.resolve("report.html"));
    }
}
