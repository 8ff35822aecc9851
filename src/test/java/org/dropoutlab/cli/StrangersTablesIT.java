package org.dropoutlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables with the habits of real ones: read, split and judged as a user expects, with whatever was decided said in one line. */
class StrangersTablesIT {
    @TempDir
    private Path directory;

    private static Outcome lab(String... arguments) {
        return Outcome.of(arguments);
    }

    private Outcome compare(byte[] table, String label, String... more) throws IOException {
        Path file = directory.resolve("table.csv");
        Files.write(file, table);
        return lab(Stream.concat(
                        Stream.of(
                                "compare",
                                "--csv",
                                file.toString(),
                                "--label",
                                label,
                                "--arms",
                                "plain",
                                "--repeats",
                                "1",
                                "--no-progress",
                                "--out",
                                run().toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private Path run() {
        return directory.resolve("run");
    }

    private JsonNode summary() throws IOException {
        return new ObjectMapper().readTree(run().resolve("summary.json").toFile());
    }

    /** What is found in which table, and a line said about it. */
    static Stream<Arguments> tables() {
        return Stream.of(
                table("decimal comma", StrangersTables.decimalComma(), 120, "", "separated by ';'", "decimal comma"),
                table(
                        "thousands",
                        StrangersTables.thousands(),
                        120,
                        "",
                        "salary has '\\.' between thousands",
                        "decimal comma"),
                table(
                        "money and percent",
                        StrangersTables.moneyAndPercent(),
                        120,
                        "",
                        "income is in \\$",
                        "share is in %",
                        "income has ',' between thousands"),
                table(
                        "missing words",
                        StrangersTables.missingWords(),
                        120,
                        "",
                        "column a: \\d+ values are missing .*",
                        "column d: \\d+ values are missing .*"),
                table("preamble", StrangersTables.preamble(), 120, "", "3 lines above the table are skipped .*"),
                table(
                        "rare class",
                        StrangersTables.rareClass(),
                        120,
                        "RARE_CLASS",
                        "class t5 has 9 rows: 9 folds instead of 10"),
                table(
                        "identifier",
                        StrangersTables.identifier(),
                        120,
                        "IDENTIFIER",
                        "code looks like an identifier .*--keep code.*"),
                table(
                        "shuffled identifier",
                        StrangersTables.shuffledIdentifier(),
                        120,
                        "IDENTIFIER",
                        "nr looks like an identifier .*--keep nr.*"),
                table(
                        "groups",
                        StrangersTables.groups(),
                        120,
                        "GROUPS",
                        "same patient .* both training and test data.*--group patient.*"),
                table(
                        "duplicates",
                        StrangersTables.duplicates(),
                        360,
                        "DUPLICATE_ROWS",
                        "240 of 360 rows are copies .* all copies of a row stay in one fold.*"),
                table(
                        "missing labels",
                        StrangersTables.missingLabels(),
                        110,
                        "MISSING_LABELS",
                        "10 of 120 rows have no value in the label column state and are left out.*"),
                table(
                        "dates",
                        StrangersTables.dates(),
                        120,
                        "",
                        "taken has dates, day/month/year .*taken.days, taken.month.*",
                        "flag is a truth value: yes is 1, no is 0"),
                table(
                        "leak",
                        StrangersTables.leak(),
                        120,
                        "LEAK",
                        "outcome_code alone tells state.*--ignore outcome_code.*"),
                table("imbalanced", StrangersTables.imbalanced(), 600, "", ".*balanced accuracy.*"),
                table("separators in text", StrangersTables.semicolonsInText(), 120, "", "separated by ';'"));
    }

    private static Arguments table(String habit, byte[] table, int examples, String warning, String... said) {
        return Arguments.of(habit, table, examples, warning, List.of(said));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void isReadAsItsOwnerMeansIt(String habit, byte[] table, int examples, String warning, List<String> said)
            throws IOException {
        Outcome outcome = compare(table, "state", "--epochs", "2");

        assertThat(outcome.status()).as(habit + ": " + outcome.err()).isZero();
        assertThat(said).allSatisfy(expression -> assertThat(outcome.out().lines())
                .as(expression)
                .anyMatch(Pattern.compile(expression).asPredicate()));
        JsonNode data = summary().get("data");
        assertThat(data.get("examples").asInt()).isEqualTo(examples);
        assertThat(kinds(data)).as("no false alarms").isEqualTo(warning.isEmpty() ? List.of() : List.of(warning));
        assertThat(Files.readString(run().resolve("report.html"))).contains("data");
    }

    private static List<String> kinds(JsonNode data) {
        return data.path("warnings").findValuesAsText("kind").stream()
                .map(kind -> kind.toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_'))
                .toList();
    }

    @Test
    void windows1252IsReadAndSaid() throws IOException {
        Outcome outcome = compare(StrangersTables.windows1252(), "zustand", "--epochs", "2");

        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("is read as windows-1252 (--encoding", "2 classes: gesund, gefährdet");
    }

    @Test
    void allFaultsAreListedAtOnceAndCanBeSkipped() throws IOException {
        Outcome refused = compare(StrangersTables.severalFaults(), "state", "--epochs", "2");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .contains("3 faults", "line 22: ", "line 52: ", "line 82, column c: 'abc'", "--skip-bad-rows");
        assertThat(run()).doesNotExist();

        Outcome skipped = compare(StrangersTables.severalFaults(), "state", "--epochs", "2", "--skip-bad-rows");
        assertThat(skipped.status()).as(skipped.err()).isZero();
        JsonNode data = summary().get("data");
        assertThat(data.get("examples").asInt()).isEqualTo(117);
        assertThat(kinds(data)).contains("BAD_ROWS");
    }

    private double accuracy() throws IOException {
        return summary().get("arms").get(0).get("test_accuracy").get("mean").asDouble();
    }

    /** What happens if the warning is not heeded: the accuracy of a network that recognizes patients. By patient it is chance. */
    @Test
    void rowsOfOnePatientInflateTheAccuracyUnlessTheyAreGrouped() throws IOException {
        compare(StrangersTables.groups(), "state", "--epochs", "60", "--ignore", "patient");
        double shuffled = accuracy();
        PathUtils.deleteDirectory(run());
        Outcome grouped = compare(StrangersTables.groups(), "state", "--epochs", "60", "--group", "patient");

        assertThat(grouped.status()).as(grouped.err()).isZero();
        assertThat(shuffled).isGreaterThan(0.9);
        JsonNode ci = summary().get("arms").get(0).get("test_accuracy").get("ci95");
        assertThat(0.5).isBetween(ci.get(0).asDouble(), ci.get(1).asDouble());
        assertThat(kinds(summary().get("data"))).doesNotContain("GROUPS");
    }

    /** With copies in one fold, a table of every row three times has the accuracy of its rows once, within the interval. */
    @Test
    void copiesDoNotChangeTheAccuracy() throws IOException {
        compare(StrangersTables.duplicates(), "state", "--epochs", "30");
        double copied = accuracy();
        PathUtils.deleteDirectory(run());
        compare(StrangersTables.withoutDuplicates(), "state", "--epochs", "90");

        JsonNode ci = summary().get("arms").get(0).get("test_accuracy").get("ci95");
        assertThat(copied).isBetween(ci.get(0).asDouble(), ci.get(1).asDouble());
    }
}
