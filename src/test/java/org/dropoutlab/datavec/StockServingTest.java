package org.dropoutlab.datavec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipFile;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.FileSplit;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.util.ndarray.RecordConverter;
import org.datavec.api.writable.Writable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableOptions;
import org.dropoutlab.data.table.TableRows;
import org.dropoutlab.model.ModelFile;
import org.dropoutlab.prediction.Prediction;
import org.dropoutlab.prediction.Sampling;
import org.dropoutlab.prediction.TablePredictor;
import org.dropoutlab.training.TableTrials;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A kept model in the hands of somebody who has Deeplearning4j and DataVec, and not this project. */
class StockServingTest {
    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        Backend.start();
        Backend.startThread();
    }

    /** Nothing here is this project's. */
    private static final class Server {
        private Server() {}

        static INDArray output(File model, File rows) throws Exception {
            String json;
            try (ZipFile zip = new ZipFile(model)) {
                json = new String(
                        zip.getInputStream(zip.getEntry("datavec-transform-process.json"))
                                .readAllBytes(),
                        UTF_8);
            }
            TransformProcess preparation = TransformProcess.fromJson(json);
            MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(model);
            List<INDArray> inputs = new ArrayList<>();
            try (CSVRecordReader reader = new CSVRecordReader(1, ',')) {
                reader.initialize(new FileSplit(rows));
                while (reader.hasNext()) {
                    List<Writable> prepared = preparation.execute(reader.next());
                    inputs.add(RecordConverter.toArray(DataType.FLOAT, prepared));
                }
            }
            return network.output(Nd4j.vstack(inputs), false);
        }
    }

    private static String row(Random random, int i) {
        return "%s,%s,%s,%s,\"%s\",%s"
                .formatted(
                        "%.3f".formatted(40 + 12 * random.nextGaussian()),
                        i % 8 == 3 ? "n/a" : "%.4f".formatted(random.nextGaussian()),
                        List.of("red", "light blue", "green").get(random.nextInt(3)),
                        random.nextBoolean() ? "Yes" : "no",
                        i % 11 == 5 ? "" : "20%02d-%02d-%02d".formatted(random.nextInt(22), 1 + i % 12, 1 + i % 28),
                        "$%d.%02d".formatted(random.nextInt(900), random.nextInt(100)));
    }

    /** Oracle: this project's predictions without samples; a network's output is in floats. */
    @Test
    void getsTheProbabilitiesOfPredict() throws Exception {
        Random random = new Random(3);
        List<String> train = new ArrayList<>(List.of("age,dose,colour,smoker,seen,price,answer"));
        for (int i = 0; i < 120; i++) {
            String row = row(random, i);
            boolean right = row.contains("red") == random.nextInt(10) > 0;
            train.add(row + "," + (right ? "good" : "bad"));
        }
        Path file = Files.write(directory.resolve("train.csv"), train);
        TableFile table = TableFile.read(file, "answer", TableOptions.defaults());
        assertThat(table.schema().columns().stream()
                        .map(column -> column.getClass().getSimpleName()))
                .containsExactly("Numeric", "Numeric", "Categorical", "Truth", "Dates", "Amount", "Label");
        Path model = TableTrials.keep(directory, table, "dropout=0.3").file();
        assertThat(ModelFile.read(model).description().unprepared()).isEmpty();
        List<String> rows = new ArrayList<>(List.of("age,dose,colour,smoker,seen,price"));
        for (int i = 0; i < 40; i++) {
            rows.add(row(random, i));
        }
        rows.add("99,,mauve,NO,\"\",$5");
        rows.add("?,0.5,green,,2031-12-31,");
        Path fresh = Files.write(directory.resolve("fresh.csv"), rows);

        INDArray output = Server.output(model.toFile(), fresh.toFile());

        TablePredictor predictor = TablePredictor.of(model, new Sampling(0, 1, 0.9));
        List<double[]> inputs = new ArrayList<>();
        try (TableRows read = TableRows.of(predictor.schema(), fresh, Optional.of(true), warning -> {})) {
            read.forEachRemaining(row -> inputs.add(row.inputs()));
        }
        List<Prediction> predictions = predictor.predict(inputs, 1);
        assertThat(output.shape()).containsExactly(42, 1);
        for (int i = 0; i < predictions.size(); i++) {
            double[] expected = ((Prediction.OfClass) predictions.get(i)).probabilities();
            assertThat(output.getDouble(i, 0)).as(rows.get(i + 1)).isCloseTo(expected[1], within(1e-6));
        }
        assertThat(output.stdNumber().doubleValue()).as("different rows").isGreaterThan(0.01);
    }
}
