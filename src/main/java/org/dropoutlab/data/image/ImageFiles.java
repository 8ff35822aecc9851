package org.dropoutlab.data.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.LocalFile;
import org.dropoutlab.data.image.ClassFolders.Found;
import org.dropoutlab.data.image.PictureFile.Picture;
import org.dropoutlab.data.table.TableLayout.BadRows;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.InputException;

/**
 * Images without classes, in the shape of a network's inputs.
 *
 * @param names path of each image below the folder
 * @param pixels [image][channel, row, column]
 * @param warnings what could not be read
 */
public record ImageFiles(List<String> names, List<byte[]> pixels, List<DataWarning> warnings) {
    /** What red, green and blue contribute to grey (ITU-R BT.601). */
    private static final double[] TO_GREY = {0.299, 0.587, 0.114};

    public ImageFiles {
        names = List.copyOf(names);
        pixels = List.copyOf(pixels);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads an image, or all images in a folder and its subfolders, by name.
     *
     * @param path of the image or folder
     * @param shape to be scaled to, and one or three channels
     * @param bad what to do about images that cannot be read
     * @throws InputException if there are none, or some cannot be read; the message says which and why
     */
    public static ImageFiles read(Path path, Images.Shape shape, BadRows bad) {
        if (!Files.exists(path)) {
            throw new InputException(path + " does not exist; check the path");
        }
        boolean folder = Files.isDirectory(path);
        Path root = folder ? path : path.toAbsolutePath().getParent();
        List<Found> found = folder ? found(path) : List.of(new Found(nameOf(path), new PictureFile(path), 0));
        if (found.isEmpty()) {
            throw new InputException(path + ": no images in this folder");
        }
        ReadableImages readable = new ReadableImages(root, found);
        ImageSize size = new ImageSize(shape.width(), shape.height());
        List<Picture> pictures = readable.each(file -> file.read(size));
        if (bad == BadRows.REFUSE) {
            readable.requireAll();
        }
        return new ImageFiles(
                readable.images().stream().map(Found::name).toList(),
                pictures.stream()
                        .map(picture -> inChannels(picture.pixels(), shape))
                        .toList(),
                readable.warnings());
    }

    private static List<Found> found(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> Files.isRegularFile(file) && !isHidden(folder, file))
                    .map(PictureFile::new)
                    .filter(PictureFile::isImage)
                    .map(file ->
                            new Found(folder.relativize(file.path()).toString().replace('\\', '/'), file, 0))
                    .sorted((one, other) -> one.name().compareTo(other.name()))
                    .toList();
        } catch (IOException e) {
            throw new LocalFile(folder).unreadable(e);
        }
    }

    private static boolean isHidden(Path folder, Path file) {
        for (Path part : folder.relativize(file)) {
            if (part.toString().startsWith(".") || part.toString().equals("__MACOSX")) {
                return true;
            }
        }
        return false;
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString();
    }

    private static byte[] inChannels(byte[] pixels, Images.Shape shape) {
        int area = shape.height() * shape.width();
        int channels = pixels.length / area;
        if (channels == shape.channels()) {
            return pixels;
        }
        byte[] changed = new byte[shape.size()];
        if (channels == 1) {
            for (int channel = 0; channel < shape.channels(); channel++) {
                System.arraycopy(pixels, 0, changed, channel * area, area);
            }
            return changed;
        }
        double[] sums = new double[area];
        for (int place = 0; place < pixels.length; place++) {
            sums[place % area] += TO_GREY[place / area] * Byte.toUnsignedInt(pixels[place]);
        }
        for (int place = 0; place < area; place++) {
            changed[place] = (byte) Math.round(sums[place]);
        }
        return changed;
    }
}
