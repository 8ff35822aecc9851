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
import org.dropoutlab.experiment.LearningCurve.Point;
import org.dropoutlab.experiment.TrialResult;

/** {@code curves.csv}: every learning curve, one number a line. */
final class CurvesCsv {
    private static final Map<String, ToDoubleFunction<Point>> COLUMNS = columns();

    private CurvesCsv() {}

    static byte[] of(List<TrialResult> results) {
        StringBuilder text = new StringBuilder();
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader("arm", "split", "seed", "epoch", "metric", "value")
                .setRecordSeparator("\n")
                .get();
        try (CSVPrinter csv = new CSVPrinter(text, format)) {
            for (TrialResult result : results) {
                for (Point point : result.curve().points()) {
                    for (Map.Entry<String, ToDoubleFunction<Point>> column :
                            columnsOf(point).entrySet()) {
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

    private static Map<String, ToDoubleFunction<Point>> columnsOf(Point point) {
        if (point.validation().isEmpty()) {
            return COLUMNS;
        }
        Map<String, ToDoubleFunction<Point>> columns = new LinkedHashMap<>(COLUMNS);
        columns.put("validation_loss", p -> p.validation().orElseThrow().loss());
        columns.put("validation_accuracy", p -> p.validation().orElseThrow().accuracy());
        return columns;
    }

    private static Map<String, ToDoubleFunction<Point>> columns() {
        Map<String, ToDoubleFunction<Point>> columns = new LinkedHashMap<>();
        columns.put("train_loss", point -> point.train().loss());
        columns.put("test_loss", point -> point.test().loss());
        columns.put("train_accuracy", point -> point.train().accuracy());
        columns.put("test_accuracy", point -> point.test().accuracy());
        columns.put("learning_rate", Point::learningRate);
        columns.put("seconds", Point::seconds);
        return columns;
    }
}
