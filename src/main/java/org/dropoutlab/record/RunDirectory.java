package org.dropoutlab.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.commons.io.file.PathUtils;
import org.dropoutlab.experiment.InputException;

/**
 * The directory of a run. Its files are written atomically.
 *
 * @param path its path
 */
public record RunDirectory(Path path) {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** A new directory {@code runs/STUDY-yyyyMMdd-HHmmss} below {@code base}. */
    public static RunDirectory fresh(Path base, String study) {
        String name = study + "-" + LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
        Path runs = base.resolve("runs");
        Path path = runs.resolve(name);
        for (int next = 2; Files.exists(path); next++) {
            path = runs.resolve(name + "-" + next);
        }
        return at(path);
    }

    /**
     * A new run in {@code path}, which is created if it does not exist.
     *
     * @throws InputException if it is a file, not empty, or not writable
     */
    public static RunDirectory at(Path path) {
        check(path);
        try {
            Files.createDirectories(path);
            Files.delete(Files.createTempFile(path, ".write", ".test"));
        } catch (IOException e) {
            throw new InputException("cannot write to output directory " + path, e);
        }
        return new RunDirectory(path);
    }

    /**
     * Fails as {@link #at} would, as far as that can be checked without writing.
     *
     * @throws InputException if it is a file, not empty, or not writable
     */
    public static void check(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new InputException("output directory " + path + " is a file; choose a new or empty directory");
        }
        if (Files.isDirectory(path)) {
            try {
                if (!PathUtils.isEmptyDirectory(path)) {
                    throw new InputException("output directory " + path
                            + " is not empty; choose another, or resume the run in it: ./lab resume "
                            + TypedCommand.quoted(path.toString()));
                }
            } catch (IOException e) {
                throw new InputException("cannot read output directory " + path, e);
            }
        }
        Path existing = path.toAbsolutePath().normalize();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new InputException("cannot write to output directory " + path);
        }
    }

    /**
     * An existing run.
     *
     * @throws InputException if {@code path} is not a run directory
     */
    public static RunDirectory existing(Path path) {
        RunDirectory directory = new RunDirectory(path);
        if (!Files.isRegularFile(directory.manifestFile())) {
            throw new InputException(path + " is not a run directory: it has no manifest.json");
        }
        return directory;
    }

    /** Reads the record of the run. */
    public Manifest manifest() {
        try {
            return Json.lines().readValue(manifestFile().toFile(), Manifest.class);
        } catch (JsonProcessingException e) {
            throw new InputException(
                    manifestFile() + ": not a manifest this version can read: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InputException(manifestFile() + ": cannot be read", e);
        }
    }

    /** Writes the record of the run. */
    public void write(Manifest manifest) {
        try {
            write("manifest.json", Json.pretty().writeValueAsBytes(manifest));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Path of the journal. */
    public Path journalFile() {
        return path.resolve("trials.jsonl");
    }

    /** Directory for the state of unfinished trials. */
    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /** Copy of the file whose weights the networks start from, if they are not initialized from seeds. */
    public Path startingNetwork() {
        return path.resolve("starting-network");
    }

    /** Directory of each arm's best network, if the run saves models. */
    public Path models() {
        return path.resolve("models");
    }

    /** Writes a file of this name, atomically. */
    public Path write(String name, byte[] content) {
        Path file = path.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
            Files.write(temporary, content);
            return Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
    }

    /** The content of a file of this name; empty if it does not exist. */
    public Optional<byte[]> read(String name) {
        Path file = path.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read", e);
        }
    }

    private Path manifestFile() {
        return path.resolve("manifest.json");
    }
}
