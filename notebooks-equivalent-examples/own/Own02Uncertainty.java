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
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.resampling.Resampling;
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

/** A saved model's predictions for new rows, with their uncertainty. */
public final class Own02Uncertainty {
    private Own02Uncertainty() {}

    public static void main(String[] args) {
        Notebook.run(Own02Uncertainty.class, args, Own02Uncertainty::cells);
    }

    /** Writes every fourth line of a file, or all the others, to a new file. */
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

    /** The root mean square of each row's standardized inputs, [row][input], averaged over rows. */
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
        // # Predictions with uncertainty
        //
        // A saved model gives an answer for every row, even one unlike anything it was trained on. With dropout left
        // on (Gal & Ghahramani 2016), it acts as many networks, each with different units dropped. Where they
        // disagree, its prediction is unreliable.
        //
        // ## The model
        //
        // Every fourth sonar return is set aside in `new.csv`. A short comparison on the others, in `known.csv`,
        // saves one model with dropout and one without. `part` writes both files.
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
        // In each pass, all rows go through one sampled network. These are the lines that `./lab predict` writes for
        // the first rows of `new.csv`: the predicted class, the mean probability of each class, entropy and mutual
        // information in nats, and the interval that contains the predicted class's probability in 90% of the passes.
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
        // Entropy is the total uncertainty: 0 if one class has all the probability, log 2 = 0.693 if both have half.
        // Mutual information is the part caused by disagreement between the networks. If all of them say "half and
        // half" for a row, its entropy is high and its mutual information is 0.
        //
        // ## Does it know when it is wrong?
        //
        // The rows of `new.csv` are sorted by entropy and split into a more certain and a less certain half.
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
        // What to look for: if entropy is informative, more predictions are right in the first half. Then you can
        // have a person check the second half.
        //
        // ## Rows unlike the training data
        //
        // The same rows are corrupted in ways that happen to real data: values in a different unit (times 3 and times
        // 0.1), and columns in a different order. For comparison, there are the rows of `known.csv`, most of which
        // the network was trained on. No corrupted row has a right answer that the network could know. The distance
        // from the mean of the training data is given in standard deviations: the root mean square over the columns,
        // about 1 for rows like the training data.
        // %%
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, schema.inputs()).boxed().toList());
        Collections.shuffle(order, new Random(1));
        Map<String, UnaryOperator<double[]>> corrupted = new LinkedHashMap<>();
        corrupted.put("new.csv", row -> row);
        corrupted.put("times 3", row -> Arrays.stream(row).map(x -> 3 * x).toArray());
        corrupted.put("times 0.1", row -> Arrays.stream(row).map(x -> 0.1 * x).toArray());
        corrupted.put(
                "columns shuffled",
                row -> order.stream().mapToDouble(column -> row[column]).toArray());
        Map<String, List<double[]>> kinds = new LinkedHashMap<>();
        kinds.put("known.csv", Arrays.asList(known.table().features().rows()));
        corrupted.forEach(
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
        // What to look for: compare each kind of corrupted row with `new.csv`, in more than one column. If
        // uncertainty measured the distance from the training data, it would rise for all of them. There is a reason
        // why a ReLU network may not do this: far from the data, it is linear in its inputs, so larger inputs make
        // larger sums and push probabilities towards 0 and 1. The farther away, the more confident the network (Hein
        // et al. 2019). Dropout adds uncertainty only where dropping units changes the sign of the sum, so a row in
        // the wrong unit can get a confident prediction. Values that are all close to 0 make all rows nearly
        // identical, so their mean is one prediction many times over. The distance does not depend on the network and
        // costs almost nothing: check whether it detects the rows that the passes miss.
        //
        // ## Without dropout
        //
        // The network of arm `plain` has nothing to sample. All its passes are the same, and `./lab predict` says so.
        // %%
        TablePredictor plain = TablePredictor.of(directory.models().resolve("plain.zip"), new Sampling(100, 1, 0.9));
        notebook.print("passes differ: %s with dropout, %s without".formatted(dropout.varies(), plain.varies()));
        kinds.forEach((name, rows) -> {
            List<Prediction.OfClass> of = predict(plain, rows);
            notebook.print("%-18s confidence %.3f, entropy %.3f"
                    .formatted(name, mean(of, Own02Uncertainty::confidence), mean(of, Prediction.OfClass::entropy)));
        });
        // %% [markdown]
        // What to look for: compare its confidence with that of the network with dropout, on new rows and on
        // corrupted ones. If entropy rises here, too, the passes are not the cause; if it rises only with dropout,
        // they are.
        //
        // ## On the command line
        //
        //     ./lab predict MODEL --csv FILE --samples 100
        //
        // `MODEL` is `RUN/models/ARM.zip` from a run of `./lab compare`. The label column is optional; the other
        // columns are matched by name. `--format json` writes objects, `--samples 0` makes a single pass without
        // dropout, and `--seed` samples different networks.
    }
}
