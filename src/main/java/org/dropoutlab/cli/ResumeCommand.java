package org.dropoutlab.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.record.Manifest;
import org.dropoutlab.record.RunDirectory;
import org.dropoutlab.record.TypedCommand;
import org.dropoutlab.run.EngineKind;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab resume}: the recorded command again, with {@code --resume}. */
@Command(
        name = "resume",
        description = "Resume an interrupted run as it was started: its study, data and options are in its record.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ResumeCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final String NO_PROGRESS = "--no-progress";

    @Parameters(paramLabel = "RUN_DIR", description = "Run directory.")
    private Path path;

    @Option(names = "--workers", paramLabel = "N", description = "Another number of parallel trials.")
    private Integer workers;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "Another engine: threads, processes, local or spark.")
    private EngineKind engine;

    @Option(names = "--master", paramLabel = "URL", description = "With Spark: another cluster.")
    private String master;

    @Option(names = NO_PROGRESS, description = "Do not show progress.")
    private boolean noProgress;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<String> words = again().words();
        return Lab.run(words.subList(1, words.size()).toArray(String[]::new));
    }

    private TypedCommand again() {
        Manifest.Session begun =
                RunDirectory.existing(path).manifest().sessions().get(0);
        TypedCommand typed = new TypedCommand(begun.commandLine());
        Optional<CommandLine> command =
                typed.words().size() > 1 && typed.words().get(0).equals(RunOptions.PROGRAM)
                        ? Optional.ofNullable(
                                spec.root().subcommands().get(typed.words().get(1)))
                        : Optional.empty();
        Set<String> places = command.stream()
                .flatMap(known -> known.getCommandSpec().options().stream())
                .filter(option -> Set.of("FILE", "DIR").contains(option.paramLabel()))
                .map(OptionSpec::longestName)
                .collect(Collectors.toSet());
        if (command.isEmpty()) {
            throw new InputException(
                    typed.words().isEmpty()
                            ? path + " was started from a program; resume it there, with NetworkComparison.resume"
                            : "%s was started with another program; resume it with: %s --resume %s"
                                    .formatted(path, typed.quoted(), TypedCommand.quoted(path.toString())));
        }
        typed.withValues(places, this::requireFile);
        List<String> more = new ArrayList<>(List.of("--resume", path.toString()));
        TypedCommand again = typed.without(Set.of("--out", "--resume")).withValues(places, place -> begun.directory()
                .map(directory -> Path.of(directory).resolve(place).toString())
                .orElse(place));
        if (workers != null) {
            again = again.without(Set.of("--workers"));
            more.addAll(List.of("--workers", workers.toString()));
        }
        if (engine != null) {
            // A recorded cluster is Spark's.
            again = again.without(engine == EngineKind.SPARK ? Set.of("--engine") : Set.of("--engine", "--master"));
            more.addAll(List.of("--engine", engine.toString()));
        }
        if (master != null) {
            again = again.without(Set.of("--master"));
            more.addAll(List.of("--master", master));
        }
        if (noProgress) {
            again = again.without(NO_PROGRESS);
            more.add(NO_PROGRESS);
        }
        return again.with(more);
    }

    private String requireFile(String place) {
        if (place.equals(STANDARD_INPUT)) {
            throw new InputException(
                    "%s read its table from standard input, which is not kept; save the table as a file and start a new run with --csv FILE"
                            .formatted(path));
        }
        return place;
    }
}
