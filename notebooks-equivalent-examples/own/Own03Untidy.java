package own;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.audit.Audit;
import org.dropoutlab.data.table.SplitColumns;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableOptions;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.notebook.Notebook;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import org.dropoutlab.report.words.WarningWords;
import org.dropoutlab.run.StudyRun;
import org.dropoutlab.study.ArmText;
import org.dropoutlab.study.OwnJudgement;
import org.dropoutlab.study.OwnSplits;
import org.dropoutlab.study.OwnStudy;

/** An untidy, imbalanced table, from the file to the verdict. */
public final class Own03Untidy {
    private static final String LABEL = "Verlauf";

    private Own03Untidy() {}

    public static void main(String[] args) {
        Notebook.run(Own03Untidy.class, args, Own03Untidy::cells);
    }

    /** The options that the warnings ask for: a column left out, and rows of one patient kept together. */
    private static TableFile heeded(Path path) {
        SplitColumns columns = new SplitColumns(Optional.of("Patient"), Optional.empty(), Optional.empty());
        return columns.of(TableFile.read(
                path, LABEL, TableOptions.defaults().withIgnored(List.of("Entlassungscode", "Patient"))));
    }

    private static OwnSplits splits(TableFile file, Optional<String> group) {
        return OwnSplits.of(
                file.table(),
                new OwnSplits.Wishes(
                        group,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        UnaryOperator.identity()),
                1);
    }

    private static Study study(TableFile file, OwnSplits splits, LoadedData data, String... arms) {
        TableSchema schema = file.schema();
        List<Arm> treatments = ArmText.arms(String.join(",", arms), new Optimizer.Momentum(0.01, 0.9));
        return new OwnStudy(
                        data.info().name(),
                        "Which treatment helps this network tell who relapses?",
                        new NetworkSpec.TableMlp(schema.inputs(), List.of(64, 32), schema.outputs()),
                        treatments,
                        OwnStudy.training(splits.examples()),
                        splits.resampling(),
                        1,
                        file.decisions(),
                        OwnJudgement.of(splits.examples(), Optional.empty(), Optional.empty())
                                .judgement())
                .study();
    }

    /**
     * A made-up export of a clinic's follow-up visits, as a German office program writes it: semicolons, decimal commas, Windows-1252,
     * two lines above the header. Because it is made up, the right answers are known: a relapse depends on the patient's age, marker and
     * smoking, about one patient in ten has one, all three visits of a patient end alike, and the discharge code is written afterwards.
     */
    private static final class ClinicExport {
        private static final int PATIENTS = 240;
        private static final int VISITS = 3;
        private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd.MM.yyyy", Locale.ROOT);
        private static final List<String> NOTHING = List.of("k.A.", "", "-", "n/a");

        private ClinicExport() {}

