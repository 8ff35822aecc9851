package org.dropoutlab.cli;

import java.nio.file.Path;
import java.util.List;
import org.dropoutlab.backend.NativeSettings;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.Journal;
import org.dropoutlab.record.Manifest;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.record.TypedCommand;
import org.dropoutlab.report.ConsoleTable;
import org.dropoutlab.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab report}. */
@Command(
        name = "report",
        description = "Regenerate the report of a finished run from its records.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Runnable {
    @Parameters(paramLabel = "RUN_DIR", description = "Run directory.")
    private Path path;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        NativeSettings.apply();
        RunDirectory directory = RunDirectory.existing(path);
        Manifest manifest = directory.manifest();
        List<TrialResult> results = Journal.read(directory.journalFile());
        int trials = manifest.study().trials().size();
        if (results.size() < trials) {
            throw new InputException("%s: only %d of %d trials are finished; finish the run with: ./lab resume %s"
                    .formatted(path, results.size(), trials, TypedCommand.quoted(path.toString())));
        }
        Report report = new Report(directory, manifest, results);
        Path page = report.write();
        spec.commandLine().getOut().print(ConsoleTable.of(report));
        spec.commandLine().getOut().printf("%nReport: %s%n", page);
        spec.commandLine().getOut().flush();
    }
}
