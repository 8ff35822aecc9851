package org.dropoutlab.data.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dropoutlab.data.image.ClassFolders.Found;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.InputException;

/** The images of a folder that can be read so far, and what is wrong with the others. */
final class ReadableImages {
    private static final int MOST_LISTED = 20;

    private final Path folder;
    private final int all;
    /** What is wrong, by image. */
    private final Map<String, String> faults = new TreeMap<>();

    private List<Found> images;

    /** What is read of an image. */
    @FunctionalInterface
    interface Reading<T> {
        T of(PictureFile file) throws IOException;
    }

    ReadableImages(Path folder, List<Found> found) {
        this.folder = folder;
        this.all = found.size();
        this.images = List.copyOf(found);
    }

    /** The images that could be read until now, in their order. */
    List<Found> images() {
        return images;
    }

    /** Applies {@code read} to each of these images, in parallel, and leaves out those for which it fails. */
    <T> List<T> each(Reading<T> read) {
        record Attempt<T>(Optional<T> value, String fault) {}
        List<Attempt<T>> attempts = images.parallelStream()
                .map(image -> {
                    try {
                        return new Attempt<>(Optional.of(read.of(image.file())), "");
                    } catch (IOException e) {
                        return new Attempt<T>(Optional.empty(), String.valueOf(e.getMessage()));
                    }
                })
                .toList();
        List<Found> good = new ArrayList<>();
        for (int i = 0; i < attempts.size(); i++) {
            if (attempts.get(i).value().isPresent()) {
                good.add(images.get(i));
            } else {
                faults.put(images.get(i).name(), attempts.get(i).fault());
            }
        }
        images = List.copyOf(good);
        return attempts.stream().flatMap(attempt -> attempt.value().stream()).toList();
    }

    /**
     * Fails if an image could not be read.
     *
     * @throws InputException lists them
     */
    void requireAll() {
        if (faults.size() == 1) {
            String image = faults.keySet().iterator().next();
            throw new InputException("%s: cannot be read as an image (%s); remove it, or use --skip-bad-rows"
                    .formatted(folder.resolve(image), faults.get(image)));
        }
        if (!faults.isEmpty()) {
            throw new InputException("%s: %,d of %,d images cannot be read; remove them, or use --skip-bad-rows:\n  %s"
                    .formatted(folder, faults.size(), all, listed("\n  ")));
        }
    }

    private String listed(String between) {
        String first = faults.entrySet().stream()
                .limit(MOST_LISTED)
                .map(fault -> "%s (%s)".formatted(fault.getKey(), fault.getValue()))
                .collect(Collectors.joining(between));
        return faults.size() > MOST_LISTED
                ? "%s%sand %,d more".formatted(first, between, faults.size() - MOST_LISTED)
                : first;
    }

    /** One about all images that were left out. */
    List<DataWarning> warnings() {
        return faults.isEmpty()
                ? List.of()
                : List.of(new DataWarning(
                        DataWarning.Kind.BAD_ROWS,
                        List.of(),
                        "%,d of %,d images cannot be read and are left out: %s"
                                .formatted(faults.size(), all, listed("; ")),
                        ""));
    }
}
