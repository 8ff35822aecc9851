package org.dropoutlab.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.dropoutlab.measurement.LearningCurve.Point;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.TrialResult;

/** {@code curves.csv}: every learning curve, one number a line. */
final class CurvesCsv {
    private CurvesCsv() {}

    static byte[] of(List<TrialResult> results, Measures measures) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord("arm", "split", "seed", "epoch", "metric", "value");
            Map<String, ToDoubleFunction<Point>> unvalidated = columns(measures, false);
            Map<String, ToDoubleFunction<Point>> validated = columns(measures, true);
            for (TrialResult result : results) {
                for (Point point : result.curve().points()) {
                    for (Map.Entry<String, ToDoubleFunction<Point>> column :
                            (point.validation().isPresent() ? validated : unvalidated).entrySet()) {
                        csv.writeRecord(
                                result.id().arm(),
                                Integer.toString(result.id().split()),
                                Integer.toString(result.id().repeat()),
                                Integer.toString(point.epoch()),
                                column.getKey(),
                                Double.toString(column.getValue().applyAsDouble(point)));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(UTF_8);
    }

    private static Map<String, ToDoubleFunction<Point>> columns(Measures measures, boolean validated) {
        String loss = measures.lossKey();
        String quality = measures.qualityKey();
        Map<String, ToDoubleFunction<Point>> columns = new LinkedHashMap<>();
        columns.put("train_" + loss, point -> point.train().loss());
        columns.put("test_" + loss, point -> point.test().loss());
        columns.put("train_" + quality, point -> point.train().accuracy());
        columns.put("test_" + quality, point -> point.test().accuracy());
        columns.put("learning_rate", Point::learningRate);
        columns.put("seconds", Point::seconds);
        if (validated) {
            columns.put("validation_" + loss, p -> p.validation().orElseThrow().loss());
            columns.put(
                    "validation_" + quality, p -> p.validation().orElseThrow().accuracy());
        }
        return columns;
    }
}
