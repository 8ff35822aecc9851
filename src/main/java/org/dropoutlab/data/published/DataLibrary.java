package org.dropoutlab.data.published;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.published.DataSource.Contents;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Provenance;

/** Finds data sets: in a data directory, by download, by their rule, or as a synthetic stand-in. */
public final class DataLibrary {
    private static final String ENVIRONMENT_VARIABLE = "DROPOUT_LAB_DATA";
    private static final List<DataSource> SOURCES = List.of(
            new SonarData(),
            new Cifar10Data(),
            new MnistData(),
            new JapaneseVowelsData(),
            new TemporalOrderData(20),
            new TemporalOrderData(50),
            new TemporalOrderData(100));

    private final Path directory;
    private final Downloader downloader;

    /**
     * @param directory of data sets and downloads; need not exist
     * @param downloader downloads missing files
     * @throws InputException if {@code directory} is a file
     */
    public DataLibrary(Path directory, Downloader downloader) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new InputException("data directory " + directory + " is not a directory");
        }
        this.directory = directory;
        this.downloader = downloader;
    }

    /** The requested directory, otherwise {@code DROPOUT_LAB_DATA}, otherwise {@code data}. */
    public static Path directory(Optional<Path> asked) {
        String fromEnvironment = System.getenv(ENVIRONMENT_VARIABLE);
        return asked.orElseGet(
                () -> Path.of(fromEnvironment == null || fromEnvironment.isBlank() ? "data" : fromEnvironment));
    }

    /** All data sets. */
    public static List<DataSource> sources() {
        return SOURCES;
    }

    /**
     * The data set called {@code name}.
     *
     * @throws InputException if there is none
     */
    public static DataSource source(String name) {
        return SOURCES.stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException("unknown data set '%s'; data sets: %s"
                        .formatted(name, SOURCES.stream().map(DataSource::name).collect(Collectors.joining(", ")))));
    }

    /** The data directory. */
    public Path directory() {
        return directory;
    }

    /** Whether a data set is in the directory. */
    public boolean has(DataSource source) {
        return source.isIn(directory);
    }

    /** Where a data set is, or would come from, without downloading anything. */
    public String whereabouts(DataSource source) {
        if (source.isGenerated()) {
            return "made when needed, by its rule: nothing to download";
        }
        if (has(source)) {
            return "found in " + directory;
        }
        return "not in %s yet; downloaded when needed (%,d bytes), with a synthetic stand-in as fallback"
                .formatted(
                        directory,
                        missing(source).stream().mapToLong(RemoteFile::bytes).sum());
    }

    /**
     * Loads a data set.
     *
     * @param source the data set
     * @param mode the substitutes allowed for it
     * @param announce receives one line before each slow step
     * @throws InputException if its files are invalid, or if it is unavailable and {@code mode} does not allow the stand-in
     */
    public LoadedData load(DataSource source, DataMode mode, Consumer<String> announce) {
        if (source.isGenerated()) {
            return fromFiles(source);
        }
        if (mode == DataMode.SYNTHETIC) {
            return synthetic(source, "synthetic data requested");
        }
        try {
            fetch(source, announce);
        } catch (IOException e) {
            String reason = "no %s data in %s, and the download failed (%s)"
                    .formatted(source.name(), directory, e.getMessage());
            if (mode == DataMode.REAL) {
                throw new InputException(
                        "%s; put %s there, or allow the synthetic stand-in with --data auto"
                                .formatted(
                                        reason,
                                        source.files().stream()
                                                .map(RemoteFile::path)
                                                .collect(Collectors.joining(", "))),
                        e);
            }
            return synthetic(source, reason);
        }
        return fromFiles(source);
    }

    /**
     * Downloads the files of a data set that are missing.
     *
     * @throws IOException if a download failed; completed files are kept
     */
    public void fetch(DataSource source, Consumer<String> announce) throws IOException {
        for (RemoteFile file : missing(source)) {
            announce.accept("downloading " + file.path() + " to " + directory);
            downloader.fetch(file, file.in(directory));
        }
    }

    /**
     * Whether every file is identical to the publisher's.
     *
     * @throws InputException if a file is missing or cannot be read
     */
    public Provenance verify(DataSource source) {
        List<RemoteFile> missing = missing(source);
        if (!missing.isEmpty()) {
            throw new InputException("%s does not exist; download it with: ./lab data fetch %s"
                    .formatted(missing.get(0).in(directory), source.name()));
        }
        return fromFiles(source).info().provenance();
    }

    private List<RemoteFile> missing(DataSource source) {
        return source.isIn(directory)
                ? List.of()
                : source.files().stream()
                        .filter(file -> !Files.exists(file.in(directory)))
                        .toList();
    }

    private LoadedData fromFiles(DataSource source) {
        Contents contents = source.read(directory);
        if (source.isGenerated()) {
            return loaded(source, contents, Provenance.GENERATED, "made by its rule");
        }
        return loaded(
                source,
                contents,
                contents.official() ? Provenance.OFFICIAL : Provenance.UNVERIFIED,
                "files in " + directory);
    }

    private static LoadedData synthetic(DataSource source, String reason) {
        return loaded(source, source.synthetic(), Provenance.SYNTHETIC, reason);
    }

    private static LoadedData loaded(DataSource source, Contents contents, Provenance provenance, String origin) {
        return LoadedData.of(contents.examples(), source.name(), provenance, contents.sha256(), origin);
    }
}
