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
import org.dropoutlab.data.table.TableRows;
import org.dropoutlab.prediction.Prediction;
import org.dropoutlab.prediction.PredictionFormat;
import org.dropoutlab.prediction.Sampling;
import org.dropoutlab.prediction.TablePredictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab predict}. */
@Command(
        name = "predict",
        description = {
            "Predicts the rows of a table by a model that a run has kept, one line of output for each, with its uncertainty"
                    + " by Monte-Carlo dropout.",
            "CSV lines are row,predicted, a probability for each class, entropy,mutual_information,lower,upper; of numbers"
                    + " they are row,predicted,sd,lower,upper. Entropies are in nats; lower and upper are of the predicted"
                    + " class's probability, or of the number."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PredictCommand implements Runnable {
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);

    @Parameters(paramLabel = "MODEL", description = "A model that a run has kept: RUN/models/ARM.zip")
    private Path model;

    @Option(
            names = "--csv",
            required = true,
            paramLabel = "FILE",
            description =
                    "Rows in the columns that it was learnt from, in any order if they have names; - reads standard"
                            + " input. The label may be there and is not looked at.")
    private String csv;

    @Option(names = "--no-header", description = "The first row has no names of columns (default: found out).")
    private boolean noHeader;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description =
                    "Monte-Carlo passes; 0 for one without any noise, which leaves mutual information and interval"
                            + " out (default ${DEFAULT-VALUE}).")
    private int samples = 100;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "How lines are written: csv or json (default ${DEFAULT-VALUE}).")
    private PredictionFormat format = PredictionFormat.CSV;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of the passes: the same seed, the same output (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--interval",
            paramLabel = "P",
            description = "Share of the passes that lower and upper hold between them (default ${DEFAULT-VALUE}).")
    private double interval = 0.9;

    /** Whoever reads the output has read enough. */
    private static final class NobodyReads extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void run() {
        TablePredictor predictor = TablePredictor.of(model, new Sampling(samples, seed, interval));
        if (samples > 0 && !predictor.varies()) {
            say("this model has no dropout or other noise: sampling has nothing to vary, and all passes are the same");
        }
        try (TableRows rows = rows(predictor)) {
            predict(predictor, rows);
        } catch (NobodyReads e) {
            // As head does, which wants no more.
        }
    }

    private TableRows rows(TablePredictor predictor) {
        Optional<Boolean> header = noHeader ? Optional.of(false) : Optional.empty();
        return csv.equals("-")
                ? TableRows.of(predictor.schema(), System.in, "standard input", header, PredictCommand::say)
                : TableRows.of(predictor.schema(), Path.of(csv), header, PredictCommand::say);
    }

    private void predict(TablePredictor predictor, TableRows rows) {
        PredictionFormat.Words words = new PredictionFormat.Words(predictor.schema(), predictor.deviation());
        if (format == PredictionFormat.CSV) {
            say("columns: " + PredictionFormat.columns(predictor.schema()));
        }
        List<double[]> batch = new ArrayList<>();
        long done = 0;
        long start = System.nanoTime();
        long lastReport = start;
        while (rows.hasNext()) {
            batch.clear();
            while (batch.size() < predictor.batchRows() && rows.hasNext()) {
                batch.add(rows.next().inputs());
            }
            write(format.lines(predictor.predict(batch, done + 1), words));
            done += batch.size();
            long now = System.nanoTime();
            if (now - lastReport >= BETWEEN_REPORTS.toNanos()) {
                lastReport = now;
                say("%,d rows, %,.0f a second".formatted(done, done / ((now - start) / 1e9)));
            }
        }
    }

    private static void write(String lines) {
        byte[] bytes = lines.getBytes(UTF_8);
        System.out.write(bytes, 0, bytes.length);
        if (System.out.checkError()) {
            throw whyNotWritten();
        }
    }

    /** A {@code PrintStream} does not say what went wrong: the file that it writes to does. */
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
            return new UncheckedIOException("standard output cannot be written: " + e.getMessage(), e);
        }
        return new IllegalStateException("standard output could not be written");
    }

    private static void say(String line) {
        System.err.println("lab: " + line);
    }
}
