package org.dropoutlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables whose rows depend on one another, from the file to the words about them. */
class SplitsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private static Outcome lab(List<String> arguments) {
        return Outcome.of(arguments.toArray(String[]::new));
    }

    /** A comparison of two arms on {@code file}; it must succeed. */
    private Outcome compared(Path file, String run, String... more) {
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "compare",
                                "--csv",
                                file.toString(),
                                "--label",
                                "state",
                                "--arms",
                                "plain,dropout=0.2",
                                "--epochs",
                                "30",
                                "--no-progress",
                                "--out",
                                directory.resolve(run).toString()),
                        Stream.of(more))
                .toList();
        Outcome outcome = lab(arguments);
        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
        return outcome;
    }

    private JsonNode summary(String run) throws IOException {
        return JSON.readTree(directory.resolve(run).resolve("summary.json").toFile());
    }

    private double accuracy(String run) throws IOException {
        return summary(run).at("/arms/0/test_accuracy/mean").asDouble();
    }

    private JsonNode interval(String run) throws IOException {
        return summary(run).at("/arms/0/test_accuracy/ci95");
    }

    /**
     * Five near-equal rows for each of 24 patients, half of whom are ill for no reason in the columns. A network that has seen a
     * patient knows; for a new one it can only guess, and half are right.
     */
    @Test
    void rowsOfOnePatientLookLearnableOnlyUntilTheyAreKeptTogether() throws IOException {
        Random random = new Random(7);
        List<String> rows = new ArrayList<>();
        for (int patient = 0; patient < 24; patient++) {
            double[] own = random.doubles(4).map(x -> 4 * x - 2).toArray();
            for (int i = 0; i < 5; i++) {
                StringBuilder row = new StringBuilder("P%02d".formatted(patient));
                for (double value : own) {
                    row.append(String.format(Locale.ROOT, ",%.3f", value + 0.02 * random.nextGaussian()));
                }
                rows.add(row.append(patient % 2 == 0 ? ",well" : ",sick").toString());
            }
        }
        Collections.shuffle(rows, random);
        Path file = write("patients.csv", "patient,a,b,c,d,state", rows);

        compared(file, "mixed");
        assertThat(accuracy("mixed")).isGreaterThan(0.95);
        assertThat(summary("mixed")
                        .at("/data/warnings")
                        .findValuesAsText("remedy")
                        .toString())
                .contains("--group patient");

        Outcome together = compared(file, "together", "--group", "patient");
        assertThat(interval("together").get(0).asDouble()).as("chance").isLessThan(0.5);
        assertThat(interval("together").get(1).asDouble()).as("chance").isGreaterThan(0.5);
        assertThat(together.out()).contains("with all rows of one patient on the same side");
        assertThat(summary("together")
                        .at("/data/warnings")
                        .findValuesAsText("remedy")
                        .toString())
                .doesNotContain("--group");
    }

    /** Every row three times: as accurate as each row once, within the interval, and less so than if copies were on both sides. */
    @Test
    void copiesDoNotChangeTheAnswer() throws IOException {
        Random random = new Random(8);
        List<String> once = IntStream.range(0, 120)
                .mapToObj(i -> {
                    double[] x = random.doubles(4).map(value -> 6 * value - 3).toArray();
                    boolean sick = x[0] + x[1] + 2 * random.nextGaussian() > 0;
                    return String.format(
                            Locale.ROOT, "%.3f,%.3f,%.3f,%.3f,%s", x[0], x[1], x[2], x[3], sick ? "sick" : "well");
                })
                .toList();
        List<String> thrice = new ArrayList<>();
        IntStream.range(0, 3).forEach(i -> thrice.addAll(once));
        Collections.shuffle(thrice, random);

        compared(write("once.csv", "a,b,c,d,state", once), "once");
        Outcome copied = compared(write("thrice.csv", "a,b,c,d,state", thrice), "thrice");

        assertThat(accuracy("thrice"))
                .isBetween(
                        interval("once").get(0).asDouble(),
                        interval("once").get(1).asDouble());
        assertThat(copied.out())
                .contains("240 rows are copies of an earlier one; all copies of a row stay in one fold");
    }

    @Test
    void aRareClassNeedsNoQuestion() throws IOException {
        Random random = new Random(9);
        List<String> rows = IntStream.range(0, 100)
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        "%.3f,%.3f,%s",
                        random.nextGaussian(),
                        random.nextGaussian(),
                        i < 9 ? "rare" : "usual"))
                .toList();

        Outcome outcome = compared(write("rare.csv", "a,b,state", rows), "rare");

        assertThat(outcome.out()).contains("class rare has 9 rows: 9 folds instead of 10");
        assertThat(summary("rare").get("folds").asInt()).isEqualTo(9);
    }

    /** In every summary by time: no p-value, no interval, no claim, and a difference for each period; also in worker processes. */
    @Test
    void aSplitByTimeClaimsNothing() throws IOException {
        Random random = new Random(10);
        List<String> rows = IntStream.range(0, 120)
                .mapToObj(i -> {
                    double x = random.nextGaussian();
                    return String.format(Locale.ROOT, "2024-%02d-15,%.3f,%s", 1 + i / 10, x, x > 0 ? "up" : "down");
                })
                .toList();
        Path file = write("months.csv", "when,a,state", rows);

        Outcome outcome = compared(file, "time", "--time", "when", "--folds", "3", "--repeats", "2");

        JsonNode summary = summary("time");
        assertThat(summary.get("comparisons")).allSatisfy(comparison -> {
            assertThat(comparison.get("p_value").isNull()).isTrue();
            assertThat(comparison.get("ci95").isNull()).isTrue();
            assertThat(comparison.get("verdict").asText()).isEqualTo("no test: periods are not exchangeable");
        });
        assertThat(summary.at("/periods/0/periods").findValuesAsText("period"))
                .containsExactly("2024-04-15 to 2024-06-15", "2024-07-15 to 2024-09-15", "2024-10-15 to 2024-12-15");
        assertThat(outcome.out()).contains("Differences by period").contains("No test: ");
        assertThat(Files.readString(directory.resolve("time/report.html")))
                .contains("Differences by period", "there is no test and no interval");

        compared(file, "processes", "--time", "when", "--folds", "3", "--repeats", "2", "--engine", "processes");
        assertThat(directory.resolve("processes/summary.json"))
                .hasSameBinaryContentAs(directory.resolve("time/summary.json"));
    }

    @Test
    void aTestFileIsTestedAndRecorded() throws IOException {
        Random random = new Random(11);
        List<String> rows = IntStream.range(0, 90)
                .mapToObj(i -> {
                    double x = random.nextGaussian();
                    return String.format(Locale.ROOT, "%.3f,%s", x, x > 0 ? "up" : "down");
                })
                .toList();
        Path train = write("train.csv", "a,state", rows.subList(0, 60));
        Path test = write("test.csv", "a,state", rows.subList(60, 90));

        Outcome outcome = compared(train, "held", "--test", test.toString());

        assertThat(outcome.out()).contains("30 test rows from " + test + " (sha256:");
        assertThat(accuracy("held")).isGreaterThan(0.8);
        assertThat(summary("held").at("/arms/0/trials").asInt()).isEqualTo(3);
        assertThat(summary("held").at("/data/examples").asInt()).isEqualTo(90);
    }

    private Path write(String name, String header, List<String> rows) throws IOException {
        return Files.writeString(directory.resolve(name), header + "\n" + String.join("\n", rows) + "\n");
    }
}
