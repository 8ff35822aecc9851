package org.dropoutlab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dropoutlab.measurement.Results.completed;
import static org.dropoutlab.measurement.Results.diverged;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Claim;
import org.dropoutlab.experiment.Contrast;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Sweep;
import org.dropoutlab.experiment.resampling.HeldOutTest;
import org.dropoutlab.experiment.resampling.Resampling;
import org.dropoutlab.measurement.Metric;
import org.dropoutlab.measurement.Results;
import org.dropoutlab.measurement.SearchReading.Outcome;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.progress.Progress;
import org.dropoutlab.progress.ProgressLines;
import org.dropoutlab.record.ClusterUse;
import org.dropoutlab.record.Json;
import org.dropoutlab.record.Manifest;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.regularization.EarlyStopping;
import org.dropoutlab.report.figures.Figure;
import org.dropoutlab.report.sections.Part;
import org.dropoutlab.report.sections.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final List<TrialResult> RESULTS = List.of(
            completed("plain", 0, 0, 1.0, 0.80),
            completed("treated", 0, 0, 0.99, 0.89),
            completed("plain", 1, 0, 1.0, 0.82),
            completed("treated", 1, 0, 0.98, 0.92));

    /** The same trials, asked everything; the readings of the second treated one are higher by a hundredth. */
    private static final List<TrialResult> READ = List.of(
            Results.with(RESULTS.get(0), Results.readings(0)),
            Results.with(RESULTS.get(1), Results.readings(0)),
            Results.with(RESULTS.get(2), Results.readings(0)),
            Results.with(RESULTS.get(3), Results.readings(0.01)));

    private static final Contrast TREATED = Contrast.of("treated", "plain");
    private static final Study PROBED = Results.study(1)
            .withProbes(Results.probes())
            .withSweeps(new Sweep(
                    "error-by-rate",
                    "Error against rate",
                    "drop probability",
                    false,
                    List.of(new Sweep.Line(
                            "plain to treated", List.of(new Sweep.Step(0, "plain"), new Sweep.Step(0.2, "treated"))))))
            .withClaims(List.of(
                    Claim.ofNone(
                            "Activations are the same.",
                            "somebody",
                            "treated",
                            Optional.of("plain"),
                            Metric.MEAN_ACTIVATION,
                            0.5),
                    Claim.ofTwo(
                            "It gains more than itself.",
                            "nobody",
                            TREATED,
                            Metric.TEST_ACCURACY,
                            Claim.Sign.POSITIVE,
                            TREATED)));

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

    /** Its own cores and processors are told, not this machine's; the result is that of other engines. */
    @Test
    void aClusterIsInTheProvenanceAndNotInTheSummary() throws IOException {
        write(Provenance.OFFICIAL, RESULTS);
        String summary = Files.readString(directory.resolve("summary.json"));
        assertThat(page()).contains("2 workers").doesNotContain("Cluster");
        RunDirectory run = new RunDirectory(directory);
        Manifest.Session session = Manifest.Session.begin(
                List.of("run", "tiny"),
                new Backend.Status("CpuBackend", "-onednn", "OPENBLAS", true, 1, "float", 1L << 30),
                "spark",
                17,
                Map.of());
        Manifest manifest = new Manifest(
                        Results.study(1),
                        1,
                        new DataInfo("sonar", Provenance.OFFICIAL, "sha256:0", 208, List.of("R", "M")),
                        "here",
                        List.of(session, session))
                .withCluster(Optional.of(new ClusterUse(
                        "spark://m:7077",
                        List.of(new ClusterUse.Executor("0", "far", 3, "P", 2, "")),
                        10,
                        15,
                        1,
                        0,
                        0,
                        0,
                        Map.of(
                                "P",
                                List.of(RESULTS.get(0).id()),
                                "Q",
                                List.of(RESULTS.get(1).id())))));

        run.write(manifest);
        new Report(run, run.manifest(), RESULTS).write();

        assertThat(page())
                .contains("(stopped); engine: spark", "(stopped); 3 cores; engine: spark")
                .contains(
                        "spark://m:7077: 1 executor on 1 machine, 3 cores", "50% of the cores", "Machine of the driver")
                .contains("P (1 trial)", "Q (1 trial)", "last digits")
                .doesNotContain("17 workers");
        assertThat(Files.readString(directory.resolve("summary.json"))).isEqualTo(summary);
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

    @Test
    void whatProbesFoundHasItsPartsOfThePageAndTheConsole() throws IOException {
        Report report = write(PROBED, Provenance.OFFICIAL, READ);

        List<String> headings = List.of(
                "Features of the hidden units",
                "Sparsity of the hidden units",
                "Averages of sampled networks vs. weight scaling",
                "All networks, enumerated",
                "Convergence of Monte-Carlo averages",
                "Calibration",
                "Off the training data");
        assertThat(report.sections()).extracting(Section::heading).containsExactlyElementsOf(headings);
        assertThat(report.sections()).allSatisfy(section -> {
            Part.Table table = section.table().orElseThrow();
            assertThat(table.rows()).isNotEmpty().allSatisfy(row -> assertThat(row)
                    .as(section.heading())
                    .hasSameSizeAs(table.header())
                    .doesNotContain("NaN"));
        });
        assertThat(page()).contains(headings);
        assertThat(ConsoleTable.of(report)).contains(headings);
    }

    /** Oracle: the readings' own numbers, and means of two trials that differ by a hundredth. */
    @Test
    void tablesOfReadingsAreMeansOverTrials() {
        Report report = report(PROBED, Provenance.OFFICIAL, READ);

        assertThat(rows(report, "Features of the hidden units"))
                .contains(List.of("plain", "12.000", "0.250"), List.of("treated", "12.005", "0.255"));
        assertThat(rows(report, "Averages of sampled networks vs. weight scaling"))
                .contains(
                        List.of("plain", "weight scaling", "10.00 %", "0.00", "0.2000"),
                        List.of("treated", "weight scaling", "9.50 %", "0.00", "0.2050"),
                        List.of("treated", "1 network", "25.50 %", "1.00", "0.8050"),
                        List.of("treated", "50 networks", "8.50 %", "0.20", "0.2550"));
        assertThat(rows(report, "All networks, enumerated"))
                .contains(
                        List.of("plain", "weight scaling", "1 pass", "10.00 %", "0.2000", "1.0e-08", "0.0500"),
                        List.of("plain", "arithmetic mean", "4,096", "8.00 %", "0.2100", "", ""));
        assertThat(rows(report, "Convergence of Monte-Carlo averages"))
                .contains(List.of("plain", "10", "10.00 %", "0.2000", "0.0610", "0.0600"));
        assertThat(rows(report, "Calibration"))
                .contains(List.of("treated", "mean of 5 passes", "9.50 %", "0.2050", "3.50 points", "0.1050"));
        assertThat(rows(report, "Off the training data"))
                .contains(
                        List.of(
                                "plain",
                                "turned by 90°",
                                "50.0 %",
                                "0.300",
                                "0.900",
                                "0.400",
                                "0.100",
                                "0.750",
                                "0.840"),
                        List.of("plain", "uniform noise", "–", "0.300", "0.900", "0.600", "0.100", "0.750", "0.860"));
    }

    @Test
    void whatProbesFoundHasItsFigures() {
        write(PROBED, Provenance.OFFICIAL, READ);

        for (String name : List.of(
                "features-plain",
                "activations-treated",
                "unit-means-treated",
                "averaging-plain",
                "reliability-treated",
                "information-turned",
                "entropy-turned",
                "error-by-rate")) {
            assertThat(directory.resolve("figures/" + name + ".svg")).content().contains("<svg", "viewBox");
            assertThat(directory.resolve("figures/" + name + ".png")).isNotEmptyFile();
        }
        assertThat(directory.resolve("figures/error-by-rate.svg"))
                .content()
                .contains("drop probability", "plain to treated, test", "plain to treated, training");
    }

    /** Oracle: differences of the readings' own numbers. */
    @Test
    void theSummaryHasWhatProbesFoundByMetric() throws IOException {
        write(PROBED, Provenance.OFFICIAL, READ);

        JsonNode summary =
                Json.lines().readTree(directory.resolve("summary.json").toFile());
        JsonNode plain = summary.at("/arms/0/probes");
        JsonNode treated = summary.at("/arms/1/probes");
        assertThat(plain.fieldNames())
                .toIterable()
                .containsExactlyElementsOf(Stream.of(Metric.values())
                        .filter(metric -> metric.reading().isPresent())
                        .map(Metric::key)
                        .toList());
        assertThat(plain.at("/averaging_gain_of_1/mean").asDouble()).isCloseTo(0.75 - 0.9, within(1e-12));
        assertThat(plain.at("/averaging_gain_of_50/mean").asDouble()).isCloseTo(0.92 - 0.9, within(1e-12));
        assertThat(plain.at("/information_rise_rotated/mean").asDouble()).isCloseTo(0.39, within(1e-12));
        assertThat(plain.at("/information_rise_shuffled/mean").asDouble()).isCloseTo(0.49, within(1e-12));
        assertThat(plain.at("/detection_gain/mean").asDouble()).isCloseTo(0.1, within(1e-12));
        assertThat(treated.at("/mean_activation/mean").asDouble()).isCloseTo(0.755, within(1e-12));
        assertThat(treated.at("/mean_activation/sd").asDouble()).isCloseTo(0.01 / Math.sqrt(2), within(1e-12));
        assertThat(treated.at("/mean_activation/ci95")).hasSize(2);
        assertThat(summary.get("comparisons"))
                .extracting(comparison -> comparison.get("metric").asText())
                .contains("feature_roughness", "scaling_to_geometric", "calibration_error")
                .doesNotContain("averaging_gain");
        JsonNode claim = summary.at("/claims/0");
        assertThat(claim.get("sign").asText()).isEqualTo("negligible");
        assertThat(claim.get("margin").asDouble()).isEqualTo(0.5);
        assertThat(claim.get("answer").asText()).isEqualTo("holds");
        assertThat(summary.at("/claims/1/than/arm").asText()).isEqualTo("treated");
    }

    @Test
    void claimsOfNoDifferenceSayWhatCountsAsNone() {
        Report report = report(PROBED, Provenance.OFFICIAL, READ);

        assertThat(report.claims().get(0).measured()).contains("differences up to", "count as negligible");
        assertThat(report.claims().get(1).measured())
                .startsWith("test accuracy, (treated − plain) − (treated − plain): ");
    }

    /** A trial that diverged was not asked anything. */
    @Test
    void whatProbesFoundInTheOtherTrialsIsShown() throws IOException {
        List<TrialResult> results = new ArrayList<>(READ);
        results.set(1, diverged("treated", 0, 0));

        Report report = write(PROBED, Provenance.OFFICIAL, results);

        assertThat(rows(report, "Sparsity of the hidden units")).contains(List.of("treated", "0.760", "51.0 %"));
        assertThat(page()).contains("treated: 1 of 2 trials diverged");
    }

    /** An arm that is stopped early beside one that is not, its trials after different epochs. */
    @Test
    void trialsThatWereStoppedEarlyAreReportedByTheEpochThatTheyWentBackTo() throws IOException {
        Study plain = Results.study(1);
        Arm treated = plain.arm("treated");
        Study study = Study.of(
                plain.name(),
                plain.title(),
                plain.question(),
                plain.dataset(),
                plain.network(),
                List.of(
                        plain.arm("plain"),
                        new Arm("treated", List.of(new EarlyStopping(3)), treated.optimizer(), List.of())),
                plain.contrasts(),
                plain.training().withEpochs(10),
                plain.resampling());
        write(
                study,
                Provenance.OFFICIAL,
                List.of(
                        RESULTS.get(0),
                        Results.stopped("treated", 0, 0, 0.99, 0.89, 3),
                        RESULTS.get(2),
                        Results.stopped("treated", 1, 0, 0.98, 0.92, 5)));

        assertThat(page())
                .contains("after the last epoch, or the epoch that early stopping restored")
                .contains("mean of 2 trials (those still training)")
                .contains("early stopping with a patience of 3 epochs");
        assertThat(Files.readAllLines(directory.resolve("curves.csv")))
                .filteredOn(line -> line.contains(",test_loss,"))
                .as("every epoch that was trained")
                .hasSize(2 + 5 + 2 + 7);
        JsonNode arms = Json.lines()
                .readTree(directory.resolve("summary.json").toFile())
                .get("arms");
        assertThat(arms.get(1).at("/test_accuracy/mean").asDouble()).isCloseTo((0.89 + 0.92) / 2, within(1e-12));
    }

    @Test
    void aProbedStudyInWhichAllDivergedStillHasAReport() throws IOException {
        Report report = write(
                PROBED,
                Provenance.OFFICIAL,
                List.of(
                        diverged("plain", 0, 0),
                        diverged("treated", 0, 0),
                        diverged("plain", 1, 0),
                        diverged("treated", 1, 0)));

        assertThat(report.sections()).isEmpty();
        assertThat(page()).contains("No verdict");
    }

    private static final Study TUNED = Results.tuned(
            Resampling.of(2, 1).withValidation(0.25), Results.rate(0), Results.rate(0.2), Results.rate(0.8));

    /** Validation accuracy says 0.8 in both splits, test accuracy 0.2. */
    private static List<TrialResult> chosen() {
        return IntStream.range(0, 2)
                .boxed()
                .flatMap(split -> Stream.of(
                        Results.stopped("plain", split, 0, 1, 0.80, 0),
                        Results.stopped("treated", split, 0, 0.99, 0.90, 3),
                        Results.chose(
                                split,
                                0,
                                2,
                                Results.tried("rate-0", Outcome.STOPPED, 1, 0.5, 0.6),
                                Results.tried("rate-20", Outcome.FINISHED, 1, 0.8, 0.88 + 0.02 * split),
                                Results.tried("rate-80", Outcome.FINISHED, 0.9, 0.85, 0.82 + 0.02 * split))))
                .toList();
    }

    /** Oracle: by hand; t of one degree of freedom is 12.7062, of two values √(1/2 + 1/9) wide on sonar's ρ of 1/9. */
    @Test
    void whatWasChosenOnValidationDataHasItsPartOfThePageAndTheConsole() throws IOException {
        Report report = write(TUNED, Provenance.OFFICIAL, chosen());

        double half = 100 * 12.7062 * Math.sqrt(1.0 / 2 + 1.0 / 9) * 0.02 / Math.sqrt(2);
        assertThat(rows(report, "Levels chosen on validation data"))
                .containsExactly(
                        List.of("tuned", "rate 0", "0 of 2", "2", "0", "–", "–", "–", "–", "4"),
                        List.of(
                                "tuned",
                                "rate 0.2",
                                "0 of 2",
                                "0",
                                "0",
                                "100.0 %",
                                "80.0 %",
                                "89.0 %",
                                String.format(Locale.ROOT, "%.1f %% to 100.0 %%", 89 - half),
                                "4"),
                        List.of(
                                "tuned",
                                "rate 0.8",
                                "2 of 2",
                                "0",
                                "0",
                                "90.0 %",
                                "85.0 %",
                                "83.0 %",
                                String.format(Locale.ROOT, "%.1f %% to %.1f %%", 83 - half, 83 + half),
                                "4"));
        assertThat(ConsoleTable.of(report)).contains("\ntuned: rate 0.8 in 2 of 2 splits\n");
        assertThat(page())
                .contains("Levels chosen on validation data", "Do not choose by the test column")
                .contains("Means leave out 2 trainings stopped early by successive halving");
        assertThat(directory.resolve("figures/tuning-tuned.svg")).content().contains("<svg", "validation", ">rate<");
        assertThat(directory.resolve("figures/tuning-tuned.png")).isNotEmptyFile();
    }

    @Test
    void aLevelAtTheEdgeOfWhatWasTriedIsWarnedOf() throws IOException {
        Report report = write(TUNED, Provenance.OFFICIAL, chosen());

        String warning =
                "The best level is at the edge of the range tried: tuned chose rate 0.8 in 2 of 2 splits; try rate"
                        + " above 0.8.";
        assertThat(page()).contains(warning);
        assertThat(ConsoleTable.of(report)).startsWith("!! " + warning);
        assertThat(summary().get("warnings")).extracting(JsonNode::asText).containsExactly(warning);
    }

    @Test
    void theSummaryHasWhatWasTried() throws IOException {
        write(TUNED, Provenance.OFFICIAL, chosen());

        assertThat(summary().get("validation_share").asDouble()).isEqualTo(0.25);
        assertThat(summary().at("/arms/0/tuning").isNull()).isTrue();
        JsonNode tuning = summary().at("/arms/2/tuning");
        assertThat(tuning.get("strategy").asText()).isEqualTo("exhaustive");
        assertThat(tuning.get("candidates")).hasSize(3);
        JsonNode candidate = tuning.at("/candidates/2");
        assertThat(candidate.fieldNames())
                .toIterable()
                .containsExactly(
                        "name",
                        "levels",
                        "chosen",
                        "finished",
                        "stopped",
                        "diverged",
                        "train_accuracy",
                        "validation_accuracy",
                        "test_accuracy");
        assertThat(candidate.get("name").asText()).isEqualTo("rate-80");
        assertThat(candidate.at("/levels/rate").asDouble()).isEqualTo(0.8);
        assertThat(candidate.get("chosen").asInt()).isEqualTo(2);
        assertThat(candidate.at("/test_accuracy/mean").asDouble()).isCloseTo(0.83, within(1e-12));
        assertThat(candidate.at("/test_accuracy/sd").asDouble()).isCloseTo(0.02 / Math.sqrt(2), within(1e-12));
        assertThat(candidate.at("/test_accuracy/ci95")).hasSize(2);
        assertThat(tuning.at("/candidates/0/stopped").asInt()).isEqualTo(2);
        assertThat(tuning.at("/candidates/0/test_accuracy").isNull()).isTrue();
    }

    /** Oracle: epochs of a tenth of a second, of which the second has the lowest loss; candidates of half a second each. */
    @Test
    void whatEachArmCostsStandsBesideWhatItGains() {
        Report report = write(TUNED, Provenance.OFFICIAL, chosen());

        assertThat(rows(report, "Cost of each arm"))
                .containsExactly(
                        List.of("plain", "80.0 %", "20.0 points", "2.0", "0.20", "0.20", "5,521", "5,430 (1.0×)"),
                        List.of("treated", "90.0 %", "9.0 points", "2.0", "0.20", "0.50", "5,521", "5,430 (1.0×)"),
                        List.of("tuned", "83.0 %", "7.0 points", "2.0", "0.20", "1.50", "5,521", "5,430 (1.0×)"));
        assertThat(directory.resolve("figures/gap-against-accuracy.svg"))
                .content()
                .contains("<svg", "plain", "treated", "tuned");
    }

    @Test
    void theLabelsOfManyArmsAreNumbers() {
        Arm plain = TUNED.arm("plain");
        Study study = Study.of(
                "many",
                "",
                "",
                TUNED.dataset(),
                TUNED.network(),
                IntStream.rangeClosed(1, 13)
                        .mapToObj(i -> new Arm("arm-" + i, List.of(), plain.optimizer(), List.of()))
                        .toList(),
                List.of(),
                TUNED.training(),
                TUNED.resampling());
        Report report = write(
                study,
                Provenance.OFFICIAL,
                study.trials().stream()
                        .map(trial ->
                                Results.stopped(trial.id().arm(), trial.id().split(), 0, 1, 0.8, 0))
                        .toList());

        assertThat(rows(report, "Cost of each arm"))
                .extracting(row -> row.get(0))
                .contains("1 arm-1", "13 arm-13");
        assertThat(directory.resolve("figures/gap-against-accuracy.svg"))
                .content()
                .contains(">13<")
                .doesNotContain("arm-13");
    }

    private static final DataInfo NUMBERS =
            new DataInfo("mine.csv", Provenance.OWN, "sha256:0", 150, List.of(), List.of());

    /** As accuracies these would be cut to 0 to 1: the first trial's test R² is below 0. */
    private static List<TrialResult> predicted() {
        return IntStream.range(0, 2)
                .boxed()
                .flatMap(split -> Stream.of(
                        Results.stopped("plain", split, 0, 0.9, -0.25 + 0.5 * split, 0),
                        Results.stopped("treated", split, 0, 0.8, 0.5 + 0.1 * split, 0),
                        Results.chose(
                                split,
                                0,
                                1,
                                Results.tried("rate-0", Outcome.FINISHED, 1, 0.5, 0.6),
                                Results.tried("rate-20", Outcome.FINISHED, 1, 0.8, 0.65 + 0.02 * split))))
                .toList();
    }

    private static final Study PREDICTS = Results.tuned(
            Results.ofNumbers(1), Resampling.of(2, 1).withValidation(0.25), Results.rate(0), Results.rate(0.2));

    /** Oracle: the vocabulary of classification, outside figures' own bytes. */
    @Test
    void whereANumberIsPredictedNothingIsCalledAnAccuracy() throws IOException {
        Report report = write(PREDICTS, NUMBERS, predicted());

        Pattern classes = Pattern.compile("accurac|\\bnats\\b|classif|confus|entropy", Pattern.CASE_INSENSITIVE);
        for (String file : List.of("summary.json", "curves.csv")) {
            assertThat(Files.readString(directory.resolve(file))).as(file).doesNotContainPattern(classes);
        }
        assertThat(page().replaceAll("data:image[^\"]*", "")).doesNotContainPattern(classes);
        assertThat(ConsoleTable.of(report)).doesNotContainPattern(classes);
        for (Figure figure : report.figures()) {
            assertThat(figure.name()).doesNotContainPattern(classes);
            assertThat(new String(figure.svg(), StandardCharsets.UTF_8))
                    .as(figure.name())
                    .doesNotContainPattern(classes);
        }
        assertThat(report.figures())
                .extracting(Figure::name)
                .contains("curves-r2-plain", "curves-mse-plain", "test-r2", "r2-gap", "gap-against-r2");
    }

    /** Oracle: by hand. Losses are 1 − R² of these trials. */
    @Test
    void regressionHasMetricsOfItsOwn() throws IOException {
        Report report = write(PREDICTS, NUMBERS, predicted());

        JsonNode plain = summary().at("/arms/0");
        assertThat(plain.at("/test_r2/mean").asDouble()).isCloseTo(0, within(1e-12));
        assertThat(plain.at("/test_r2/ci95/0").asDouble()).as("not cut to 0").isLessThan(-1);
        assertThat(plain.at("/train_r2/mean").asDouble()).isCloseTo(0.9, within(1e-12));
        assertThat(plain.at("/r2_gap/mean").asDouble()).isCloseTo(0.9, within(1e-12));
        assertThat(plain.at("/test_mse/mean").asDouble()).isCloseTo(1, within(1e-12));
        assertThat(plain.at("/mse_gap/mean").asDouble()).isCloseTo(0.9, within(1e-12));
        assertThat(plain.at("/best_test_r2/mean").asDouble())
                .as("the first epoch's of the trial that ends below 0")
                .isCloseTo((0.5 + 0.25) / 2, within(1e-12));
        assertThat(summary().get("comparisons"))
                .extracting(comparison -> comparison.get("metric").asText())
                .containsExactly("test_r2", "r2_gap", "test_mse", "mse_gap", "train_r2", "best_epoch", "best_test_r2");
        assertThat(summary()
                        .at("/arms/2/tuning/candidates/1/validation_r2/mean")
                        .asDouble())
                .isEqualTo(0.8);
        assertThat(Files.readAllLines(directory.resolve("curves.csv")))
                .contains("plain,0,0,2,test_r2,-0.25", "plain,0,0,2,test_mse,1.25", "plain,0,0,2,validation_mse,1.25");
        assertThat(ConsoleTable.of(report).lines().filter(line -> line.startsWith("plain ")))
                .first()
                .asString()
                .matches("plain +2 +0\\.900 +0\\.000 +0\\.354 +0\\.900 +1\\.000 +0\\.900");
    }

    /** The contract of classification, field by field, in its order. */
    @Test
    void theFieldsOfAnArmThatClassifiesAreThese() throws IOException {
        write(Provenance.OFFICIAL, RESULTS);

        assertThat(summary().at("/arms/0").fieldNames())
                .toIterable()
                .containsExactly(
                        "name",
                        "regularizers",
                        "optimizer",
                        "trials",
                        "completed",
                        "diverged",
                        "train_accuracy",
                        "test_accuracy",
                        "train_loss",
                        "test_loss",
                        "accuracy_gap",
                        "loss_gap",
                        "best_epoch",
                        "best_test_accuracy",
                        "test_loss_rise",
                        "variation",
                        "tuning",
                        "probes",
                        "published");
        assertThat(summary().at("/arms/0/best_epoch").isNull()).isTrue();
        assertThat(summary().get("data").fieldNames())
                .toIterable()
                .containsExactly("name", "provenance", "fingerprint", "examples");
    }

    @Test
    void aUsersOwnFileIsNoCopyOfAPublishedOne() throws IOException {
        DataInfo own = new DataInfo("mine.csv", Provenance.OWN, "sha256:0", 208, List.of("R", "M"), List.of(111, 97));
        Report report = write(Results.study(1), own, RESULTS);

        assertThat(summary().at("/data/provenance").asText()).isEqualTo("own");
        assertThat(summary().get("warnings")).isEmpty();
        assertThat(page()).doesNotContain("Unverified", "86.0", "nobody published", "Published vs. measured");
        assertThat(ConsoleTable.of(report)).doesNotContain("published", "86.0");
    }

    /** Oracle: 150 of 200 examples, and mean accuracies of 0.81 and 0.905. */
    @Test
    void accuraciesAreHeldAgainstGuessingTheLargestClass() throws IOException {
        Report report = write(Results.study(1), classes(150, 50), RESULTS);

        String sentence = "75.0 % of the examples are class R: always predicting 'R' already scores 75.0 %.";
        assertThat(summary().at("/data/classes/R").asInt()).isEqualTo(150);
        assertThat(summary().at("/data/classes/M").asInt()).isEqualTo(50);
        assertThat(page())
                .contains(
                        sentence.replace("'", "&#39;"), "R (150), M (50); always predicting &#39;R&#39; scores 75.0 %")
                .doesNotContain("No better than");
        assertThat(ConsoleTable.of(report)).contains(sentence);
    }

    @Test
    void balancedClassesAreOnlyCounted() throws IOException {
        write(Results.study(1), classes(110, 90), RESULTS);

        assertThat(page()).contains("R (110), M (90)").doesNotContain("of the examples are of the class");
    }

    @Test
    void anArmThatDoesNotBeatGuessingIsWarnedOf() throws IOException {
        write(Results.study(1), classes(170, 30), RESULTS);

        assertThat(summary().get("warnings"))
                .extracting(JsonNode::asText)
                .containsExactly("No better than always predicting the largest class, 'R' (accuracy 85.0 %): plain.");
    }

    private static DataInfo classes(int first, int second) {
        return new DataInfo(
                "mine.csv", Provenance.OWN, "sha256:0", first + second, List.of("R", "M"), List.of(first, second));
    }

    /** A treated arm that is better by 9, 10, 11 and 10 points: see StudySummaryTest for the interval. */
    @Test
    void theReportBeginsWithWhichArmToUse() throws IOException {
        List<TrialResult> results = new ArrayList<>();
        double[] more = {0.09, 0.10, 0.11, 0.10};
        for (int i = 0; i < more.length; i++) {
            results.add(completed("plain", i % 2, i / 2, 1.0, 0.80));
            results.add(completed("treated", i % 2, i / 2, 1.0, 0.80 + more[i]));
        }
        Report report = write(Results.study(2), classes(110, 90), results);

        String answer =
                "Use treated: its test accuracy is 10.0 points higher than that of plain (95% interval +8.4 to +11.6, p < 0.001).";
        String cost =
                "Its cost: 0.20 s of training per trial instead of 0.20 s (1.0×, on this machine, evaluation included); the same"
                        + " number of multiplications per prediction (5,430).";
        assertThat(report.advice()).containsExactly(answer, cost);
        assertThat(page()).contains("<p class=\"verdict\">Use treated", cost.replace("<", "&lt;"));
        assertThat(ConsoleTable.of(report)).endsWith("\n" + answer + "\n\n" + cost + "\n");
        JsonNode advice = summary().get("advice");
        assertThat(advice.get("use").asText()).isEqualTo("treated");
        assertThat(advice.get("answer").asText()).isEqualTo(answer);
        assertThat(advice.at("/arms/0/standing").asText()).isEqualTo("better");
        assertThat(advice.toString()).as("no times").doesNotContain("0.20", "seconds");
    }

    /** Oracle: 3 seeds whose differences have mean 0.01 and standard deviation 0.02, an effect of a half: 34 in the textbook. */
    @Test
    void whatTheDataCannotTellHasTheRepeatsThatWould() throws IOException {
        Study study =
                Results.study(1).withResampling(new HeldOutTest(3, OptionalInt.empty(), OptionalInt.empty(), 0.1));
        double[] more = {-0.01, 0.01, 0.03};
        List<TrialResult> results = IntStream.range(0, 3)
                .boxed()
                .flatMap(seed -> Stream.of(
                        Results.stopped("plain", 0, seed, 1, 0.8, 0),
                        Results.stopped("treated", 0, seed, 1, 0.8 + more[seed], 0)))
                .toList();

        Report report = write(study, classes(110, 90), results);

        assertThat(report.advice()).hasSize(2);
        assertThat(report.advice().get(0))
                .isEqualTo("Keep plain: no other arm was shown to be better; the data are inconclusive for treated.");
        assertThat(report.advice().get(1))
                .startsWith("treated is ahead of plain by 1.0 points on average")
                .contains(
                        "With 3 pairs, the minimum detectable difference is ",
                        "(paired t, two-sided at 5%, before the Holm correction)")
                .endsWith("detecting a difference as large as the measured one takes about 34 seeds in total (now 3).");
        assertThat(summary().at("/advice/arms/0/repeats_needed").asInt()).isEqualTo(34);
    }

    /** Oracle: with ρ = 1/9, no difference below 2.8 σ/3 is ever shown; here it is σ/2. */
    @Test
    void whereMoreRepeatsWillNotTellExamplesAreAskedFor() throws IOException {
        List<TrialResult> results = new ArrayList<>();
        double[] more = {-0.01, 0.03, -0.01, 0.03};
        for (int i = 0; i < more.length; i++) {
            results.add(completed("plain", i % 2, i / 2, 1.0, 0.80));
            results.add(completed("treated", i % 2, i / 2, 1.0, 0.80 + more[i]));
        }

        Report report = write(Results.study(2), classes(110, 90), results);

        double spread = 0.04 / Math.sqrt(3);
        assertThat(report.advice().get(1))
                .contains("More repeats would not help")
                .contains(String.format(
                        Locale.ROOT,
                        "could not detect a difference below %.1f points. More data would help.",
                        100 * 2.8016 * spread / 3));
        assertThat(summary().at("/advice/arms/0/repeats_needed").isNull()).isTrue();
    }

    @Test
    void runningMeansAreCalledWhatTheyAre() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try (Progress progress = new ProgressLines(
                PREDICTS, predicted().subList(0, 5), new PrintStream(lines, true, StandardCharsets.UTF_8))) {
            progress.measures(NUMBERS.measures());
            progress.finished(predicted().get(5));
        }

        assertThat(lines.toString(StandardCharsets.UTF_8))
                .contains("test R² so far: plain 0.000, treated 0.550")
                .doesNotContain("accuracy");
    }

    private JsonNode summary() throws IOException {
        return Json.lines().readTree(directory.resolve("summary.json").toFile());
    }

    private static List<List<String>> rows(Report report, String heading) {
        return report.section(heading).table().orElseThrow().rows();
    }

    private Report write(Provenance provenance, List<TrialResult> results) {
        return write(Results.study(1), provenance, results);
    }

    private Report write(Study study, Provenance provenance, List<TrialResult> results) {
        Report report = report(study, provenance, results);
        report.write();
        return report;
    }

    private Report write(Study study, DataInfo data, List<TrialResult> results) {
        Report report = report(study, data, results);
        report.write();
        return report;
    }

    private Report report(Study study, Provenance provenance, List<TrialResult> results) {
        return report(study, new DataInfo("sonar", provenance, "sha256:0", 208, List.of("R", "M")), results);
    }

    private Report report(Study study, DataInfo data, List<TrialResult> results) {
        return Reports.of(RunDirectory.at(directory), study, data, results);
    }

    private String page() throws IOException {
        return Files.readString(directory.resolve("report.html"));
    }
}
