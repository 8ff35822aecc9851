package org.dropoutlab.data.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.data.image.ClassFolders.Found;
import org.dropoutlab.data.image.PictureFile.Picture;
import org.dropoutlab.data.table.TableLayout.BadRows;
import org.dropoutlab.data.table.TableRows;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Provenance;

/**
 * A user's own images: one subfolder per class, named after it, or subfolders {@code train} and {@code test} with such
 * subfolders. PNG, JPEG, GIF, BMP, TIFF, WebP and Photoshop files of all sizes, whatever their names: each image is turned as its
 * EXIF notes say, centre-cropped and scaled to a common size. Classes and images are in the order of their names. Colour profiles
 * are not applied.
 *
 * @param path of the folder
 * @param images images of {@code train} before images of {@code test}; without these folders, no test images
 * @param sha256 fingerprint of the names and bytes of all images and of the common size
 * @param decisions what was detected in the folder, one sentence each, to show to the user
 * @param warnings what could make a comparison on it wrong or misleading
 */
public record ImageFolder(Path path, Images images, String sha256, List<String> decisions, List<DataWarning> warnings) {
    private static final ImageSize OF_MIXED_SIZES = new ImageSize(32, 32);
    private static final long MOST_BYTES = 1L << 31;
    private static final int COLOURS = 3;

    public ImageFolder {
        decisions = List.copyOf(decisions);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a whole folder.
     *
     * @param path of the folder
     * @param size the common size; if empty, the size that all images have, otherwise 32×32
     * @param bad what to do about images that cannot be read
     * @throws InputException if it has fewer than two classes of images, or images cannot be read; the message says which and why
     */
    public static ImageFolder read(Path path, Optional<ImageSize> size, BadRows bad) {
        ClassFolders folders = new ClassFolders(path);
        ReadableImages readable = new ReadableImages(path, folders.found());
        ImageSize made = size.orElseGet(() -> commonSize(readable.each(PictureFile::size)));
        requireRoom(path, readable.images().size(), made);
        List<Picture> pictures = readable.each(file -> file.read(made));
        if (bad == BadRows.REFUSE) {
            readable.requireAll();
        }
        List<Found> found = readable.images();
        int[] labels = found.stream().mapToInt(Found::label).toArray();
        int trainExamples = (int) found.stream().filter(folders::isForTraining).count();
        requireEveryClass(path, folders, found);
        List<String> decisions = new ArrayList<>();
        decisions.add("%d classes: %s"
                .formatted(folders.classes().size(), TableRows.listed(counted(folders.classes(), labels))));
        decisions.add(
                trainExamples == found.size()
                        ? "no train and test folders: cross-validation tests on every image once"
                        : "%,d images in train, %,d images in test"
                                .formatted(trainExamples, found.size() - trainExamples));
        decisions.addAll(folders.decisions());
        decisions.addAll(whatBecameOf(pictures, made));
        List<DataWarning> warnings = new ArrayList<>(readable.warnings());
        warnings.addAll(CopiedImages.warnings(found, pictures));
        return new ImageFolder(
                path,
                images(folders.classes(), trainExamples, pictures, labels, made),
                fingerprint(found, pictures, made),
                decisions,
                warnings);
    }

    /** The same, if all images can be read. */
    public static ImageFolder read(Path path, Optional<ImageSize> size) {
        return read(path, size, BadRows.REFUSE);
    }

    /** The images as a data set named after the folder. */
    public LoadedData loaded() {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return LoadedData.of(
                        images,
                        name == null ? path.toString() : name.toString(),
                        Provenance.OWN,
                        sha256,
                        path.toString())
                .withWarnings(warnings);
    }

    private static List<String> counted(List<String> classes, int[] labels) {
        int[] counts = new int[classes.size()];
        Arrays.stream(labels).forEach(label -> counts[label]++);
        return IntStream.range(0, counts.length)
                .mapToObj(label -> "%s (%,d)".formatted(classes.get(label), counts[label]))
                .toList();
    }

    private static ImageSize commonSize(List<ImageSize> sizes) {
        List<ImageSize> different = sizes.stream().distinct().limit(2).toList();
        return different.size() == 1 ? different.get(0) : OF_MIXED_SIZES;
    }

    private static void requireEveryClass(Path path, ClassFolders folders, List<Found> found) {
        for (int label = 0; label < folders.classes().size(); label++) {
            int wanted = label;
            if (found.stream().noneMatch(image -> image.label() == wanted)) {
                throw new InputException("%s: no image of class %s can be read"
                        .formatted(path, folders.classes().get(label)));
            }
        }
    }

    private static void requireRoom(Path path, int images, ImageSize made) {
        long bytes = Math.multiplyExact(images, COLOURS * made.area());
        if (bytes > MOST_BYTES) {
            throw new InputException(
                    "%s: %,d images of %s pixels need %.1f GB of memory; choose a smaller --size, as in 32x32"
                            .formatted(path, images, made, bytes / (double) (1 << 30)));
        }
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
        return sentences;
    }

    private static Images images(
            List<String> classes, int trainExamples, List<Picture> pictures, int[] labels, ImageSize made) {
        int channels = areGrey(pictures, made) ? 1 : COLOURS;
        byte[][] pixels = pictures.stream()
                .map(picture -> inChannels(picture.pixels(), channels * Math.toIntExact(made.area())))
                .toArray(byte[][]::new);
        return new Images(
                pixels, labels, classes, new Images.Shape(channels, made.height(), made.width()), trainExamples);
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
