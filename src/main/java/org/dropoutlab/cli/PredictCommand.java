package org.dropoutlab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.dropoutlab.data.image.ImageFiles;
import org.dropoutlab.data.sequence.SequenceRows;
import org.dropoutlab.data.table.TableLayout;
import org.dropoutlab.data.table.TableRows;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.prediction.ImagePredictor;
import org.dropoutlab.prediction.LabelledScores;
import org.dropoutlab.prediction.MarkCount;
import org.dropoutlab.prediction.Marks;
import org.dropoutlab.prediction.Prediction;
import org.dropoutlab.prediction.PredictionFormat;
import org.dropoutlab.prediction.Sampling;
import org.dropoutlab.prediction.SequencePredictor;
import org.dropoutlab.prediction.TablePredictor;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab predict}. */
@Command(
        name = "predict",
        description = {
            "Predict the rows of a table, or images, with a saved model, with uncertainty from Monte-Carlo dropout.",
            "CSV output for classification: row, predicted class, one probability per class, entropy, mutual information,"
                    + " lower, upper; for regression: row, predicted number, sd, lower, upper. Entropies are in nats; lower"
                    + " and upper bound the probability of the predicted class, or the predicted number.",
            "A table's last column, outside, names the values of a row that training did not see: numbers beyond the"
                    + " training range, and how far; and unseen categories."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PredictCommand implements Runnable {
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);

    @Parameters(paramLabel = "MODEL", description = "Model saved by a run: RUN/models/ARM.zip.")
    private Path model;

    @ArgGroup(multiplicity = "1")
    private Place place;

    @Option(
            names = "--sequence",
            paramLabel = "COLUMN",
            description =
                    "Column that says of which sequence a row is a step, for a model of sequences (default: the training data's). The"
                            + " first column is then the sequence, or sequence:step if each step is predicted.")
    private String sequence;

    @Option(names = "--no-header", description = "The file has no header row (default: auto-detected).")
    private boolean noHeader;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description =
                    "Number of Monte-Carlo passes; 0 for a single pass without noise, and so without mutual information"
                            + " and interval (default: ${DEFAULT-VALUE}).")
    private int samples = 100;

    @Option(names = "--format", paramLabel = "FORMAT", description = "Output format: csv or json (default: csv).")
    private PredictionFormat format = PredictionFormat.CSV;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed for the passes; the same seed gives the same output (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--interval",
            paramLabel = "P",
            description = "Coverage of the interval [lower, upper] over the passes (default: ${DEFAULT-VALUE}).")
    private double interval = 0.9;

    @Option(names = "--skip-bad-rows", description = "Leave out images that cannot be read, and list them.")
    private boolean skipBadRows;

    /** What to predict. */
    static final class Place {
        @Option(
                names = "--csv",
                paramLabel = "FILE",
                description =
                        "CSV with the training columns (any order if it has a header); - for standard input. A label column"
                                + " is optional; with it, the predictions are scored.")
        private String csv;

        @Option(
                names = "--images",
                paramLabel = "PATH",
                description =
                        "Image, or folder of images, subfolders included; the first column is then the file's name.")
        private Path images;
    }

    /** The reader of the output has closed it. */
    private static final class NobodyReads extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void run() {
        Sampling sampling = new Sampling(samples, seed, interval);
        if (place.images != null) {
            predictImages(sampling);
            return;
        }
        if (sequence != null || SequencePredictor.isFor(model)) {
            predictSequences(sampling);
            return;
        }
        TablePredictor predictor = TablePredictor.of(model, sampling);
        if (samples > 0 && !predictor.varies()) {
            say("this model has no dropout or other noise, so all passes are identical");
        }
        decisions(predictor.threshold(), predictor.schema().classes());
        try (TableRows rows = rows(predictor.schema())) {
            predict(predictor, rows);
        } catch (NobodyReads e) {
            // As with head, which has read enough.
        }
    }

    private static void decisions(OptionalDouble threshold, List<String> classes) {
        threshold.ifPresent(chosen ->
                say("'%s' is predicted if its probability is greater than %.3g, the threshold chosen on validation data"
                        .formatted(classes.get(1), chosen)));
    }

    private void predictImages(Sampling sampling) {
        if (noHeader) {
            throw new InputException("--no-header needs --csv");
        }
        ImagePredictor predictor = ImagePredictor.of(model, sampling);
        if (samples > 0 && !predictor.varies()) {
            say("this model has no dropout or other noise, so all passes are identical");
        }
        ImageFiles images = ImageFiles.read(
                place.images, predictor.shape(), skipBadRows ? TableLayout.BadRows.SKIP : TableLayout.BadRows.REFUSE);
        decisions(predictor.threshold(), predictor.classes());
        images.warnings().forEach(warning -> say(warning.message()));
        if (format == PredictionFormat.CSV) {
            say("columns: " + PredictionFormat.columns(predictor.classes()));
        }
        PredictionFormat.Words words = new PredictionFormat.Words(predictor.classes(), images.names());
        try {
            write(format.lines(predictor.predict(images.pixels()), words));
        } catch (NobodyReads e) {
            // As with head, which has read enough.
        }
    }

    private void predictSequences(Sampling sampling) {
        SequencePredictor predictor = SequencePredictor.of(model, sampling);
        TableSchema.Sequence kept = predictor.schema().sequence().orElseThrow();
        String column = kept.name();
        TableSchema schema = predictor.schema();
        if (sequence != null && kept.ofFile()) {
            if (!schema.header()) {
                throw new InputException(
                        "%s: --sequence needs a header, and the training files had none; predict a file for each sequence"
                                .formatted(model));
            }
            schema = schema.withSequence(sequence);
        } else if (sequence != null && !sequence.equals(column)) {
            throw new InputException("%s: the model's sequences are those of column %s, not %s; rename the column"
                    .formatted(model, column, sequence));
        }
        if (samples > 0 && !predictor.varies()) {
            say("this model has no dropout or other noise, so all passes are identical");
        }
        decisions(predictor.threshold(), predictor.schema().classes());
        SequenceRows sequences;
        String file = place.csv.equals("-") ? "standard input" : place.csv;
        try (TableRows rows = rows(schema)) {
            sequences = SequenceRows.of(rows, file);
        }
        if (kept.ofFile() && sequence == null && sequences.names().equals(List.of(file))) {
            say("%s: its rows are the steps of one sequence (--sequence COLUMN for a long table)".formatted(file));
        }
        try {
            predict(predictor, sequences);
        } catch (NobodyReads e) {
            // As with head, which has read enough.
        }
    }

    private void predict(SequencePredictor predictor, SequenceRows sequences) {
        String key = predictor.eachStep() ? "sequence:step" : "sequence";
        if (format == PredictionFormat.CSV) {
            say("columns: " + PredictionFormat.columns(key, predictor.schema()));
        }
        LabelledScores scores = new LabelledScores(predictor.schema(), predictor.threshold());
        MarkCount outside = new MarkCount();
        for (int i = 0; i < sequences.size(); i++) {
            List<TableRows.Row> steps = sequences.steps().get(i);
            String name = sequences.names().get(i);
            List<Prediction> predictions = predictor.predict(steps, 1);
            List<Marks> marks = predictor.eachStep()
                    ? steps.stream().map(step -> predictor.marks(List.of(step))).toList()
                    : List.of(predictor.marks(steps));
            List<String> names = predictor.eachStep()
                    ? IntStream.rangeClosed(1, steps.size())
                            .mapToObj(step -> name + ":" + step)
                            .toList()
                    : List.of(name);
            write(format.lines(
                    predictions,
                    marks,
                    new PredictionFormat.Words(predictor.schema(), names, key, predictor.deviation())));
            for (int step = 0; step < predictions.size(); step++) {
                scores.add(steps.get(predictor.eachStep() ? step : steps.size() - 1), predictions.get(step));
            }
            outside.add(marks);
        }
        outside.told().ifPresent(PredictCommand::say);
        scores.told().ifPresent(PredictCommand::say);
        if (format == PredictionFormat.JSON) {
            scores.json().ifPresent(PredictCommand::write);
        }
    }

    private TableRows rows(TableSchema schema) {
        Optional<Boolean> header = noHeader ? Optional.of(false) : Optional.empty();
        return place.csv.equals("-")
                ? TableRows.of(schema, System.in, "standard input", header, PredictCommand::say)
                : TableRows.of(schema, Path.of(place.csv), header, PredictCommand::say);
    }

    private void predict(TablePredictor predictor, TableRows rows) {
        PredictionFormat.Words words = new PredictionFormat.Words(predictor.schema(), predictor.deviation());
        if (format == PredictionFormat.CSV) {
            say("columns: " + PredictionFormat.columns(predictor.schema()));
        }
        List<double[]> batch = new ArrayList<>();
        List<TableRows.Row> read = new ArrayList<>();
        LabelledScores scores = new LabelledScores(predictor.schema(), predictor.threshold());
        MarkCount outside = new MarkCount();
        long done = 0;
        long start = System.nanoTime();
        long lastReport = start;
        while (rows.hasNext()) {
            batch.clear();
            read.clear();
            while (batch.size() < predictor.batchRows() && rows.hasNext()) {
                TableRows.Row row = rows.next();
                batch.add(row.inputs());
                read.add(row);
            }
            List<Prediction> predictions = predictor.predict(batch, done + 1);
            List<Marks> marks = read.stream().map(predictor::marks).toList();
            write(format.lines(predictions, marks, words));
            for (int i = 0; i < predictions.size(); i++) {
                scores.add(read.get(i), predictions.get(i));
            }
            outside.add(marks);
            done += batch.size();
            long now = System.nanoTime();
            if (now - lastReport >= BETWEEN_REPORTS.toNanos()) {
                lastReport = now;
                say("%,d rows, %,.0f per second".formatted(done, done / ((now - start) / 1e9)));
            }
        }
        outside.told().ifPresent(PredictCommand::say);
        scores.told().ifPresent(PredictCommand::say);
        if (format == PredictionFormat.JSON) {
            scores.json().ifPresent(PredictCommand::write);
        }
    }

    private static void write(String lines) {
        byte[] bytes = lines.getBytes(UTF_8);
        System.out.write(bytes, 0, bytes.length);
        if (System.out.checkError()) {
            throw whyNotWritten();
        }
    }

    /** A {@code PrintStream} hides the error; writing to its file shows it. */
    private static RuntimeException whyNotWritten() {
        try {
            // Not closed: standard output is not this command's to close.
            @SuppressWarnings("resource")
            FileOutputStream out = new FileOutputStream(FileDescriptor.out);
            out.write('\n');
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("pipe")) {
                return new NobodyReads();
            }
            return new UncheckedIOException("cannot write to standard output: " + e.getMessage(), e);
        }
        return new IllegalStateException("cannot write to standard output");
    }

    private static void say(String line) {
        System.err.println("lab: " + line);
    }
}
