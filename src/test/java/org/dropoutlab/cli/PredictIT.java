package org.dropoutlab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.training.TableTrials;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code lab predict}; as a process of its own where its streams, its memory or its end matter. */
class PredictIT {
    @TempDir
    private static Path directory;

    private static TableFile table;
    private static Path model;
    private static Path plain;

    @BeforeAll
    static void train() {
        table = TableTrials.table(directory, 2);
        model = TableTrials.keep(directory.resolve("dropout"), table, "dropout=0.5")
                .file();
        plain = TableTrials.keep(directory.resolve("plain"), table, "plain").file();
    }

    private static Process lab(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.dropoutlab.cli.Lab", "predict"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.redirectError(directory.resolve("err").toFile()).start();
    }

    private static Outcome finished(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), out, Files.readString(directory.resolve("err")));
    }

    /** In this process. */
    private static Outcome predict(String... arguments) {
        return Outcome.of(
                Stream.concat(Stream.of("predict"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static String csv() {
        return table.path().toString();
    }

    @Test
    void standardOutputIsALineForEachRowAndNothingElse() throws Exception {
        Outcome one = finished(lab(List.of(), model.toString(), "--csv", csv(), "--samples", "20"));
        Outcome other = predict(model.toString(), "--csv", csv(), "--samples", "20");

        assertThat(one.status()).as(one.err()).isZero();
        assertThat(one.lines()).hasSize(90).allMatch(line -> line.matches("\\d+,class [ab](,\\d[.]\\d{6}){6},.*"));
        assertThat(other.lines()).isEqualTo(one.lines());
        assertThat(one.err())
                .startsWith(
                        "lab: columns: row,predicted,p(class a),p(class b),entropy,mutual_information,lower,upper,outside\n");
    }

    @Test
    void aModelWithoutNoiseSaysThatThereIsNothingToSample() throws Exception {
        Outcome outcome =
                finished(lab(List.of(), plain.toString(), "--csv", csv(), "--samples", "2", "--format", "json"));

        assertThat(outcome.status()).isZero();
        assertThat(outcome.lines()).hasSize(91);
        assertThat(outcome.lines().get(90)).startsWith("{\"scores\":{\"labelled_rows\":90,");
        assertThat(outcome.lines().subList(0, 90)).allMatch(line -> line.contains("\"mutual_information\":0.000000,"));
        assertThat(outcome.err().lines().toList().get(0)).contains("so all passes are identical");
    }

    /** The last column says what training did not see; one line counts the rows. */
    @Test
    void rowsOutsideOfWhatTrainingSawAreMarked() throws Exception {
        Path file = directory.resolve("outside.csv");
        Files.writeString(file, "length,mass,kind\n100,0,r\n100,,s\n5000,0,q\n");

        Outcome csv = predict(plain.toString(), "--csv", file.toString(), "--samples", "0");
        Outcome json = predict(plain.toString(), "--csv", file.toString(), "--samples", "0", "--format", "json");

        assertThat(csv.lines().get(0)).endsWith(",");
        assertThat(csv.lines().get(1)).endsWith(",");
        assertThat(csv.lines().get(2)).contains(",length 5000 is ", "above 1", "; kind 'q' is unseen");
        assertThat(csv.err())
                .contains(
                        "1 of 3 rows have values that were not in the training data or are outside their range (length in"
                                + " 1, kind in 1)");
        assertThat(json.lines().get(0)).endsWith("\"outside\":[]}");
        assertThat(json.lines().get(2))
                .contains("\"outside\":[{\"column\":\"length\",\"value\":\"5000\",\"above\":\"1")
                .endsWith("{\"column\":\"kind\",\"value\":\"q\"}]}");
    }

    /** The same numbers with semicolons and decimal commas are the same predictions, and the same scores. */
    @Test
    void aFileMayBeWrittenOtherwiseThanTheTrainingData() throws Exception {
        Path file = directory.resolve("otherwise.csv");
        Files.write(
                file,
                Files.readAllLines(table.path()).stream()
                        .map(line -> line.replace(',', ';').replace('.', ','))
                        .toList());

        Outcome usual = predict(plain.toString(), "--csv", csv(), "--samples", "0");
        Outcome other = predict(plain.toString(), "--csv", file.toString(), "--samples", "0");

        assertThat(other.err()).contains("separated by ';'", "numbers have a decimal comma");
        assertThat(other.lines()).isEqualTo(usual.lines());
        List<String> scores =
                usual.err().lines().filter(line -> line.contains("scores of")).toList();
        assertThat(scores).hasSize(1);
        assertThat(scores.get(0)).contains("scores of 90 labelled rows: accuracy 0.", "matthews", "ROC AUC", "brier");
        assertThat(other.err()).contains(scores.get(0));
    }

    /** Rows in the columns' other order, without the label, from standard input. */
    @Test
    void columnsGoByTheirNames() throws Exception {
        Outcome whole = predict(model.toString(), "--csv", csv(), "--samples", "3");
        List<String> swapped = Files.readAllLines(table.path()).stream()
                .map(line -> line.split(",", -1))
                .map(cells -> cells[2] + "," + cells[0] + "," + cells[1])
                .toList();

        Process process = lab(List.of(), model.toString(), "--csv", "-", "--samples", "3");
        try (Writer in = new OutputStreamWriter(process.getOutputStream(), UTF_8)) {
            in.write(String.join("\n", swapped));
        }

        assertThat(finished(process).lines()).isEqualTo(whole.lines());
    }

    /**
     * Four times as many rows as fit into the heap, were they kept: 300,000 of 5 doubles, which with their arrays and lines
     * take 100 bytes and more each, in 40 MB of heap that Deeplearning4j's classes take the half of.
     */
    @Test
    void rowsStreamThroughInConstantMemory() throws Exception {
        int rows = 300_000;
        Process process = lab(List.of("-Xmx40m", "-XX:+UseSerialGC"), model.toString(), "--csv", "-", "--samples", "1");
        Thread writer = new Thread(() -> {
            try (BufferedWriter in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8))) {
                in.write("length,mass,kind\n");
                for (int i = 0; i < rows; i++) {
                    in.write("%d.5,0.%d,%s\n".formatted(60 + i % 80, i % 97, "rst".charAt(i % 3)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.start();

        long lines;
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            lines = out.lines().count();
        }

        assertThat(process.waitFor())
                .as(Files.readString(directory.resolve("err")))
                .isZero();
        assertThat(lines).isEqualTo(rows);
    }

    /** As {@code | head} does. */
    @Test
    void whoeverHasReadEnoughEndsItQuietly() throws Exception {
        Path many = directory.resolve("many.csv");
        Files.write(
                many,
                IntStream.range(0, 20_000)
                        .mapToObj(i -> i == 0 ? "length,mass,kind" : i + ",0.5,r")
                        .toList());

        Process process = lab(List.of(), model.toString(), "--csv", many.toString(), "--samples", "0");
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            assertThat(out.readLine()).startsWith("1,");
        }

        assertThat(process.waitFor()).isZero();
        assertThat(Files.readString(directory.resolve("err")))
                .doesNotContain("xception")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "length;kind|1;r| no column",
                "length,kind|1,r| no column mass; columns: length, kind",
                "length,mass,kind|1,heavy,r| line 2, column mass: 'heavy' is not a number",
                "length,mass,kind|1,2| line 2: 2 cells, but the first row has 3",
                "length,mass,kind|| no rows below the header"
            })
    void wrongRowsAreOneLineAndStatusTwo(String header, String row, String message) throws Exception {
        Path file = directory.resolve("bad.csv");
        Files.writeString(file, header + "\n" + (row == null ? "" : row + "\n"));

        Outcome outcome = predict(model.toString(), "--csv", file.toString(), "--format", "json");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("lab: ").contains(message).hasLineCount(1);
    }
}
