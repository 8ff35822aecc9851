package own;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableOptions;
import org.dropoutlab.data.table.TableRows;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Resampling;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.model.ModelFile;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.prediction.Prediction;
import org.dropoutlab.prediction.PredictionFormat;
import org.dropoutlab.prediction.Sampling;
import org.dropoutlab.prediction.TablePredictor;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.scaling.TableScaling;
import org.dropoutlab.study.ArmText;
import org.dropoutlab.study.OwnStudy;

/** What a kept network says of rows that it has not seen, and how sure of it it is. */
public final class Own02Uncertainty {
    private Own02Uncertainty() {}

    public static void main(String[] args) {
        Notebook.run(Own02Uncertainty.class, args, Own02Uncertainty::cells);
    }

    /** Every fourth line into a file, the others into another. */
    private static Path part(Path file, String name, boolean everyFourth) {
        try {
            List<String> lines = Files.readAllLines(file);
            Path directory = Files.createTempDirectory("rows");
            Path part = directory.resolve(name);
            Files.write(
                    part,
                    IntStream.range(0, lines.size())
                            .filter(line -> (line % 4 == 3) == everyFourth)
                            .mapToObj(lines::get)
                            .toList());
            directory.toFile().deleteOnExit();
            part.toFile().deleteOnExit();
            return part;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<TableRows.Row> read(TableSchema schema, Path file) {
        List<TableRows.Row> rows = new ArrayList<>();
        try (TableRows all = TableRows.of(schema, file, Optional.of(false), warning -> {})) {
            all.forEachRemaining(rows::add);
        }
        return rows;
    }

    private static List<Prediction.OfClass> predict(TablePredictor predictor, List<double[]> rows) {
        return predictor.predict(rows, 1).stream()
                .map(Prediction.OfClass.class::cast)
                .toList();
    }

    private static double mean(List<Prediction.OfClass> predictions, ToDoubleFunction<Prediction.OfClass> of) {
        return predictions.stream().mapToDouble(of).average().orElseThrow();
    }

    private static double confidence(Prediction.OfClass prediction) {
        return prediction.probabilities()[prediction.predicted()];
    }

    private static double width(Prediction.OfClass prediction) {
        return prediction.interval().orElseThrow().upper()
                - prediction.interval().orElseThrow().lower();
    }

    /** Mean over rows of the root mean square of their standardized numbers, [row][input]. */
    private static double distance(float[][] standardized) {
        return Arrays.stream(standardized)
                .mapToDouble(row -> Math.sqrt(IntStream.range(0, row.length)
                        .mapToDouble(column -> row[column] * (double) row[column])
                        .average()
                        .orElseThrow()))
                .average()
                .orElseThrow();
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Predictions that say how sure they are
        //
        // A network that is kept answers every row, also one that is like nothing it has learnt from. With dropout
        // left on (Gal & Ghahramani 2016) it is many networks, each with other units dropped, and where they disagree
        // the answer is not to be relied on.
        //
        // ## A network to ask
        //
        // Every fourth sonar return goes into a file `new.csv` and waits. A short comparison on the others, in the
        // file `known.csv`, keeps a network with dropout and one without. `part` writes them.
        // %%
        Provenance provenance = notebook.load("sonar").info().provenance();
        Path sonar = Own01Table.sonarFile(provenance);
        TableFile known = TableFile.read(part(sonar, "known.csv", false), "60", TableOptions.defaults());
        TableSchema schema = known.schema();
        OwnStudy own = new OwnStudy(
                "known.csv",
                "Does dropout help, and what does it know of its mistakes?",
                new NetworkSpec.TableMlp(schema.inputs(), List.of(64, 32), schema.outputs()),
                ArmText.arms("plain,dropout=0.5", new Optimizer.Momentum(0.01, 0.9)),
                OwnStudy.training(known.table()),
                Resampling.of(5, 1).withValidation(0.2),
                1,
                known.decisions());
        Study study = Own01Table.sized(notebook, own.study());
        RunDirectory directory = notebook.directory(study);
        notebook.print("%s (%s)".formatted(sonar.getFileName(), provenance.word()));
        notebook.print(ConsoleTable.errors(
                notebook.train(notebook.prepare(study, known.loaded()).keepingModels(Optional.of(schema)), directory)));
        // %% [markdown]
        // ## A hundred passes
        //
        // Each of the passes is one sampled network that all rows go through. These are the lines that `./lab
        // predict` writes for the first rows of `new.csv`: the class, the mean probability of each, entropy and
        // mutual information in nats, and between which values nine in ten passes have the predicted class's
        // probability.
        // %%
        Path model = directory.models().resolve("dropout=0.5.zip");
        TablePredictor dropout = TablePredictor.of(model, new Sampling(100, 1, 0.9));
        List<TableRows.Row> fresh = read(dropout.schema(), part(sonar, "new.csv", true));
        List<double[]> inputs = fresh.stream().map(TableRows.Row::inputs).toList();
        List<Prediction.OfClass> predictions = predict(dropout, inputs);
        PredictionFormat.Words words = new PredictionFormat.Words(dropout.schema(), dropout.deviation());
        notebook.print(PredictionFormat.columns(dropout.schema()) + "\n"
                + PredictionFormat.CSV.lines(predictions.subList(0, 8), words));
        // %% [markdown]
        // Entropy is the whole uncertainty: 0 where one class has all the probability, log 2 = 0.693 where both have
        // half. Mutual information is the part of it that is the networks' disagreement. A row on which all of them
        // say "half and half" has much of the first and nothing of the second.
        //
        // ## Does it know its mistakes?
        //
        // The rows of `new.csv` by entropy: the half of which the network is surer, and the other half.
        // %%
        List<Integer> surestFirst = IntStream.range(0, predictions.size())
                .boxed()
                .sorted(Comparator.comparingDouble(row -> predictions.get(row).entropy()))
                .toList();
        int half = surestFirst.size() / 2;
        for (List<Integer> part :
                List.of(surestFirst.subList(0, half), surestFirst.subList(half, surestFirst.size()))) {
            long right = part.stream()
                    .filter(row -> schema.classes()
                            .get(predictions.get(row).predicted())
                            .equals(fresh.get(row).label().orElseThrow()))
                    .count();
            notebook.print("entropy %.3f to %.3f: %d of %d right"
                    .formatted(
                            predictions.get(part.get(0)).entropy(),
                            predictions.get(part.get(part.size() - 1)).entropy(),
                            right,
                            part.size()));
        }
        // %% [markdown]
        // What to notice: if entropy is worth anything, more of the first half are right. Then somebody can have a
        // person look at the second.
        //
        // ## Rows unlike the training data
        //
        // The same rows, spoilt in ways that a row of real data can be: numbers in another unit (times 3, and times
        // 0.1), columns in another order. Beside them, the rows of `known.csv`, most of which the network has learnt
        // from. None of the spoilt rows has a right answer that the network could know. Distance is that from the
        // mean of the training data, in standard deviations: the root mean square over the columns, about 1 for rows
        // like these.
        // %%
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, schema.inputs()).boxed().toList());
        Collections.shuffle(order, new Random(1));
        Map<String, UnaryOperator<double[]>> spoilt = new LinkedHashMap<>();
        spoilt.put("new.csv", row -> row);
        spoilt.put("times 3", row -> Arrays.stream(row).map(x -> 3 * x).toArray());
        spoilt.put("times 0.1", row -> Arrays.stream(row).map(x -> 0.1 * x).toArray());
        spoilt.put(
                "columns shuffled",
                row -> order.stream().mapToDouble(column -> row[column]).toArray());
        Map<String, List<double[]>> kinds = new LinkedHashMap<>();
        kinds.put("known.csv", Arrays.asList(known.table().features()));
        spoilt.forEach(
                (name, change) -> kinds.put(name, inputs.stream().map(change).toList()));
        TableScaling scaling =
                (TableScaling) ModelFile.read(model).description().scaling();
        notebook.print("%-17s %-9s %-11s %-8s %-19s %s"
                .formatted(
                        "means over", "distance", "confidence", "entropy", "mutual information", "interval's width"));
        kinds.forEach((name, rows) -> {
            List<Prediction.OfClass> of = predict(dropout, rows);
            notebook.print("%-17s %-9.2f %-11.3f %-8.3f %-19.3f %.3f"
                    .formatted(
                            name,
                            distance(scaling.inputs(rows.toArray(double[][]::new))),
                            mean(of, Own02Uncertainty::confidence),
                            mean(of, Prediction.OfClass::entropy),
                            mean(of, row -> row.mutualInformation().orElseThrow()),
                            mean(of, Own02Uncertainty::width)));
        });
        // %% [markdown]
        // What to notice: compare each kind of spoilt rows with `new.csv`, and not only in one column. If uncertainty
        // were a measure of distance from the training data, it would rise for all of them. A network of rectified
        // linear units has a reason not to: far from the data it is linear in its inputs, so that numbers that are
        // larger make larger sums, and probabilities nearer to 0 and 1, the farther away the surer (Hein et al.
        // 2019). Dropout only adds to the uncertainty as far as dropping units changes on which side the sum falls. A
        // row in the wrong unit may then look like a sure one. Numbers that are all nearly 0 make nearly one and the
        // same row, so that their mean is a single answer many times over. Distance knows nothing of the network and
        // costs next to nothing: see whether it finds the rows that the passes do not.
        //
        // ## Without dropout
        //
        // The network of the arm `plain` has nothing to sample. Its passes are all the same, which the command says.
        // %%
        TablePredictor plain = TablePredictor.of(directory.models().resolve("plain.zip"), new Sampling(100, 1, 0.9));
        notebook.print("passes differ: %s with dropout, %s without".formatted(dropout.varies(), plain.varies()));
        kinds.forEach((name, rows) -> {
            List<Prediction.OfClass> of = predict(plain, rows);
            notebook.print("%-18s confidence %.3f, entropy %.3f"
                    .formatted(name, mean(of, Own02Uncertainty::confidence), mean(of, Prediction.OfClass::entropy)));
        });
        // %% [markdown]
        // What to notice: its confidence beside that of the network with dropout, on rows that neither has seen and
        // on spoilt ones. An entropy that rises here, too, owes nothing to the passes; one that rises with dropout
        // alone is theirs.
        //
        // ## On the command line
        //
        //     ./lab predict MODEL --csv FILE --samples 100
        //
        // `MODEL` is `RUN/models/ARM.zip` of a run of `./lab compare`. The label's column may be there or not, other
        // columns are found by their names; `--format json` writes objects, `--samples 0` makes a single pass without
        // dropout, `--seed` samples other networks.
    }
}
