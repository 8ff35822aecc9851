package own;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dropoutlab.data.published.DataLibrary;
import org.dropoutlab.data.published.SonarData;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableOptions;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Provenance;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.model.ModelDescription;
import org.dropoutlab.model.ModelFile;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import org.dropoutlab.run.StudyRun;
import org.dropoutlab.study.ArmText;
import org.dropoutlab.study.OwnStudy;
import org.dropoutlab.study.catalogue.Scale;

/** Your own table, from the file to the recommendation and the saved models. */
public final class Own01Table {
    private Own01Table() {}

    public static void main(String[] args) {
        Notebook.run(Own01Table.class, args, Own01Table::cells);
    }

    /** The file in the data directory, or a temporary file with the synthetic stand-in. */
    static Path sonarFile(Provenance provenance) {
        if (provenance != Provenance.SYNTHETIC) {
            return new SonarData().files().get(0).in(DataLibrary.directory(Optional.empty()));
        }
        try {
            Path file = Files.createTempDirectory("sonar").resolve("sonar.all-data");
            Files.write(file, SonarData.syntheticFile());
            file.getParent().toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The study, reduced to a smoke test with {@code --quick}. */
    static Study sized(Notebook notebook, Study study) {
        return notebook.scale() == Scale.QUICK
                ? study.withEpochs(20)
                        .withResampling(study.resampling().withFolds(2).withRepeats(1))
                : study;
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # Your own table
        //
        // You have a delimited text file and a network that overfits, and want to know which regularizer to use. One
        // command answers that: `./lab compare`. This page takes it step by step on the sonar data, treated as an
        // unknown file: it has no header, and only the position of the label column is known.
        //
        // ## The file
        //
        // `sonarFile` returns its path.
        // %%
        Provenance provenance = notebook.load("sonar").info().provenance();
        TableFile file = TableFile.read(
                sonarFile(provenance), "60", TableOptions.defaults().withHeader(false));
        TableSchema schema = file.schema();
        notebook.print("%s (%s)".formatted(file.path().getFileName(), provenance.word()));
        file.decisions().forEach(decision -> notebook.print("- " + decision));
        // %% [markdown]
        // Read these lines before training: they are guesses, and you can override each of them (header, separator,
        // classification or regression, columns to leave out). They would also list a column of row numbers, or a
        // numeric column with a word in a single cell.
        //
        // The parsed rows, and the first columns before scaling:
        // %%
        double[][] rows = file.table().features().rows();
        int[] counts = file.table().classCounts();
        notebook.print("%d rows, %d inputs for predicting column %s, %d missing values"
                .formatted(
                        rows.length,
                        schema.inputs(),
                        schema.label(),
                        Arrays.stream(rows)
                                .flatMapToDouble(Arrays::stream)
                                .filter(Double::isNaN)
                                .count()));
        for (int c = 0; c < counts.length; c++) {
            notebook.print("class %s: %d rows".formatted(schema.classes().get(c), counts[c]));
        }
        for (int column = 0; column < 5; column++) {
            int input = column;
            var values = Arrays.stream(rows).mapToDouble(row -> row[input]).summaryStatistics();
            notebook.print("column %s: %.4f to %.4f, mean %.4f"
                    .formatted(schema.inputNames().get(input), values.getMin(), values.getMax(), values.getAverage()));
        }
        // %% [markdown]
        // Nothing is scaled yet. Each split computes means and standard deviations from its training examples only,
        // never from test data.
        //
        // ## The arms
        //
        // An arm's name lists regularizers with their levels, joined by `+`. These are the defaults for tables; the
        // first arm is the baseline.
        // %%
        List<Arm> arms = ArmText.arms(String.join(",", ArmText.forTables()), new Optimizer.Momentum(0.01, 0.9));
        arms.forEach(arm -> notebook.print("%-24s %s".formatted(arm.name(), arm.describe())));
        // %% [markdown]
        // The network, splits and training length are the defaults for a table of this size. Part of each training
        // fold is held back as validation data, for early stopping and for choosing the model to save. `sized` makes
        // the study small for tests.
        // %%
        OwnStudy own = new OwnStudy(
                file.loaded().info().name(),
                "Which regularizer helps this network predict column '%s' from %d other columns?"
                        .formatted(schema.label(), schema.inputs()),
                new NetworkSpec.TableMlp(schema.inputs(), List.of(64, 32), schema.outputs()),
                arms,
                OwnStudy.training(file.table()),
                OwnStudy.resampling(file.table()),
                1,
                file.decisions());
        Study study = sized(notebook, own.study());
        notebook.print("%s: %s; %d epochs, mini-batches of %d"
                .formatted(
                        study.network().name(),
                        study.resampling().describe(),
                        study.training().epochs(),
                        study.training().batchSize()));
        // %% [markdown]
        // ## Training
        //
        // `keepingModels` makes the run save a model of each arm, with the schema for reading new rows later.
        // %%
        StudyRun run = notebook.prepare(study, file.loaded()).keepingModels(Optional.of(schema));
        RunDirectory directory = notebook.directory(study);
        Report report = notebook.train(run, directory);
        notebook.print(ConsoleTable.errors(report));
        // %% [markdown]
        // What to look for: a regularizer is meant to reduce the gap between test and training error. Differences in
        // mean test error say little until you know how much they vary from split to split; the next figure shows
        // this. Each grey dot is one split, in which both networks started from the same weights and saw the same
        // examples. The interval accounts for the splits' shared training data. If two arms have the same numbers in
        // every column, the regularizer that sets them apart most likely had no effect, for example because no
        // weights reached the max-norm.
        // %%
        notebook.show(report, "differences-test-accuracy");
        // %% [markdown]
        // Several arms are compared with one baseline, so the verdicts use p-values adjusted for that (Holm 1979).
        // Even an arm whose interval here excludes 0 may be inconclusive.
        //
        // ## The recommendation
        // %%
        report.advice().forEach(notebook::print);
        // %% [markdown]
        // What to look for: does it say that an arm is better, or that none was shown to be? The latter is an answer,
        // too, and the usual one with so few examples. It does not mean that the arms are equally good: it says how
        // large a difference would have been detected, and whether more repeats on the same examples could detect a
        // smaller one.
        //
        // ## The saved models
        //
        // For each arm, the run saves the model with the lowest validation loss. Test data play no part in the
        // choice.
        // %%
        for (Arm arm : study.arms()) {
            Path model = directory.models().resolve(arm.name() + ".zip");
            ModelDescription description = ModelFile.read(model).description();
            notebook.print("%-28s split %d, seed %d"
                    .formatted(
                            model.getFileName(),
                            description.trial().split(),
                            description.trial().repeat()));
        }
        // %% [markdown]
        // Deeplearning4j's `ModelSerializer` can load each file without this project. [The next
        // page](Own02Uncertainty.md) uses one for predictions.
        //
        // ## On the command line
        //
        // One command does all of this and writes a report with every figure:
        //
        //     ./lab compare --csv data/sonar/sonar.all-data --label 60 --no-header
        //
        // Change the defaults with `--arms`, `--hidden`, `--epochs`, `--folds`, `--repeats` and other options, or
        // pass your own network with `--config`. The output ends with the recommendation. The models are in
        // `RUN/models`:
        //
        //     ./lab predict RUN/models/dropout=0.5.zip --csv FILE
    }
}