        /** Writes the file into a temporary directory. */
        static Path write() {
            try {
                Path directory = Files.createTempDirectory("clinic");
                Path file = directory.resolve("visits.csv");
                Files.write(file, String.join("\r\n", lines()).getBytes(Charset.forName("windows-1252")));
                directory.toFile().deleteOnExit();
                file.toFile().deleteOnExit();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static List<String> lines() {
            Random random = new Random(2024);
            List<String> rows = new ArrayList<>();
            int number = 0;
            for (int patient = 0; patient < PATIENTS; patient++) {
                double age = 35 + 45 * random.nextDouble();
                double marker = random.nextGaussian();
                double weight = 75 + 12 * random.nextGaussian();
                boolean smoker = random.nextDouble() < 0.3;
                boolean relapse =
                        0.05 * (age - 60) + 1.2 * marker + (smoker ? 1 : 0) + 0.7 * random.nextGaussian() > 2.2;
                String station = random.nextDouble() < 0.6 ? "Süd" : "Nord";
                for (int visit = 0; visit < VISITS; visit++) {
                    rows.add(String.join(
                            ";",
                            "V%05d".formatted(7919 * ++number % 100_000),
                            "P%03d".formatted(patient),
                            LocalDate.of(2022, 1, 3)
                                    .plusDays(random.nextInt(600))
                                    .format(DATE),
                            decimal("%.0f", age),
                            decimal("%.1f", weight + 0.4 * random.nextGaussian()),
                            random.nextDouble() < 0.06
                                    ? NOTHING.get(random.nextInt(NOTHING.size()))
                                    : decimal("%.2f", marker + 0.1 * random.nextGaussian()),
                            smoker ? "ja" : "nein",
                            String.format(Locale.GERMANY, "%,.2f €", Math.exp(7 + 0.6 * random.nextGaussian())),
                            station,
                            relapse ? "9" : Integer.toString(1 + random.nextInt(3)),
                            relapse ? "rückfällig" : "gesund"));
                }
            }
            Collections.shuffle(rows, random);
            rows.addAll(List.copyOf(rows.subList(0, 20)));
            List<String> lines = new ArrayList<>(List.of(
                    "# Klinik am See, Nachsorge",
                    "# exportiert am 01.12.2023",
                    "Nr;Patient;Besuch;Alter;Gewicht;Marker;Raucher;Kosten;Standort;Entlassungscode;Verlauf"));
            lines.addAll(rows);
            lines.set(17, lines.get(17).replaceFirst("[^;]*$", ""));
            return lines;
        }

        private static String decimal(String format, double number) {
            return String.format(Locale.GERMANY, format, number);
        }
    }

    private static void cells(Notebook notebook) {
        // %% [markdown]
        // # An untidy table
        //
        // A clinic exports its follow-up visits and asks whether a network can tell who will relapse, and whether
        // dropout helps. The file is what such files are: written by a German office program, with two lines above the
        // header, commas in the numbers, euro signs, dates, codes and several words for "unknown". One class is rare,
        // and some of the columns must not be used. The export is made up (`ClinicExport`), so the right answers are
        // known.
        //
        // ## What is in the file?
        //
        // On the command line, `./lab data inspect visits.csv --label Verlauf` prints this without training anything.
        // %%
        Path path = ClinicExport.write();
        TableFile asFound = TableFile.read(path, LABEL, TableOptions.defaults());
        asFound.decisions().forEach(decision -> notebook.print("- " + decision));
        // %% [markdown]
        // Every line is a guess that an option changes: `--encoding`, `--skip-lines`, `--decimal`, `--date-order`,
        // `--missing-words` and so on. Dates have become numbers that a network can use; words for "unknown" have
        // become missing values, which are filled in with the mean of the training fold.
        //
        // ## What is wrong with it?
        // %%
        Audit.of(asFound, List.of()).forEach(warning -> notebook.print(WarningWords.line(warning)));
        // %% [markdown]
        // Each of these would have made the answer wrong without a word:
        //
        // - The discharge code (`Entlassungscode`) is written after the relapse. A network that may read it is right
        // every time, and useless.
        // - A patient comes three times. With one visit in training and another in test data, the network recognizes
        //   the patient instead of the disease.
        // - Twenty rows are in the file twice.
        //
        // The first two need a decision, which only you can make. Copies are kept in one fold anyway.
        //
        // ## What happens if nobody listens?
        //
        // The same small network, once with everything in the file, once with the options that the warnings name.
        // %%
        LoadedData careless = Audit.loaded(asFound, List.of());
        OwnSplits shuffled = splits(asFound, Optional.empty());
        Study naive = Own01Table.sized(
                notebook,
                study(asFound, shuffled, careless, "plain")
                        .withResampling(shuffled.resampling().withRepeats(1)));
        Report tooGood = notebook.train(
                notebook.prepare(naive, careless.with(shuffled.examples())),
                RunDirectory.fresh(Path.of(""), "careless"));
        notebook.print(ConsoleTable.errors(tooGood));
        // %% [markdown]
        // It is right every time. The report says in its first lines why this means nothing.
        //
        // ## The question, properly asked
        //
        // `Entlassungscode` is ignored, and all rows of a patient are in the same fold. Only one patient in ten
        // relapses, so always predicting "gesund" is right in nine of ten cases: accuracy is not the measure of this
        // question. The default is therefore balanced accuracy, the mean of the shares of both classes that are
        // recognized; it is declared before training and named in every sentence of the verdict.
        //
        // For a rare class, dropout has rivals: weights that count the rare class more in the loss, and a decision
        // threshold chosen on validation data. All are arms.
        // %%
        TableFile file = heeded(path);
        LoadedData data = Audit.loaded(file, List.of());
        OwnSplits splits = splits(file, Optional.of("Patient"));
        splits.notes().forEach(note -> notebook.print("- " + note));
        OwnJudgement.of(splits.examples(), Optional.empty(), Optional.empty())
                .notes()
                .forEach(note -> notebook.print("- " + note));
        Study study = Own01Table.sized(
                notebook,
                study(
                        file,
                        splits,
                        data,
                        "plain",
                        "dropout=0.5",
                        "early-stopping=10",
                        "class-weights=balanced",
                        "threshold=tuned",
                        "dropout=0.5+class-weights=balanced"));
        StudyRun run = notebook.prepare(study, data.with(splits.examples())).keepingModels(Optional.of(file.schema()));
        RunDirectory directory = notebook.directory(study);
        Report report = notebook.train(run, directory);
        notebook.print(ConsoleTable.of(report));
        // %% [markdown]
        // What to look for: a verdict in balanced accuracy, with how probable it is that an arm is better, practically
        // the same or worse. Each grey dot below is one split; the interval allows for the training data that splits
        // share.
        // %%
        notebook.show(report, "differences-test-balanced-accuracy");
        // %% [markdown]
        // ## Which errors?
        //
        // The confusion matrices count all test predictions. A network that fits its training data perfectly does so
        // with
        // or without weights, so weights change little here. The threshold does: it finds more of the relapses and
        // raises
        // more false alarms. Which of these is better depends on what an overlooked relapse costs.
        // %%
        notebook.show(report, "test-confusion-(plain|class-weights=balanced|threshold=tuned)");
        // %% [markdown]
        // The precision–recall curves show all thresholds at once. If they lie on top of each other, the arms rank
        // patients equally well and differ only in where they draw the line.
        // %%
        notebook.show(report, "precision-recall");
        // %% [markdown]
        // Dropout, early stopping and weights also change the probabilities. An overconfident network says 0 or 1 and
        // is
        // often wrong. The reliability diagram shows it, and log loss and Brier score measure it: plain's log loss is
        // worse
        // than that of always predicting the class frequencies, and early stopping, which is not ahead in balanced
        // accuracy, has by far the best.
        // %%
        notebook.show(report, "reliability-of-(plain|early-stopping=10)");
        // %% [markdown]
        // ## On the command line
        //
        // All of this is one command:
        //
        //     ./lab compare --csv visits.csv --label Verlauf --ignore Entlassungscode --group Patient
        //
        // with `--arms plain,dropout=0.5,class-weights=balanced,threshold=tuned` or whatever else is to be compared.
        //
        // A saved model reads next month's export in the same way, whatever its separator and encoding, and marks rows
        // unlike those it was trained on:
        //
        //     ./lab predict RUN/models/dropout=0.5.zip --csv december.csv
    }
}
