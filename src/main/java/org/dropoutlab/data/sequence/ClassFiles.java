package org.dropoutlab.data.sequence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dropoutlab.data.LocalFile;
import org.dropoutlab.experiment.InputException;

/** Finds the files of each class in a folder, without reading them. */
final class ClassFiles {
    /** Files that desktops leave in folders. */
    private static final Set<String> OF_DESKTOPS = Set.of("thumbs.db", "desktop.ini", "ehthumbs.db");

    private final Path path;
    private final List<String> classes;
    private final List<Found> training;
    private final List<Found> test;
    private final Map<String, Set<Path>> leftOut = new TreeMap<>();

    /** A file and the name of its class. */
    record Found(Path path, String label) {}

    /**
     * Scans a folder.
     *
     * @throws InputException if it does not exist or does not have the layout described in {@link SequenceFolder}
     */
    ClassFiles(Path path) {
        this.path = path;
        if (!Files.isDirectory(path)) {
            throw new InputException("%s %s; expected a folder with one subfolder of files per class"
                    .formatted(path, Files.exists(path) ? "is not a folder" : "does not exist"));
        }
        List<Path> folders = folders(path);
        Optional<Path> train = part(folders, "train");
        Optional<Path> tested = part(folders, "test");
        if (train.isPresent() && tested.isPresent()) {
            requireNothingBeside(folders);
            leaveOutFiles(path);
            classes = classes(train.get());
            List<String> there = classes(tested.get());
            if (!there.equals(classes)) {
                throw new InputException("%s has the class folders %s, but %s has %s"
                        .formatted(train.get(), String.join(", ", classes), tested.get(), String.join(", ", there)));
            }
            training = found(train.get());
            test = found(tested.get());
            return;
        }
        train.or(() -> tested).ifPresent(part -> {
            throw new InputException(
                    "%s: found %s, but not both train and test; pass %s itself to draw test sequences from it"
                            .formatted(path, nameOf(part), part));
        });
        classes = classes(path);
        training = found(path);
        test = List.of();
    }

    /** Names of the classes, in order. */
    List<String> classes() {
        return classes;
    }

    /** The training files, by class and then by name. */
    List<Found> training() {
        return training;
    }

    /** The files of a {@code test} folder, by class and then by name. */
    List<Found> test() {
        return test;
    }

    /** What was left out. */
    List<String> decisions() {
        return leftOut.entrySet().stream()
                .map(why -> "%,d ignored: %s".formatted(why.getValue().size(), why.getKey()))
                .toList();
    }

    private void requireNothingBeside(List<Path> folders) {
        if (folders.size() > 2) {
            throw new InputException(
                    "%s: unexpected folders next to train and test; each class needs a folder in both".formatted(path));
        }
    }

    private List<Path> entries(Path folder) {
        List<Path> entries = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path entry :
                    all.sorted(Comparator.comparing(ClassFiles::nameOf)).toList()) {
                if (nameOf(entry).startsWith(".")
                        || nameOf(entry).equals("__MACOSX")
                        || OF_DESKTOPS.contains(nameOf(entry).toLowerCase(Locale.ROOT))) {
                    leaveOut(entry, "hidden, or made by the desktop");
                    continue;
                }
                requireWhole(folder, entry);
                entries.add(entry);
            }
        } catch (IOException e) {
            throw new LocalFile(folder).unreadable(e);
        }
        return entries;
    }

    /** A link must lead somewhere, and not to a folder that it is in. */
    private static void requireWhole(Path folder, Path entry) throws IOException {
        if (!Files.isSymbolicLink(entry)) {
            return;
        }
        if (!Files.exists(entry) || folder.toRealPath().startsWith(entry.toRealPath())) {
            throw new InputException(
                    "%s: a symbolic link that is broken or leads to itself; remove it".formatted(entry));
        }
    }

    private static String nameOf(Path entry) {
        return entry.getFileName().toString();
    }

    private List<Path> folders(Path folder) {
        return entries(folder).stream().filter(Files::isDirectory).toList();
    }

    /** The folder of that name if it has subfolders; otherwise it may be a class of that name. */
    private Optional<Path> part(List<Path> folders, String name) {
        return folders.stream()
                .filter(folder -> nameOf(folder).toLowerCase(Locale.ROOT).equals(name))
                .filter(folder -> !folders(folder).isEmpty())
                .findFirst();
    }

    private List<String> classes(Path parent) {
        List<Path> folders = folders(parent);
        if (folders.size() < 2) {
            throw new InputException(
                    folders.isEmpty()
                            ? "%s: no subfolders; put the files of each class into a subfolder named after the class"
                                    .formatted(parent)
                            : "%s: %s is the only class; at least two are needed"
                                    .formatted(parent, nameOf(folders.get(0))));
        }
        return folders.stream().map(ClassFiles::nameOf).toList();
    }

    private void leaveOut(Path entry, String why) {
        leftOut.computeIfAbsent(why, none -> new HashSet<>()).add(entry);
    }

    private void leaveOutFiles(Path parent) {
        entries(parent).stream()
                .filter(entry -> !Files.isDirectory(entry))
                .forEach(entry -> leaveOut(entry, "files outside the class folders"));
    }

    private List<Found> found(Path parent) {
        leaveOutFiles(parent);
        List<Found> all = new ArrayList<>();
        for (String label : classes) {
            Path folder = parent.resolve(label);
            List<Path> files = entries(folder);
            if (files.isEmpty()) {
                throw new InputException("%s: no files; remove the folder if it is not a class".formatted(folder));
            }
            for (Path file : files) {
                if (!Files.isRegularFile(file)) {
                    throw new InputException(
                            "%s is not a file; a class folder has one file for each sequence".formatted(file));
                }
                all.add(new Found(file, label));
            }
        }
        return List.copyOf(all);
    }
}
