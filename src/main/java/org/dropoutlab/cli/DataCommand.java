package org.dropoutlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.dropoutlab.data.published.DataLibrary;
import org.dropoutlab.data.published.DataSource;
import org.dropoutlab.data.published.RemoteFile;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Provenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab data}. */
@Command(
        name = "data",
        description = "Inspect your own table; list, download and verify data sets.",
        subcommands = InspectCommand.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(inspect | list | fetch | verify)")
final class DataCommand {
    @Spec
    private CommandSpec spec;

    @Command(name = "list", description = "List data sets and their sources.", mixinStandardHelpOptions = true)
    void list(@Mixin DataOptions options) {
        DataLibrary library = options.library();
        for (DataSource source : DataLibrary.sources()) {
            out().printf("%s: %s%n  %s%n", source.name(), source.description(), library.whereabouts(source));
        }
    }

    @Command(
            name = "fetch",
            description = "Download missing data sets and verify their checksums.",
            mixinStandardHelpOptions = true)
    int fetch(
            @Mixin DataOptions options,
            @Parameters(paramLabel = "NAME", arity = "0..1", description = "Only this data set (default: all).")
                    String name) {
        DataLibrary library = options.library();
        for (DataSource source : chosen(name)) {
            try {
                library.fetch(source, out()::println);
            } catch (IOException e) {
                spec.commandLine()
                        .getErr()
                        .printf("lab: cannot download data set %s: %s%n", source.name(), e.getMessage());
                return Lab.FAILED;
            }
            out().printf("%s: %s%n", source.name(), library.verify(source).word());
        }
        return 0;
    }

    @Command(
            name = "verify",
            description = "Read the local data sets and compare their checksums with the publisher's.",
            mixinStandardHelpOptions = true)
    void verify(
            @Mixin DataOptions options,
            @Parameters(paramLabel = "NAME", arity = "0..1", description = "Only this data set (default: all).")
                    String name) {
        DataLibrary library = options.library();
        for (DataSource source : chosen(name)) {
            if (name == null && !library.has(source)) {
                out().printf("%s: not downloaded yet%n", source.name());
                continue;
            }
            Provenance provenance = library.verify(source);
            if (provenance == Provenance.UNVERIFIED) {
                throw new InputException("%s in %s: readable, but not %s"
                        .formatted(source.name(), library.directory(), doubt(source.files())));
            }
            out().printf("%s: %s%n", source.name(), provenance.word());
        }
    }

    private static String doubt(List<RemoteFile> files) {
        String unknown = files.stream()
                .filter(file -> file.sha256().isEmpty())
                .map(RemoteFile::path)
                .collect(Collectors.joining(", "));
        return unknown.isEmpty()
                ? "identical to the publisher's files: wrong checksum for "
                        + files.stream().map(RemoteFile::path).collect(Collectors.joining(", "))
                : "verified: the publisher's checksum of %s is not known".formatted(unknown);
    }

    private static List<DataSource> chosen(String name) {
        return name == null ? DataLibrary.sources() : List.of(DataLibrary.source(name));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
