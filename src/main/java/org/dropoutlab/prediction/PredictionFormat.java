package org.dropoutlab.prediction;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.data.table.TableSchema.Task;

/**
 * How predictions are written, a line each. Probabilities, entropies and mutual information (in nats) have six decimals; numbers
 * that are predicted have as many as a millionth of their standard deviation over the training data takes.
 */
public enum PredictionFormat {
    /** Values separated by commas, quoted as in RFC 4180 where a class's name needs it; what there is none of is empty. */
    CSV {
        @Override
        void write(StringBuilder line, Prediction.OfClass prediction, Words words) {
            line.append(prediction.row()).append(',').append(words.quoted.get(prediction.predicted()));
            for (double probability : prediction.probabilities()) {
                line.append(',').append(decimals(probability));
            }
            line.append(',').append(decimals(prediction.entropy())).append(',');
            prediction.mutualInformation().ifPresent(nats -> line.append(decimals(nats)));
            line.append(',');
            prediction.interval().ifPresent(range -> line.append(decimals(range.lower())));
            line.append(',');
            prediction.interval().ifPresent(range -> line.append(decimals(range.upper())));
        }

        @Override
        void write(StringBuilder line, Prediction.OfNumber prediction, Words words) {
            line.append(prediction.row()).append(',').append(words.number(prediction.predicted()));
            line.append(',');
            prediction.sd().ifPresent(sd -> line.append(words.number(sd)));
            line.append(',');
            prediction.interval().ifPresent(range -> line.append(words.number(range.lower())));
            line.append(',');
            prediction.interval().ifPresent(range -> line.append(words.number(range.upper())));
        }
    },
    /** A JSON object with names; what there is none of is null. */
    JSON {
        @Override
        void write(StringBuilder line, Prediction.OfClass prediction, Words words) {
            line.append("{\"row\":").append(prediction.row());
            line.append(",\"predicted\":").append(words.json.get(prediction.predicted()));
            line.append(",\"probabilities\":{");
            for (int c = 0; c < prediction.probabilities().length; c++) {
                line.append(c == 0 ? "" : ",").append(words.json.get(c)).append(':');
                line.append(decimals(prediction.probabilities()[c]));
            }
            line.append("},\"entropy\":").append(decimals(prediction.entropy()));
            line.append(",\"mutual_information\":")
                    .append(orNull(prediction.mutualInformation().stream().mapToObj(PredictionFormat::decimals)));
            line.append(",\"interval\":")
                    .append(orNull(prediction.interval().stream()
                            .map(range -> "[" + decimals(range.lower()) + "," + decimals(range.upper()) + "]")));
            line.append('}');
        }

        @Override
        void write(StringBuilder line, Prediction.OfNumber prediction, Words words) {
            line.append("{\"row\":").append(prediction.row());
            line.append(",\"predicted\":").append(words.number(prediction.predicted()));
            line.append(",\"sd\":").append(orNull(prediction.sd().stream().mapToObj(words::number)));
            line.append(",\"interval\":")
                    .append(orNull(prediction.interval().stream()
                            .map(range ->
                                    "[" + words.number(range.lower()) + "," + words.number(range.upper()) + "]")));
            line.append('}');
        }
    };

    private static final int DECIMALS = 6;
    private static final long MILLION = 1_000_000;

    abstract void write(StringBuilder line, Prediction.OfClass prediction, Words words);

    abstract void write(StringBuilder line, Prediction.OfNumber prediction, Words words);

    /** Adds the line of a prediction, its end included. */
    public void write(StringBuilder lines, Prediction prediction, Words words) {
        if (prediction instanceof Prediction.OfClass ofClass) {
            write(lines, ofClass, words);
        } else {
            write(lines, (Prediction.OfNumber) prediction, words);
        }
        lines.append('\n');
    }

    /** What the values of a line of {@link #CSV} are, separated by commas. */
    public static String columns(TableSchema schema) {
        Stream<String> columns = schema.task() == Task.REGRESSION
                ? Stream.of("row", "predicted", "sd", "lower", "upper")
                : Stream.of(
                                Stream.of("row", "predicted"),
                                schema.classes().stream().map(name -> quoted("p(" + name + ")")),
                                Stream.of("entropy", "mutual_information", "lower", "upper"))
                        .flatMap(part -> part);
        return columns.collect(Collectors.joining(","));
    }

    /** Names of classes and digits of numbers: what lines have in common. */
    public static final class Words {
        private final List<String> quoted;
        private final List<String> json;
        private final int decimals;

        /**
         * @param schema has the classes
         * @param deviation of the number that is predicted; empty of classes
         */
        public Words(TableSchema schema, OptionalDouble deviation) {
            this.quoted =
                    schema.classes().stream().map(PredictionFormat::quoted).toList();
            this.json = schema.classes().stream()
                    .map(name ->
                            "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(name)) + "\"")
                    .toList();
            this.decimals = deviation.isEmpty()
                    ? DECIMALS
                    : Math.max(0, DECIMALS - (int) Math.floor(Math.log10(deviation.getAsDouble())));
        }

        private String number(double value) {
            return BigDecimal.valueOf(value)
                    .setScale(decimals, RoundingMode.HALF_EVEN)
                    .toPlainString();
        }
    }

    private static String orNull(Stream<String> value) {
        return value.findFirst().orElse("null");
    }

    /** A number of at least 0. */
    private static String decimals(double value) {
        long millionths = Math.round(value * MILLION);
        String fraction = Long.toString(MILLION + millionths % MILLION);
        return millionths / MILLION + "." + fraction.substring(1);
    }

    private static String quoted(String text) {
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? "\"" + text.replace("\"", "\"\"") + "\""
                : text;
    }
}
