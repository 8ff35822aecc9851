package org.dropoutlab.data.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.image.ClassFolders.Found;
import org.dropoutlab.data.image.PictureFile.Picture;
import org.dropoutlab.data.table.TableRows;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Provenance;

/**
 * A user's own images: one subfolder per class, named after it, or subfolders {@code train} and {@code test} with such
 * subfolders. All formats that Java itself reads (PNG, JPEG, GIF, BMP, TIFF) and all sizes: each image is centre-cropped and
 * scaled to a common size. Classes and images are in the order of their names. Colour profiles and EXIF rotations are not
 * applied.
 *
 * @param path of the folder
 * @param images images of {@code train} before images of {@code test}; without these folders, no test images
 * @param sha256 fingerprint of the names and bytes of all images and of the common size
 * @param decisions what was detected in the folder, one sentence each, to show to the user
 */
public record ImageFolder(Path path, Images images, String sha256, List<String> decisions) {
    private static final ImageSize OF_MIXED_SIZES = new ImageSize(32, 32);
    private static final long MOST_BYTES = 1L << 31;
    private static final int COLOURS = 3;

    public ImageFolder {
        decisions = List.copyOf(decisions);
    }

    /**
     * Reads a whole folder.
     *
     * @param path of the folder
     * @param size the common size; if empty, the size that all images have, otherwise 32×32
     * @throws InputException if it has fewer than two classes of images, or an image cannot be read; the message says where
     *     and why
     */
    public static ImageFolder read(Path path, Optional<ImageSize> size) {
        ClassFolders folders = new ClassFolders(path);
        List<Found> found = folders.found();
        List<String> decisions = new ArrayList<>();
        int[] labels = found.stream().mapToInt(Found::label).toArray();
        decisions.add("%d classes: %s"
                .formatted(folders.classes().size(), TableRows.listed(counted(folders.classes(), labels))));
        decisions.add(
                folders.trainExamples() == found.size()
                        ? "no train and test folders: cross-validation tests on every image once"
                        : "%,d images in train, %,d images in test"
                                .formatted(folders.trainExamples(), found.size() - folders.trainExamples()));
        decisions.addAll(folders.decisions());
        ImageSize made = size.orElseGet(() -> commonSize(found).orElse(OF_MIXED_SIZES));
        requireRoom(path, found.size(), made);
        List<Picture> pictures = each(found, file -> file.read(made));
        decisions.addAll(whatBecameOf(pictures, made));
        return new ImageFolder(
                path, images(folders, pictures, labels, made), fingerprint(found, pictures, made), decisions);
    }

    /** The images as a data set named after the folder. */
    public LoadedData loaded() {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return LoadedData.of(
                images, name == null ? path.toString() : name.toString(), Provenance.OWN, sha256, path.toString());
    }

    private static List<String> counted(List<String> classes, int[] labels) {
        int[] counts = new int[classes.size()];
        Arrays.stream(labels).forEach(label -> counts[label]++);
        return IntStream.range(0, counts.length)
                .mapToObj(label -> "%s (%,d)".formatted(classes.get(label), counts[label]))
                .toList();
    }

    private static Optional<ImageSize> commonSize(List<Found> found) {
        List<ImageSize> sizes =
                each(found, PictureFile::size).stream().distinct().limit(2).toList();
        return sizes.size() == 1 ? Optional.of(sizes.get(0)) : Optional.empty();
    }

    private static void requireRoom(Path path, int images, ImageSize made) {
        long bytes = Math.multiplyExact(images, COLOURS * made.area());
        if (bytes > MOST_BYTES) {
            throw new InputException(
                    "%s: %,d images of %s pixels need %.1f GB of memory; choose a smaller --size, as in 32x32"
                            .formatted(path, images, made, bytes / (double) (1 << 30)));
        }
    }

    /** Applies {@code read} to all images in parallel. If several fail, the first failure is thrown. */
    private static <T> List<T> each(List<Found> found, Function<PictureFile, T> read) {
        record Attempt<T>(Optional<T> value, Optional<InputException> failure) {}
        return found.parallelStream()
                .map(image -> {
                    try {
                        return new Attempt<>(Optional.of(read.apply(image.file())), Optional.empty());
                    } catch (InputException e) {
                        return new Attempt<T>(Optional.empty(), Optional.of(e));
                    }
                })
                .toList()
                .stream()
                .map(attempt ->
                        attempt.value().orElseThrow(() -> attempt.failure().orElseThrow()))
                .toList();
    }

    private static boolean areGrey(List<Picture> pictures, ImageSize made) {
        return pictures.stream().allMatch(picture -> picture.pixels().length == made.area());
    }

    private static List<String> whatBecameOf(List<Picture> pictures, ImageSize made) {
        List<String> sentences = new ArrayList<>();
        List<ImageSize> sizes =
                pictures.stream().map(Picture::original).distinct().toList();
        if (sizes.equals(List.of(made))) {
            sentences.add("all images are %s pixels, width × height".formatted(made));
        } else {
            Comparator<ImageSize> byArea = Comparator.comparingLong(ImageSize::area);
            String from = sizes.size() == 1
                    ? "all images are %s pixels".formatted(sizes.get(0))
                    : "images range from %s to %s pixels"
                            .formatted(
                                    sizes.stream().min(byArea).orElseThrow(),
                                    sizes.stream().max(byArea).orElseThrow());
            sentences.add("%s, width × height; each is centre-cropped and scaled to %s".formatted(from, made));
        }
        sentences.add(
                areGrey(pictures, made)
                        ? "all images are greyscale: one channel"
                        : "images are in colour: three channels");
        long copies = pictures.size()
                - pictures.stream().map(Picture::sha256).distinct().count();
        if (copies > 0) {
            sentences.add(
                    "%,d images are byte-for-byte copies of others; copies in both training and test data inflate the test accuracy"
                            .formatted(copies));
        }
        return sentences;
    }

    private static Images images(ClassFolders folders, List<Picture> pictures, int[] labels, ImageSize made) {
        int channels = areGrey(pictures, made) ? 1 : COLOURS;
        byte[][] pixels = pictures.stream()
                .map(picture -> inChannels(picture.pixels(), channels * Math.toIntExact(made.area())))
                .toArray(byte[][]::new);
        return new Images(
                pixels,
                labels,
                folders.classes(),
                new Images.Shape(channels, made.height(), made.width()),
                folders.trainExamples());
    }

    /** A greyscale image among colour images has the same numbers in each channel. */
    private static byte[] inChannels(byte[] image, int size) {
        byte[] filled = image;
        if (image.length < size) {
            filled = new byte[size];
            for (int start = 0; start < size; start += image.length) {
                System.arraycopy(image, 0, filled, start, image.length);
            }
        }
        return filled;
    }

    private static String fingerprint(List<Found> found, List<Picture> pictures, ImageSize made) {
        MessageDigest digest = Checksum.digest();
        digest.update(made.toString().getBytes(UTF_8));
        for (int i = 0; i < found.size(); i++) {
            digest.update("\n%s %s"
                    .formatted(pictures.get(i).sha256(), found.get(i).name())
                    .getBytes(UTF_8));
        }
        return Checksum.of(digest);
    }
}
