package org.dropoutlab.data.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.published.SyntheticPictures;

/** Folders of images as people have them, made of invented pictures. */
public final class PictureFolders {
    /** Names of the pictures' classes, of which a folder has the first few. */
    public static final List<String> CLASSES = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

    private PictureFolders() {}

    /** A folder for each of the first {@code classes} classes, with {@code each} coloured PNGs of 32×32 in it. */
    public static Path layOut(Path folder, int classes, int each) throws IOException {
        write(folder, SyntheticPictures.draw(10 * each, 0, CLASSES), classes, "png");
        return folder;
    }

    /** The same in folders train and test. */
    public static Path layOutParts(Path folder, int classes, int train, int test) throws IOException {
        layOut(folder.resolve("train"), classes, train);
        layOut(folder.resolve("test"), classes, test);
        return folder;
    }

    /** Writes the images of the first classes, numbered in their order, in a format that ImageIO writes. */
    static void write(Path folder, Images images, int classes, String format) throws IOException {
        for (int label = 0; label < classes; label++) {
            Files.createDirectories(folder.resolve(images.classes().get(label)));
        }
        for (int i = 0; i < images.size(); i++) {
            if (images.labels()[i] < classes) {
                save(
                        folder.resolve(images.classes().get(images.labels()[i]))
                                .resolve(String.format(Locale.ROOT, "%04d.%s", i, format)),
                        picture(images.pixels()[i], images.shape()),
                        format);
            }
        }
    }

    /** An image as Java has it, grey or in colour. */
    static BufferedImage picture(byte[] pixels, Images.Shape shape) {
        int area = shape.height() * shape.width();
        BufferedImage picture = new BufferedImage(
                shape.width(),
                shape.height(),
                shape.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int place = 0; place < area; place++) {
                picture.getRaster()
                        .setSample(
                                place % shape.width(),
                                place / shape.width(),
                                channel,
                                Byte.toUnsignedInt(pixels[channel * area + place]));
            }
        }
        return picture;
    }

    static void save(Path file, BufferedImage picture, String format) throws IOException {
        Files.createDirectories(file.getParent());
        if (!ImageIO.write(picture, format, file.toFile())) {
            throw new IOException("no " + format + " can be written of such an image");
        }
    }
}
