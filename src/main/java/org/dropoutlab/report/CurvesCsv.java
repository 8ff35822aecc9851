package org.dropoutlab.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dropoutlab.measurement.LearningCurve.Point;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.TrialResult;

/** {@code curves.csv}: every learning curve, one number a line. */
final class CurvesCsv {
    private CurvesCsv() {}

    static byte[] of(List<TrialResult> results, Measures measures) {
        StringBuilder text = new StringBuilder();
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader("arm", "split", "seed", "epoch", "metric", "value")
                .setRecordSeparator("\n")
                .get();
        try (CSVPrinter csv = new CSVPrinter(text, format)) {
            Map<String, ToDoubleFunction<Point>> unvalidated = columns(measures, false);
            Map<String, ToDoubleFunction<Point>> validated = columns(measures, true);
            for (TrialResult result : results) {
                for (Point point : result.curve().points()) {
                    for (Map.Entry<String, ToDoubleFunction<Point>> column :
                            (point.validation().isPresent() ? validated : unvalidated).entrySet()) {
                        csv.printRecord(
                                result.id().arm(),
                                result.id().split(),
                                result.id().repeat(),
                                point.epoch(),
                                column.getKey(),
                                column.getValue().applyAsDouble(point));
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
