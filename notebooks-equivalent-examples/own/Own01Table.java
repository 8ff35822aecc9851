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

/** A table of one's own, from the file to the answer and the networks that are kept. */
public final class Own01Table {
    private Own01Table() {}

    public static void main(String[] args) {
        Notebook.run(Own01Table.class, args, Own01Table::cells);
    }

    /** The file of the data directory; where there is none, that of the stand-in in a directory for the moment. */
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

    /** The study, or as much of it as shows that everything works. */
    static Study sized(Notebook notebook, Study study) {
        return notebook.scale() == Scale.QUICK
                ? study.withEpochs(20)
                        .withResampling(study.resampling().withFolds(2).withRepeats(1))
                : study;
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # A table of one's own, from the file to the answer
        //
        // Somebody has a file of separated values and a network that overfits, and asks which regularizer to use.
        // That is one command, `./lab compare`. This page takes its steps one by one, on the sonar returns, read as
        // if nobody had ever heard of them: a file without names, of which only the place of the label is known.
        //
        // ## What is in the file
        //
        // `sonarFile` is where it lies.
        // %%
        Provenance provenance = notebook.load("sonar").info().provenance();
        TableFile file = TableFile.read(
                sonarFile(provenance), "60", TableOptions.defaults().withHeader(false));
        TableSchema schema = file.schema();
        notebook.print("%s (%s)".formatted(file.path().getFileName(), provenance.word()));
        file.decisions().forEach(decision -> notebook.print("- " + decision));
        // %% [markdown]
        // These sentences are to be read before anything is trained: they are guesses, and each can be overruled
        // (header, separator, classes or a number, columns to leave out). A column that counts the rows would be
        // named here, and a column of numbers in which a single cell is a word.
        //
        // What a row became, and the first columns as they are:
        // %%
        double[][] rows = file.table().features();
        int[] counts = file.table().classCounts();
        notebook.print("%d rows, %d numbers to predict column %s from, %d of them missing"
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
        // Nothing is scaled yet. Means and standard deviations are those of the training examples of each split, so
        // that test data have no part in them.
        //
        // ## What to compare
        //
        // Arms are words with levels, joined by `+`. These are what a table gets if nobody names any; the first is
        // what the others are compared with.
        // %%
        List<Arm> arms = ArmText.arms(String.join(",", ArmText.forTables()), new Optimizer.Momentum(0.01, 0.9));
        arms.forEach(arm -> notebook.print("%-24s %s".formatted(arm.name(), arm.describe())));
        // %% [markdown]
        // The network, the splits and the length of training are those that suit a table of this size if nobody says
        // otherwise. A part of each training fold is held back, by which early stopping ends and by which the network
        // that is kept is chosen. `sized` makes the study small where it is only a test.
        // %%
        OwnStudy own = new OwnStudy(
                file.loaded().info().name(),
                "Which regularizer helps this network predict %s from %d columns?"
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
        // `keepingModels` has the run keep a network of each arm, with the schema by which other rows are read later.
        // %%
        StudyRun run = notebook.prepare(study, file.loaded()).keepingModels(Optional.of(schema));
        RunDirectory directory = notebook.directory(study);
        Report report = notebook.train(run, directory);
        notebook.print(ConsoleTable.errors(report));
        // %% [markdown]
        // What to notice: the distance between test error and training error is what a regularizer is there for. How
        // far the means of test error lie apart says little as long as one does not know how much they change from
        // split to split. That is the next figure. Each grey dot is one split, in which both networks began with the
        // same weights and saw the same examples; the interval allows for splits sharing their training data. Where
        // two arms have the same numbers in every column, what they differ in has most likely never acted, as a limit
        // that no weights have reached.
        // %%
        notebook.show(report, "differences-test-accuracy");
        // %% [markdown]
        // Several arms are compared with one, so that the verdicts go by p-values adjusted for that (Holm 1979). An
        // arm whose interval here lies beside 0 need not be one of which the answer is sure.
        //
        // ## The answer
        // %%
        report.advice().forEach(notebook::print);
        // %% [markdown]
        // What to notice: whether the answer says that an arm is better, or that none has been shown to be. The
        // second is an answer, too, and the usual one of so few examples. It does not say that the arms are alike: it
        // says how large a difference would have had to be to be shown, and whether more repeats of the same examples
        // could show a smaller one.
        //
        // ## The networks that are kept
        //
        // Of each arm the network with the lowest validation loss. Test data have chosen nothing.
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
        // Each is a file that `ModelSerializer` of Deeplearning4j reads without this project. [The next
        // page](Own02Uncertainty.md) predicts with one.
        //
        // ## On the command line
        //
        //     ./lab compare --csv data/sonar/sonar.all-data --label 60 --no-header
        //
        // does all of this and writes a page with every figure; `--arms`, `--hidden`, `--epochs`, `--folds`,
        // `--repeats` and others say what is to be otherwise, `--config` brings a network of one's own. The answer
        // stands at the end of what it prints, and in `RUN/models` are the networks:
        //
        //     ./lab predict RUN/models/dropout=0.5.zip --csv FILE
    }
}
