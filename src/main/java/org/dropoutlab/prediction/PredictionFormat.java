package org.dropoutlab.prediction;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.data.table.TableSchema.Task;

/**
 * Output format of predictions, one line each. Probabilities, entropies and mutual information (in nats) have six decimals;
 * predicted numbers are rounded to about a millionth of the target's standard deviation over the training data.
 */
public enum PredictionFormat {
    /** Comma-separated values, quoted as in RFC 4180 if necessary; missing values are empty. */
    CSV {
        @Override
        void write(Writer lines, List<? extends Prediction> predictions, List<Marks> marks, Words words)
                throws IOException {
            CsvWriter csv = csv(lines);
            for (int i = 0; i < predictions.size(); i++) {
                List<String> cells = cells(predictions.get(i), words);
                if (!marks.isEmpty()) {
                    String text = marks.get(i).text();
                    cells.add(text.isEmpty() ? null : text);
                }
                csv.writeRecord(cells);
            }
            csv.flush();
        }

        private static List<String> cells(Prediction prediction, Words words) {
            List<String> cells = new ArrayList<>();
            cells.add(words.name(prediction.row()));
            if (prediction instanceof Prediction.OfClass ofClass) {
                cells.add(words.texts.get(ofClass.predicted()));
                for (double probability : ofClass.probabilities()) {
                    cells.add(words.number(probability));
                }
                cells.add(words.number(ofClass.entropy()));
                cells.add(words.number(ofClass.mutualInformation()));
            } else if (prediction instanceof Prediction.OfNumber ofNumber) {
                cells.add(words.number(ofNumber.predicted()));
                cells.add(words.number(ofNumber.sd()));
            }
            Optional<Range> interval = prediction.interval();
            cells.add(interval.map(range -> words.number(range.lower())).orElse(null));
            cells.add(interval.map(range -> words.number(range.upper())).orElse(null));
            return cells;
        }
    },
    /** A JSON object per line; missing values are null. */
    JSON {
        @Override
        void write(Writer lines, List<? extends Prediction> predictions, List<Marks> marks, Words words)
                throws IOException {
            try (JsonGenerator json = OBJECTS.createGenerator(lines)) {
                for (int i = 0; i < predictions.size(); i++) {
                    json.writeStartObject();
                    writeFields(json, predictions.get(i), words);
                    if (!marks.isEmpty()) {
                        write(json, marks.get(i));
                    }
                    json.writeEndObject();
                    json.writeRaw('\n');
                }
            }
        }

        private static void writeFields(JsonGenerator json, Prediction prediction, Words words) throws IOException {
            if (words.files.isEmpty()) {
                json.writeNumberField("row", prediction.row());
            } else {
                json.writeStringField(words.key, words.name(prediction.row()));
            }
            if (prediction instanceof Prediction.OfClass ofClass) {
                json.writeFieldName("predicted");
                json.writeString(words.names.get(ofClass.predicted()));
                json.writeObjectFieldStart("probabilities");
                for (int c = 0; c < ofClass.probabilities().length; c++) {
                    json.writeFieldName(words.names.get(c));
                    json.writeNumber(words.number(ofClass.probabilities()[c]));
                }
                json.writeEndObject();
                write(json, "entropy", words.number(ofClass.entropy()));
                write(json, "mutual_information", words.number(ofClass.mutualInformation()));
            } else if (prediction instanceof Prediction.OfNumber ofNumber) {
                write(json, "predicted", words.number(ofNumber.predicted()));
                write(json, "sd", words.number(ofNumber.sd()));
            }
            if (prediction.interval().isPresent()) {
                json.writeArrayFieldStart("interval");
                json.writeNumber(words.number(prediction.interval().get().lower()));
                json.writeNumber(words.number(prediction.interval().get().upper()));
                json.writeEndArray();
            } else {
                json.writeNullField("interval");
            }
        }

        private static void write(JsonGenerator json, Marks marks) throws IOException {
            if (marks.outside().isEmpty()) {
                json.writeNullField("outside");
                return;
            }
            json.writeArrayFieldStart("outside");
            for (Outside outside : marks.outside().get()) {
                json.writeStartObject();
                json.writeStringField("column", outside.column());
                json.writeStringField("value", outside.value());
                if (outside.beyond().isPresent()) {
                    Outside.Beyond beyond = outside.beyond().get();
                    json.writeFieldName(beyond.above() ? "above" : "below");
                    json.writeString(beyond.end());
                    write(json, "by", Outside.number(beyond.by()));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }

        private static void write(JsonGenerator json, String name, String number) throws IOException {
            json.writeFieldName(name);
            json.writeNumber(number);
        }
    };

    private static final JsonFactory OBJECTS =
            new JsonFactoryBuilder().rootValueSeparator((String) null).build();

    private static final long MILLION = 1_000_000;

    private static CsvWriter csv(Writer into) {
        return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(into);
    }

    abstract void write(Writer lines, List<? extends Prediction> predictions, List<Marks> marks, Words words)
            throws IOException;

    /** A line for each prediction, its end included. */
    public String lines(List<? extends Prediction> predictions, Words words) {
        return lines(predictions, List.of(), words);
    }

    /**
     * A line for each prediction of a table's row, its end included.
     *
     * @param marks of each row, what is outside of what training saw; none to leave them out
     */
    public String lines(List<? extends Prediction> predictions, List<Marks> marks, Words words) {
        StringWriter lines = new StringWriter();
        try {
            write(lines, predictions, marks, words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines.toString();
    }

    /** The column names of {@link #CSV}, separated by commas. */
    public static String columns(TableSchema schema) {
        if (schema.task() == Task.REGRESSION) {
            return "row,predicted,sd,lower,upper,outside";
        }
        return columns("row", schema.classes(), List.of("outside"));
    }

    /** The column names of {@link #CSV} for images of some classes. */
    public static String columns(List<String> classes) {
        return columns("file", classes, List.of());
    }

    /**
     * The column names of {@link #CSV} for sequences.
     *
     * @param key name of the first column
     */
    public static String columns(String key, TableSchema schema) {
        return schema.task() == Task.REGRESSION
                ? key + ",predicted,sd,lower,upper,outside"
                : columns(key, schema.classes(), List.of("outside"));
    }

    private static String columns(String first, List<String> classes, List<String> last) {
        List<String> columns = new ArrayList<>(List.of(first, "predicted"));
        classes.forEach(name -> columns.add("p(" + name + ")"));
        columns.addAll(List.of("entropy", "mutual_information", "lower", "upper"));
        columns.addAll(last);
        StringWriter line = new StringWriter();
        try (CsvWriter csv = csv(line)) {
            csv.writeRecord(columns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString().stripTrailing();
    }

    /** Class names, names of files and number format, shared by all lines. */
    public static final class Words {
        private final List<String> texts;
        private final List<SerializedString> names;
        private final List<String> files;
        private final String key;
        private final DoubleFunction<String> digits;

        /**
         * Words for the rows of a table.
         *
         * @param schema has the classes
         * @param deviation standard deviation of the target; empty for classification
         */
        public Words(TableSchema schema, OptionalDouble deviation) {
            this(
                    schema.classes(),
                    List.of(),
                    "row",
                    deviation.isEmpty() ? PredictionFormat::millionths : inUnitsOf(deviation.getAsDouble()));
        }

        /**
         * Words for images.
         *
         * @param files the name of each image
         */
        public Words(List<String> classes, List<String> files) {
            this(classes, files, "file", PredictionFormat::millionths);
        }

        /**
         * Words for sequences.
         *
         * @param names of the predictions, in their order
         * @param key what they are names of
         * @param deviation standard deviation of the target; empty for classification
         */
        public Words(TableSchema schema, List<String> names, String key, OptionalDouble deviation) {
            this(
                    schema.classes(),
                    names,
                    key,
                    deviation.isEmpty() ? PredictionFormat::millionths : inUnitsOf(deviation.getAsDouble()));
        }

        private Words(List<String> classes, List<String> files, String key, DoubleFunction<String> digits) {
            this.key = key;
            this.texts = classes;
            this.names = classes.stream().map(SerializedString::new).toList();
            this.files = files;
            this.digits = digits;
        }

        /** Of a row or image. */
        private String name(long row) {
            return files.isEmpty() ? Long.toString(row) : files.get(Math.toIntExact(row - 1));
        }

        private String number(double value) {
            return digits.apply(value);
        }

        /** Null if there is none: an empty cell in CSV, null in JSON. */
        private String number(OptionalDouble value) {
            return value.isPresent() ? number(value.getAsDouble()) : null;
        }
    }

    private static DoubleFunction<String> inUnitsOf(double deviation) {
        int decimals = Math.max(0, 6 - (int) Math.floor(Math.log10(deviation)));
        return value -> BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    /** A number of at least 0. */
    private static String millionths(double value) {
        long millionths = Math.round(value * MILLION);
        String fraction = Long.toString(MILLION + millionths % MILLION);
        return millionths / MILLION + "." + fraction.substring(1);
    }
}
