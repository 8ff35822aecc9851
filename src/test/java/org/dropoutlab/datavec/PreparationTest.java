package org.dropoutlab.datavec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableLayout;
import org.dropoutlab.data.table.TableOptions;
import org.dropoutlab.scaling.TableScaling;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreparationTest {
    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    private record Prepared(TableFile file, TableScaling scaling, List<List<String>> rows, Preparation preparation) {}

    /** A table with the column {@code x} of {@code kind} beside a number. */
    private Prepared prepared(String kind, TableOptions options) throws IOException {
        Random random = new Random(18);
        List<String> lines = new ArrayList<>(List.of("x;z;y"));
        for (int i = 0; i < 60; i++) {
            double number = 1200 + 900 * random.nextGaussian();
            String x =
                    switch (kind) {
                        case "number" -> i % 9 == 4 ? "NA" : "%.3f".formatted(number);
                        case "far" -> "%.1f".formatted(1.7e9 + number);
                        case "tiny" -> "%.6fe-9".formatted(number);
                        case "money" -> i % 9 == 4 ? "n/a" : "$%,.2f".formatted(Math.abs(number));
                        case "comma" -> i % 9 == 4
                                ? "-"
                                : "%.3f".formatted(number).replace('.', ',');
                        case "percent" -> "%.1f %%".formatted(number);
                        case "truth" -> i % 9 == 4 ? "?" : random.nextBoolean() ? "Yes" : "no";
                        case "category" -> i % 9 == 4
                                ? ""
                                : List.of("red (a)", "b*", "[c]").get(random.nextInt(3));
                        case "slash" -> random.nextBoolean() ? "a\\b" : "c";
                        case "iso" -> i % 9 == 4 ? "" : "20%02d-%02d-%02d".formatted(i % 23, 1 + i % 12, 1 + i % 28);
                        case "time" -> "2021-%02d-%02d %02d:%02d:%02d".formatted(1 + i % 12, 1 + i % 28, i % 24, i, i);
                        case "german" -> "%02d.%02d.20%02d".formatted(1 + i % 28, 1 + i % 12, i % 23);
                        case "english" -> "%d/%d/20%02d".formatted(1 + i % 12, 1 + i % 28, i % 23);
                        case "months" -> "%02d-%s-20%02d"
                                .formatted(
                                        1 + i % 28, List.of("Jan", "Feb", "Mar").get(i % 3), i % 23);
                        default -> throw new AssertionError(kind);
                    };
            lines.add("%s;%d;%s".formatted(x, i % 7 == 3 ? -999 : i % 13, i % 2 == 0 ? "a" : "b"));
        }
        Path path = Files.write(directory.resolve(kind + ".csv"), lines);
        TableFile file = TableFile.read(path, "y", options);
        TableScaling scaling =
                TableScaling.of(file.table(), IntStream.range(0, 60).toArray());
        List<List<String>> rows = TableFile.firstRows(path, file.schema(), options);
        return new Prepared(file, scaling, rows, Preparation.of(file.schema(), scaling, rows));
    }

    private static float[] served(Preparation preparation, List<String> cells) {
        List<Writable> row = new ArrayList<>();
        cells.forEach(cell -> row.add(new Text(cell)));
        List<Writable> out =
                TransformProcess.fromJson(preparation.json().orElseThrow()).execute(row);
        float[] inputs = new float[out.size()];
        IntStream.range(0, inputs.length).forEach(i -> inputs[i] = out.get(i).toFloat());
        return inputs;
    }

    /** Oracle: this project's own reader and scaling. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "number",
                "far",
                "tiny",
                "money",
                "comma",
                "percent",
                "truth",
                "category",
                "iso",
                "time",
                "german",
                "english"
            })
    void givesTheInputsThatThisProjectGives(String kind) throws IOException {
        Prepared prepared = prepared(kind, TableOptions.defaults());

        assertThat(prepared.preparation().refusal()).isEmpty();
        double[][] rows = prepared.file().table().features().rows();
        float[][] expected = prepared.scaling().inputs(rows);
        assertThat(prepared.rows()).hasSize(60);
        for (int row = 0; row < rows.length; row++) {
            assertThat(served(prepared.preparation(), prepared.rows().get(row)))
                    .as(String.join(" | ", prepared.rows().get(row)))
                    .containsExactly(expected[row], within(1e-6f));
        }
        assertThat(TransformProcess.fromJson(prepared.preparation().json().orElseThrow())
                        .getFinalSchema()
                        .getColumnNames())
                .isEqualTo(prepared.file().schema().inputNames());
    }

    @Test
    void aUsersWordForAMissingNumberIsOne() throws IOException {
        Prepared prepared = prepared(
                "number",
                TableOptions.defaults().withLayout(TableLayout.detected().withMissingWords(List.of("-999"))));

        assertThat(prepared.preparation().refusal()).isEmpty();
        assertThat(served(prepared.preparation(), List.of("1", "-999.0"))[1]).isCloseTo(0, within(1e-6f));
    }

    /** What DataVec would read otherwise is not exported, and a sentence says why. */
    @ParameterizedTest
    @ValueSource(strings = {"slash", "months"})
    void refusesWhatItCannotSay(String kind) throws IOException {
        Preparation preparation = prepared(kind, TableOptions.defaults()).preparation();

        assertThat(preparation.json()).isEmpty();
        assertThat(preparation.refusal().orElseThrow()).containsAnyOf("backslash", "a cell in a form that DataVec");
    }

    /** The check notices another table's scaling: inputs that differ by a thousandth of a standard deviation. */
    @Test
    void theCheckWouldNotice() throws IOException {
        Prepared prepared = prepared("number", TableOptions.defaults());
        TableScaling s = prepared.scaling();
        float[] means = s.means().clone();
        means[0] += s.deviations()[0] / 1000;
        TableScaling other = new TableScaling(s.fills(), s.shifts(), s.factors(), means, s.deviations(), s.target());
        TransformProcess process =
                TransformProcess.fromJson(prepared.preparation().json().orElseThrow());

        assertThat(Preparation.refusalOf(prepared.file().schema(), s, process, prepared.rows()))
                .isEmpty();
        assertThat(Preparation.refusalOf(prepared.file().schema(), other, process, prepared.rows()))
                .hasValueSatisfying(why -> assertThat(why).contains("other numbers than predict"));
    }
}
