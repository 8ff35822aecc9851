package org.dropoutlab.data.image;

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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dropoutlab.data.LocalFile;
import org.dropoutlab.experiment.InputException;

/** Which files of a folder are images of which class; nothing in them is read. */
final class ClassFolders {
    private static final Set<String> VALIDATION = Set.of("val", "valid", "validation");

    private final Path path;
    private final Path inside;
    private final Map<String, Set<Path>> leftOut = new TreeMap<>();
    private final List<String> decisions = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();
    private final List<String> classes;
    private final int trainExamples;

    /**
     * An image.
     *
     * @param name below the folder, with {@code /} between its parts
     * @param label of its class, an index into the classes
     */
    record Found(String name, PictureFile file, int label) {}

    /**
     * Looks through a folder.
     *
     * @throws InputException if it is none, or is not laid out as {@link ImageFolder} says
     */
    ClassFolders(Path path) {
        this.path = path;
        String wanted = "name a folder with a folder of images for each class";
        if (!Files.exists(path)) {
            throw new InputException("%s is missing; %s".formatted(path, wanted));
        }
        if (!Files.isDirectory(path)) {
            throw new InputException("%s is not a folder; %s".formatted(path, wanted));
        }
        try {
            this.inside = path.toRealPath();
        } catch (IOException e) {
            throw new LocalFile(path).unreadable(e);
        }
        List<Path> folders = folders(path);
        Optional<Path> train = part(folders, "train");
        Optional<Path> test = part(folders, "test");
        if (train.isPresent() && test.isPresent()) {
            requireNothingBeside(folders, train.get(), test.get());
            classes = classes(train.get());
            requireSame(classes, train.get(), test.get());
            addImages(train.get());
            trainExamples = found.size();
            addImages(test.get());
        } else {
            requireNoPart(folders, train.or(() -> test));
            classes = classes(path);
            addImages(path);
            trainExamples = found.size();
        }
        leftOut.forEach((why, files) -> decisions.add("%,d left out: %s".formatted(files.size(), why)));
    }

    /** Names of the classes, in order. */
    List<String> classes() {
        return classes;
    }

    /** The images, those for training first, by class and then by name. */
    List<Found> found() {
        return found;
    }

    /** How many come first, before those of {@code test}; all of them if there is no such folder. */
    int trainExamples() {
        return trainExamples;
    }

    /** What was left out, and why. */
    List<String> decisions() {
        return decisions;
    }

    /** What is in a folder and neither hidden nor a link to somewhere else, by name. */
    private List<Path> entries(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(this::counts)
                    .sorted(Comparator.comparing(ClassFolders::nameOf))
                    .toList();
        } catch (IOException e) {
            throw new LocalFile(folder).unreadable(e);
        }
    }

    private boolean counts(Path entry) {
        if (nameOf(entry).startsWith(".") || nameOf(entry).equals("__MACOSX")) {
            leaveOut(entry, "hidden");
            return false;
        }
        if (Files.isSymbolicLink(entry) && !leadsInside(entry)) {
            leaveOut(entry, "symbolic links that lead out of the folder, or nowhere");
            return false;
        }
        return true;
    }

    private boolean leadsInside(Path link) {
        try {
            return link.toRealPath().startsWith(inside);
        } catch (IOException e) {
            return false;
        }
    }

    private static String nameOf(Path entry) {
        return entry.getFileName().toString();
    }

    private void leaveOut(Path entry, String why) {
        leftOut.computeIfAbsent(why, none -> new HashSet<>()).add(entry);
    }

    private List<Path> folders(Path folder) {
        return entries(folder).stream().filter(Files::isDirectory).toList();
    }

    /** The folder of that name if there are folders in it: a class of images may be called so, too. */
    private Optional<Path> part(List<Path> folders, String name) {
        return folders.stream()
                .filter(folder -> nameOf(folder).toLowerCase(Locale.ROOT).equals(name))
                .filter(folder -> !folders(folder).isEmpty())
                .findFirst();
    }

    private void requireNothingBeside(List<Path> folders, Path train, Path test) {
        for (Path folder : folders) {
            if (VALIDATION.contains(nameOf(folder).toLowerCase(Locale.ROOT))) {
                leaveOut(folder, "a folder of validation images, which are drawn from those in " + nameOf(train));
            } else if (!folder.equals(train) && !folder.equals(test)) {
                throw new InputException("%s: there is %s beside %s and %s; a class belongs into both of them"
                        .formatted(path, nameOf(folder), nameOf(train), nameOf(test)));
            }
        }
        entries(path).stream()
                .filter(entry -> !Files.isDirectory(entry))
                .forEach(file -> leaveOut(file, "in no class's folder"));
    }

    private void requireNoPart(List<Path> folders, Optional<Path> part) {
        boolean alone = folders.stream()
                .allMatch(folder -> part.filter(folder::equals).isPresent()
                        || VALIDATION.contains(nameOf(folder).toLowerCase(Locale.ROOT)));
        if (part.isPresent() && alone) {
            throw new InputException(
                    "%s: there is %s, but not both train and test; name %s itself to have test images drawn from it"
                            .formatted(path, nameOf(part.get()), part.get()));
        }
    }

    private List<String> classes(Path parent) {
        List<Path> folders = folders(parent);
        if (folders.isEmpty()) {
            throw new InputException(
                    "%s: there are no folders in it; put the images of each class into a folder called as the class is"
                            .formatted(parent));
        }
        if (folders.size() == 1) {
            throw new InputException("%s: %s is the only class; there is nothing to tell apart"
                    .formatted(parent, nameOf(folders.get(0))));
        }
        return folders.stream().map(ClassFolders::nameOf).toList();
    }

    private void requireSame(List<String> wanted, Path train, Path test) {
        List<String> there = classes(test);
        wanted.stream().filter(name -> !there.contains(name)).findFirst().ifPresent(name -> {
            throw new InputException(
                    "%s: there is no folder %s, as there is in %s".formatted(test, name, nameOf(train)));
        });
        there.stream().filter(name -> !wanted.contains(name)).findFirst().ifPresent(name -> {
            throw new InputException(
                    "%s: there is no folder %s, as there is in %s".formatted(train, name, nameOf(test)));
        });
    }

    private void addImages(Path parent) {
        entries(parent).stream()
                .filter(entry -> !Files.isDirectory(entry))
                .forEach(file -> leaveOut(file, "in no class's folder"));
        IntStream.range(0, classes.size()).forEach(label -> addImages(parent.resolve(classes.get(label)), label));
    }

    private void addImages(Path folder, int label) {
        int before = found.size();
        for (Path entry : entries(folder)) {
            PictureFile file = new PictureFile(entry);
            if (Files.isDirectory(entry)) {
                leaveOut(entry, "folders within the folder of a class");
            } else if (!file.isNamedLikeAnImage()) {
                leaveOut(entry, "files that are not called as images are");
            } else {
                found.add(new Found(path.relativize(entry).toString().replace('\\', '/'), file, label));
            }
        }
        if (found.size() == before) {
            throw new InputException(
                    "%s: there are no images in it; take the folder away if it is no class".formatted(folder));
        }
    }
}
