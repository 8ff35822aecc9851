package org.dropoutlab.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.data.table.TableSchema.MissingValues;
import org.dropoutlab.data.table.TableSchema.Task;
import org.dropoutlab.data.table.TableSchema.UnseenCategories;
import org.dropoutlab.experiment.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionFormatTest {
    private static final TableSchema NAMES = schema(Task.MULTI_CLASS, List.of("a", "b, or \"c\"", "d\n"));
    private static final TableSchema NUMBER = schema(Task.REGRESSION, List.of());

    private static TableSchema schema(Task task, List<String> classes) {
        return new TableSchema(
                ',',
                true,
                List.of(new TableSchema.Numeric("x"), new TableSchema.Label("y")),
                task,
                classes,
                MissingValues.IMPUTE,
                UnseenCategories.IGNORE);
    }

    private static String line(PredictionFormat format, Prediction prediction, TableSchema schema, OptionalDouble of) {
        return format.lines(List.of(prediction), new PredictionFormat.Words(schema, of));
    }

    private static final Prediction SAMPLED = new Prediction.OfClass(
            12,
            1,
            new double[] {0.25, 0.7499996, 4e-7},
            0.5623,
            OptionalDouble.of(1e-6),
            Optional.of(new Range(0.5, 1)));
    private static final Prediction PLAIN =
            new Prediction.OfClass(1, 0, new double[] {1, 0, 0}, 0, OptionalDouble.empty(), Optional.empty());

    @Test
    void aClassIsALineOfCsv() {
        assertThat(line(PredictionFormat.CSV, SAMPLED, NAMES, OptionalDouble.empty()))
                .isEqualTo("12,\"b, or \"\"c\"\"\",0.250000,0.750000,0.000000,0.562300,0.000001,0.500000,1.000000\n");
        assertThat(line(PredictionFormat.CSV, PLAIN, NAMES, OptionalDouble.empty()))
                .isEqualTo("1,a,1.000000,0.000000,0.000000,0.000000,,,\n");
        assertThat(PredictionFormat.columns(NAMES))
                .isEqualTo(
                        "row,predicted,p(a),\"p(b, or \"\"c\"\")\",\"p(d\n)\",entropy,mutual_information,lower,upper,outside");
        assertThat(PredictionFormat.columns(NUMBER)).isEqualTo("row,predicted,sd,lower,upper,outside");
    }

    /** As RFC 4180 asks, and nothing more: neither a # nor an empty end needs quotes. */
    @ParameterizedTest
    @CsvSource({
        "'#1', '#1'",
        "'!', '!'",
        "' a ', ' a '",
        "'-', '-'",
        "'a\tb', 'a\tb'",
        "'ä√😀', 'ä√😀'",
        "'a\nb', '~a\nb~'",
        "'\r', '~\r~'",
        "',', '~,~'",
        "'~', '~~~~'",
        "'a~b', '~a~~b~'"
    })
    void aNameIsQuotedWhereItNeedsIt(String name, String expected) {
        TableSchema schema = schema(Task.BINARY, List.of(name.replace('~', '"'), "b"));
        Prediction prediction =
                new Prediction.OfClass(7, 0, new double[] {0.5, 0.5}, 0, OptionalDouble.empty(), Optional.empty());

        assertThat(line(PredictionFormat.CSV, prediction, schema, OptionalDouble.empty()))
                .isEqualTo("7," + expected.replace('~', '"') + ",0.500000,0.500000,0.000000,,,\n");
    }

    @Test
    void everyPredictionHasALine() {
        PredictionFormat.Words words = new PredictionFormat.Words(NAMES, OptionalDouble.empty());

        for (PredictionFormat format : PredictionFormat.values()) {
            assertThat(format.lines(List.of(PLAIN, SAMPLED), words))
                    .isEqualTo(format.lines(List.of(PLAIN), words) + format.lines(List.of(SAMPLED), words));
            assertThat(format.lines(List.of(), words)).isEmpty();
        }
    }

    @Test
    void theBytesOfAClassInJson() {
        assertThat(line(PredictionFormat.JSON, SAMPLED, NAMES, OptionalDouble.empty()))
                .isEqualTo("{\"row\":12,\"predicted\":\"b, or \\\"c\\\"\",\"probabilities\":{\"a\":0.250000,"
                        + "\"b, or \\\"c\\\"\":0.750000,\"d\\n\":0.000000},\"entropy\":0.562300,"
                        + "\"mutual_information\":0.000001,\"interval\":[0.500000,1.000000]}\n");
        assertThat(line(PredictionFormat.JSON, PLAIN, NAMES, OptionalDouble.empty()))
                .isEqualTo("{\"row\":1,\"predicted\":\"a\",\"probabilities\":{\"a\":1.000000,"
                        + "\"b, or \\\"c\\\"\":0.000000,\"d\\n\":0.000000},\"entropy\":0.000000,"
                        + "\"mutual_information\":null,\"interval\":null}\n");
    }

    /** Oracle: Jackson. */
    @Test
    void aClassIsALineOfJson() throws IOException {
        String line = line(PredictionFormat.JSON, SAMPLED, NAMES, OptionalDouble.empty());
        JsonNode json = new ObjectMapper().readTree(line);

        assertThat(line.lines()).hasSize(1);
        assertThat(json.get("row").intValue()).isEqualTo(12);
        assertThat(json.get("predicted").textValue()).isEqualTo("b, or \"c\"");
        assertThat(json.get("probabilities").get("a").doubleValue()).isEqualTo(0.25);
        assertThat(json.get("probabilities").get("d\n").doubleValue()).isZero();
        assertThat(json.get("entropy").doubleValue()).isEqualTo(0.5623);
        assertThat(json.get("mutual_information").doubleValue()).isEqualTo(1e-6);
        assertThat(json.get("interval").get(1).doubleValue()).isEqualTo(1);
        JsonNode plain = new ObjectMapper().readTree(line(PredictionFormat.JSON, PLAIN, NAMES, OptionalDouble.empty()));
        assertThat(plain.get("mutual_information").isNull()).isTrue();
        assertThat(plain.get("interval").isNull()).isTrue();
    }

    /** Digits go by the spread of the target: a millionth of it and no more. */
    @ParameterizedTest
    @CsvSource({
        "40, '3,512.34568,1.50000,-2.00000,600.00000'",
        "1e7, '3,512,2,-2,600'",
        "0.5, '3,512.3456789,1.5000000,-2.0000000,600.0000000'"
    })
    void aNumberIsALineOfCsv(double deviation, String expected) {
        Prediction prediction =
                new Prediction.OfNumber(3, 512.3456789, OptionalDouble.of(1.5), Optional.of(new Range(-2, 600)));

        assertThat(line(PredictionFormat.CSV, prediction, NUMBER, OptionalDouble.of(deviation)))
                .isEqualTo(expected + "\n");
    }

    @Test
    void aNumberIsALineOfJson() throws IOException {
        Prediction plain = new Prediction.OfNumber(3, 1.7e12, OptionalDouble.empty(), Optional.empty());

        assertThat(line(PredictionFormat.JSON, plain, NUMBER, OptionalDouble.of(1e9)))
                .isEqualTo("{\"row\":3,\"predicted\":1700000000000,\"sd\":null,\"interval\":null}\n");
        assertThat(line(
                        PredictionFormat.JSON,
                        new Prediction.OfNumber(4, -1e-9, OptionalDouble.of(2e-10), Optional.of(new Range(-1, 1e-10))),
                        NUMBER,
                        OptionalDouble.of(1e-6)))
                .isEqualTo("{\"row\":4,\"predicted\":-0.000000001000,\"sd\":0.000000000200,"
                        + "\"interval\":[-1.000000000000,0.000000000100]}\n");
        assertThat(line(PredictionFormat.CSV, plain, NUMBER, OptionalDouble.of(1e9)))
                .isEqualTo("3,1700000000000,,,\n");
    }

    /** By hand, with definition 7: of 1, 2, 4 and 8, a share of 0.5 lies between 0.75 and 2.25 of the way. */
    @Test
    void anIntervalIsBetweenTwoQuantiles() {
        Range half = Range.of(new double[] {8, 1, 4, 2}, 0.5);

        assertThat(half.lower()).isCloseTo(1.75, within(1e-12));
        assertThat(half.upper()).isCloseTo(5, within(1e-12));
        assertThat(Range.of(new double[] {3}, 0.9)).isEqualTo(new Range(3, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0.9, 'samples must be from 0 to 10,000, not -1'",
        "10001, 0.9, 'samples must be from 0 to 10,000, not 10001'",
        "1, 0, 'between 0 and 1, not 0.0'",
        "1, 1, 'between 0 and 1, not 1.0'",
        "1, NaN, 'between 0 and 1, not NaN'"
    })
    void refusesSamplingThatMakesNoSense(int samples, double interval, String message) {
        assertThatThrownBy(() -> new Sampling(samples, 1, interval))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}
