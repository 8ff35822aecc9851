package org.dropoutlab.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dropoutlab.data.DataProfile;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.audit.Audit;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.record.TypedCommand;
import org.dropoutlab.report.ProfileTable;
import org.dropoutlab.report.words.ProfileWords;
import org.dropoutlab.report.words.WarningWords;
import org.dropoutlab.report.words.Wording;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab data inspect}. */
@Command(
        name = "inspect",
        description =
                "Read your own table without training: print how it was understood, what each column holds and is used for, and"
                        + " what could make a result wrong.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class InspectCommand implements Runnable {
    @Parameters(paramLabel = "FILE", description = "Delimited text file, one example per row.")
    private Path path;

    @Mixin
    private TableReading reading;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Optional<String> likely = reading.label().isPresent() ? Optional.empty() : Optional.of(likely());
        TableFile file = TableFile.read(path, reading.label().or(() -> likely).orElseThrow(), reading.options());
        LoadedData data = Audit.loaded(file, reading.options().kept());
        show(data, file);
        likely.ifPresent(this::next);
    }

    private String likely() {
        if (path.toString().equals("-")) {
            throw new InputException(
                    "--label is required for a table from standard input, which can be read only once");
        }
        return TableFile.columns(path, reading.options()).likely();
    }

    /** What to type next, if the label was guessed. */
    private void next(String likely) {
        PrintWriter console = spec.commandLine().getOut();
        console.printf(
                "%nNo --label was given; %s looks like the column to predict. To compare regularizers on it:%n"
                        + "  ./lab compare --csv %s --label %s%n",
                likely, TypedCommand.quoted(path.toString()), TypedCommand.quoted(likely));
        console.flush();
    }

    private void show(LoadedData data, TableFile file) {
        PrintWriter console = spec.commandLine().getOut();
        DataProfile profile = data.profile().orElseThrow();
        file.decisions()
                .forEach(decision -> console.printf("%s: %s%n", data.info().name(), decision));
        console.printf(
                "%n%s, %s, %s%n%n%s",
                rows(profile.rows()),
                Wording.count(profile.columns().size(), "column"),
                Wording.count(file.schema().inputs(), "network input"),
                ProfileTable.of(profile, showsBlocks(System.getenv())));
        if (!data.info().warnings().isEmpty() || !profile.notes().isEmpty()) {
            console.println();
        }
        for (DataWarning warning : data.info().warnings()) {
            console.println(WarningWords.line(warning));
        }
        profile.notes().forEach(note -> console.println(WarningWords.sentence(note)));
        console.flush();
    }

    private static String rows(int rows) {
        return rows == 1 ? "1 row" : ProfileWords.count(rows) + " rows";
    }

    /** Whether the locale has more characters than ASCII. */
    static boolean showsBlocks(Map<String, String> environment) {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(environment::get)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst()
                .filter(value -> value.toLowerCase(Locale.ROOT).matches(".*utf-?8.*"))
                .isPresent();
    }
}
