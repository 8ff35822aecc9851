package org.dropoutlab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dropoutlab.measurement.Results.completed;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.dropoutlab.data.ColumnProfile;
import org.dropoutlab.data.ColumnProfile.Category;
import org.dropoutlab.data.ColumnProfile.Kind;
import org.dropoutlab.data.ColumnProfile.Range;
import org.dropoutlab.data.ColumnProfile.Role;
import org.dropoutlab.data.DataProfile;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.measurement.Results;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.Json;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.sections.DataSections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** What a report says about a user's table. */
class DataReportTest {
    private static final List<TrialResult> RESULTS = List.of(
            completed("plain", 0, 0, 1.0, 0.80),
            completed("plain", 1, 0, 1.0, 0.82),
            completed("treated", 0, 0, 0.95, 0.90),
            completed("treated", 1, 0, 0.95, 0.91));
    private static final DataWarning GRAVE = new DataWarning(
            DataWarning.Kind.LEAK,
            List.of("outcome"),
            "column outcome alone tells state",
            "leave it out with --ignore outcome");
    private static final DataWarning MILD =
            new DataWarning(DataWarning.Kind.SCALES, List.of("a", "b"), "units differ by orders of magnitude", "");
    private static final DataProfile PROFILE = new DataProfile(
            30,
            List.of(
                    new ColumnProfile(
                            "a <b> & \"c\"",
                            Kind.NUMBER,
                            3,
                            Optional.of(27),
                            Optional.of(new Range(-1, 0, 0.25, 1.5, 1234567.5)),
                            List.of(),
                            List.of(9, 0, 18),
                            "input",
                            Role.INPUT),
                    new ColumnProfile(
                            "state",
                            Kind.CATEGORY,
                            0,
                            Optional.of(2),
                            Optional.empty(),
                            List.of(new Category("well", 20), new Category("sick", 10)),
                            List.of(20, 10),
                            "label: 2 classes",
                            Role.LABEL)),
            List.of("strongly skewed: a"));

    @TempDir
    private Path directory;

    private Report report(List<DataWarning> warnings, Optional<DataProfile> profile) {
        RunDirectory run = new RunDirectory(directory);
        profile.ifPresent(kept -> DataSections.keep(run, kept));
        DataInfo data = new DataInfo("mine.csv", Provenance.OWN, "sha256:0", 30, List.of("R", "M"));
        Report report = Reports.of(run, Results.study(1), data.withWarnings(warnings), RESULTS);
        report.write();
        return report;
    }

    private String page() throws IOException {
        return Files.readString(directory.resolve("report.html"));
    }

    @Test
    void graveWarningsAreAboveTheResultAndAllAreInTheSection() throws IOException {
        Report report = report(List.of(GRAVE, MILD), Optional.empty());

        String grave = "Column outcome alone tells state. Leave it out with --ignore outcome.";
        String top = page().substring(0, page().indexOf("<h2>"));
        assertThat(top).contains("<p class=\"warning\">" + grave).doesNotContain("Units");
        assertThat(page().substring(page().indexOf("<h2>The data</h2>")))
                .contains(grave, "Units differ by orders of magnitude.");
        assertThat(ConsoleTable.of(report)).contains("!! " + grave);
    }

    @Test
    void scriptsGetAllWarnings() throws IOException {
        report(List.of(GRAVE, MILD), Optional.empty());

        JsonNode warnings = Json.lines()
                .readTree(directory.resolve("summary.json").toFile())
                .at("/data/warnings");
        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0).get("kind").asText()).isEqualTo("leak");
        assertThat(warnings.get(0).get("columns").get(0).asText()).isEqualTo("outcome");
        assertThat(warnings.get(0).fieldNames()).toIterable().containsExactly("kind", "columns", "message", "remedy");
    }

    @Test
    void columnsAreDescribedAndDrawnFromTheRecord() throws Exception {
        report(List.of(), Optional.of(PROFILE));

        assertThat(page())
                .contains(
                        "<h2>The data</h2>",
                        "a &lt;b&gt; &amp; &quot;c&quot;",
                        "-1 to 1234568, mean 0.25, sd 1.5",
                        "well (20), sick (10)",
                        "label: 2 classes",
                        "Strongly skewed: a.");
        Matcher drawings = Pattern.compile("<svg .*?</svg>").matcher(page());
        List<String> drawn = drawings.results().map(result -> result.group()).collect(Collectors.toList());
        assertThat(drawn).hasSize(2);
        // Bars as high as 9 and 18 of 18, in a drawing of height 22; none for an empty part.
        assertThat(heights(drawn.get(0))).containsExactly("11.0", "0.0", "22.0");
        assertThat(heights(drawn.get(1))).containsExactly("22.0", "11.0");
    }

    /** The heights of its bars; also a check that it is well-formed. */
    private static List<String> heights(String svg) throws Exception {
        Element drawing = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
        List<String> heights = new ArrayList<>();
        for (int i = 0; i < drawing.getChildNodes().getLength(); i++) {
            heights.add(((Element) drawing.getChildNodes().item(i)).getAttribute("height"));
        }
        return heights;
    }

    @Test
    void aRunWithoutEitherHasNoSuchSection() throws IOException {
        report(List.of(), Optional.empty());

        assertThat(page()).doesNotContain("<h2>The data</h2>");
    }

    @Test
    void aTerminalGetsALineForEachColumn() {
        List<String> lines = ProfileTable.of(PROFILE, true).lines().toList();

        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).contains("a <b> & \"c\"", "number", "3", "27", "▄ █", "input");
        assertThat(lines.get(2))
                .contains("state", "category", "–", "2", "█▄", "label: 2 classes", "well (20), sick (10)");
        assertThat(ProfileTable.of(PROFILE, false)).doesNotContain("█").contains("= #");
    }
}
