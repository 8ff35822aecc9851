package org.dropoutlab.report.figures;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.dropoutlab.data.Images;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.record.RunDirectory;

/** The test images shown in a report, saved in the run directory to render it without the data. */
public final class TestPictures {
    private static final String FOLDER = "test-images/";

    private TestPictures() {}

    /** Saves those of {@code examples} that are missing. */
    public static void keep(RunDirectory directory, Images images, int[] examples) {
        for (int example : examples) {
            if (directory.read(name(example)).isEmpty()) {
                directory.write(name(example), png(images, example));
            }
        }
    }

    /** The saved images among {@code examples}. */
    public static Map<Integer, BufferedImage> kept(RunDirectory directory, IntStream examples) {
        Map<Integer, BufferedImage> pictures = new TreeMap<>();
        examples.distinct()
                .forEach(example -> read(directory, example).ifPresent(picture -> pictures.put(example, picture)));
        return pictures;
    }

    private static Optional<BufferedImage> read(RunDirectory directory, int example) {
        return directory.read(name(example)).map(bytes -> {
            try {
                BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes));
                if (picture == null) {
                    throw new InputException(directory.path().resolve(name(example)) + ": not a picture");
                }
                return picture;
            } catch (IOException e) {
                throw new InputException(directory.path().resolve(name(example)) + ": not a picture", e);
            }
        });
    }

    /** Three channels are red, green and blue; any other number is shown as the first one, in grey. */
    private static byte[] png(Images images, int example) {
        Images.Shape shape = images.shape();
        byte[] pixels = images.pixels()[example];
        int area = shape.height() * shape.width();
        boolean colour = shape.channels() == 3;
        BufferedImage picture = new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
        for (int place = 0; place < area; place++) {
            int red = Byte.toUnsignedInt(pixels[place]);
            int green = colour ? Byte.toUnsignedInt(pixels[area + place]) : red;
            int blue = colour ? Byte.toUnsignedInt(pixels[2 * area + place]) : red;
            picture.setRGB(place % shape.width(), place / shape.width(), red << 16 | green << 8 | blue);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String name(int example) {
        return FOLDER + example + ".png";
    }
}
