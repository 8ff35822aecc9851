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

/** Finds the image files of each class in a folder, without reading them. */
final class ClassFolders {
    private static final Set<String> VALIDATION = Set.of("val", "valid", "validation");

    /** Files that desktops leave in folders of images. */
    private static final Set<String> OF_DESKTOPS = Set.of("thumbs.db", "desktop.ini", "ehthumbs.db");

    private final Path path;
    private final Path inside;
    private final Map<String, Set<Path>> leftOut = new TreeMap<>();
    private final List<String> decisions = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();
    private final List<String> classes;
    private final Set<Found> training;

    /**
     * An image.
     *
     * @param name path below the folder, separated by {@code /}
     * @param label of its class, an index into the classes
     */
    record Found(String name, PictureFile file, int label) {}

    /**
     * Scans a folder.
     *
     * @throws InputException if it does not exist or does not have the layout described in {@link ImageFolder}
     */
    ClassFolders(Path path) {
        this.path = path;
        String wanted = "expected a folder with one subfolder of images per class";
        if (!Files.exists(path)) {
            throw new InputException("%s does not exist; %s".formatted(path, wanted));
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
            training = Set.copyOf(found);
            addImages(test.get());
        } else {
            requireNoPart(folders, train.or(() -> test));
            classes = classes(path);
            addImages(path);
            training = Set.copyOf(found);
        }
        leftOut.forEach((why, files) -> decisions.add("%,d ignored: %s".formatted(files.size(), why)));
    }

    /** Names of the classes, in order. */
    List<String> classes() {
        return classes;
    }

    /** The images, training images first, by class and then by name. */
    List<Found> found() {
        return found;
    }

    /** Whether an image is not from a {@code test} folder. */
    boolean isForTraining(Found image) {
        return training.contains(image);
    }

    /** Ignored files and folders, with reasons. */
    List<String> decisions() {
        return decisions;
    }

    /** Entries of a folder that are neither hidden nor links to the outside, by name. */
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
            leaveOut(entry, "broken symbolic links, or links out of the folder");
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

    /** The folder of that name if it has subfolders; otherwise it may be a class of that name. */
    private Optional<Path> part(List<Path> folders, String name) {
        return folders.stream()
                .filter(folder -> nameOf(folder).toLowerCase(Locale.ROOT).equals(name))
                .filter(folder -> !folders(folder).isEmpty())
                .findFirst();
    }

    private void requireNothingBeside(List<Path> folders, Path train, Path test) {
        for (Path folder : folders) {
            if (VALIDATION.contains(nameOf(folder).toLowerCase(Locale.ROOT))) {
                leaveOut(
                        folder,
                        "a folder of validation images, which are drawn from %s instead".formatted(nameOf(train)));
            } else if (!folder.equals(train) && !folder.equals(test)) {
                throw new InputException("%s: unexpected folder %s next to %s and %s; each class needs a folder in both"
                        .formatted(path, nameOf(folder), nameOf(train), nameOf(test)));
            }
        }
        entries(path).stream()
                .filter(entry -> !Files.isDirectory(entry))
                .forEach(file -> leaveOut(file, "files outside the class folders"));
    }

    private void requireNoPart(List<Path> folders, Optional<Path> part) {
        boolean alone = folders.stream()
                .allMatch(folder -> part.filter(folder::equals).isPresent()
                        || VALIDATION.contains(nameOf(folder).toLowerCase(Locale.ROOT)));
        if (part.isPresent() && alone) {
            throw new InputException(
                    "%s: found %s, but not both train and test; pass %s itself to draw test images from it"
                            .formatted(path, nameOf(part.get()), part.get()));
        }
    }

    private List<String> classes(Path parent) {
        List<Path> folders = folders(parent);
        if (folders.isEmpty()) {
            throw new InputException(
                    "%s: no subfolders; put the images of each class into a subfolder named after the class"
                            .formatted(parent));
        }
        if (folders.size() == 1) {
            throw new InputException(
                    "%s: %s is the only class; at least two are needed".formatted(parent, nameOf(folders.get(0))));
        }
        return folders.stream().map(ClassFolders::nameOf).toList();
    }

    private void requireSame(List<String> wanted, Path train, Path test) {
        List<String> there = classes(test);
        wanted.stream().filter(name -> !there.contains(name)).findFirst().ifPresent(name -> {
            throw new InputException("%s: no class folder %s, but %s has one".formatted(test, name, nameOf(train)));
        });
        there.stream().filter(name -> !wanted.contains(name)).findFirst().ifPresent(name -> {
            throw new InputException("%s: no class folder %s, but %s has one".formatted(train, name, nameOf(test)));
        });
    }

    private void addImages(Path parent) {
        entries(parent).stream()
                .filter(entry -> !Files.isDirectory(entry))
                .forEach(file -> leaveOut(file, "files outside the class folders"));
        IntStream.range(0, classes.size()).forEach(label -> addImages(parent.resolve(classes.get(label)), label));
    }

    private void addImages(Path folder, int label) {
        int before = found.size();
        for (Path entry : entries(folder)) {
            PictureFile file = new PictureFile(entry);
            if (Files.isDirectory(entry)) {
                leaveOut(entry, "subfolders of a class folder");
            } else if (!Files.isRegularFile(entry)) {
                leaveOut(entry, "pipes and other special files");
            } else if (OF_DESKTOPS.contains(nameOf(entry).toLowerCase(Locale.ROOT)) || !file.isImage()) {
                leaveOut(entry, "files that are not images");
            } else {
                found.add(new Found(path.relativize(entry).toString().replace('\\', '/'), file, label));
            }
        }
        if (found.size() == before) {
            throw new InputException("%s: no images; remove the folder if it is not a class".formatted(folder));
        }
    }
}
