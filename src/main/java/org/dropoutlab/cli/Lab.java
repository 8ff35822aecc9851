package org.dropoutlab.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.record.Software;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The command line. Exit status: 0 done, 1 a run failed, 2 wrong usage or bad input. */
@Command(
        name = "./lab",
        description =
                "Does dropout (or another regularizer) help your network, by how much, and can you trust the answer?",
        subcommands = {
            ListCommand.class,
            RunCommand.class,
            TuneCommand.class,
            CompareCommand.class,
            ResumeCommand.class,
            PredictCommand.class,
            ReportCommand.class,
            DataCommand.class,
            DoctorCommand.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Lab.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Lab {
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;

    private Lab() {}

    /** Runs a command and ends the process with its status. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a command and returns its exit status. */
    public static int run(String... args) {
        // Numbers look the same everywhere, in messages as in files.
        Locale.setDefault(Locale.ROOT);
        return new CommandLine(new Lab())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Lab::wrongUsage)
                .setExecutionExceptionHandler(Lab::failed)
                .execute(args);
    }

    private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("lab: " + oneLine(e.getMessage()) + "; see "
                + command.getCommandSpec().qualifiedName() + " --help");
        return BAD_INPUT;
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        if (e instanceof InputException) {
            command.getErr().println("lab: " + oneLine(e.getMessage()));
            return BAD_INPUT;
        }
        e.printStackTrace(command.getErr());
        command.getErr().println("lab: failed: " + oneLine(String.valueOf(e.getMessage())));
        return FAILED;
    }

    /** A message as one line, and below it the list that it may have. */
    private static String oneLine(String message) {
        return message.strip().replaceAll("[ \\t]*\\R(?!  )\\s*", "; ");
    }

    /** Version and commit. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Software software = Software.current();
            return new String[] {
                "dropout-lab %s (commit %s), Deeplearning4j %s"
                        .formatted(software.version(), software.commit(), software.dl4j())
            };
        }
    }
}
