package org.dropoutlab.data.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import org.apache.commons.io.FilenameUtils;
import org.dropoutlab.data.Checksum;

/**
 * An image file; the first image if there are several. The format is that of its bytes, whatever its name. Samples are scaled to 8
 * bits, and transparent pixels are blended with white. Colour profiles are not applied.
 *
 * @param path of the file
 */
record PictureFile(Path path) {
    private static final int WHITE = 255;
    private static final int MOST_BYTES = 1 << 30;
    /** Extensions of images, supported or not: whoever puts them there wants them read. */
    private static final Set<String> IMAGES = Set.of(
            "png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "tif", "tiff", "wbmp", "webp", "psd", "heic", "heif",
            "avif", "jp2", "jxl", "jxr", "svg", "tga", "ppm", "pgm", "pbm", "pnm", "exr", "dng", "cr2", "nef", "arw",
            "ico");

    /**
     * A scaled image.
     *
     * @param pixels [channel, row, column], a single channel if it is greyscale
     * @param original size before scaling
     * @param sha256 checksum of its file
     */
    record Picture(byte[] pixels, ImageSize original, String sha256) {}

    /** Whether its extension is that of an image, supported or not, or its bytes are. */
    boolean isImage() {
        return IMAGES.contains(FilenameUtils.getExtension(path.toString()).toLowerCase(Locale.ROOT)) || hasImageBytes();
    }

    private boolean hasImageBytes() {
        try (ImageInputStream in = ImageIO.createImageInputStream(path.toFile())) {
            return in != null && PictureReader.isImage(in);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /**
     * Its size as shown, according to its header.
     *
     * @throws IOException says why it cannot be read
     */
    ImageSize size() throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(path.toFile())) {
            return PictureReader.size(in);
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    /**
     * The image, turned as its EXIF notes say, centre-cropped to the proportions of {@code wanted} and scaled to it.
     *
     * @throws IOException says why it cannot be read
     */
    Picture read(ImageSize wanted) throws IOException {
        if (Files.size(path) > MOST_BYTES) {
            throw new IIOException("larger than 1 GB");
        }
        try {
            byte[] bytes = Files.readAllBytes(path);
            PictureReader.Decoded decoded = PictureReader.read(bytes, wanted);
            return new Picture(scaled(decoded.image(), wanted), decoded.original(), Checksum.sha256(bytes));
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    /** On broken bytes, readers throw all kinds of exceptions, index and argument errors among them. */
    private static IIOException damaged(RuntimeException e) {
        return new IIOException("damaged file", e);
    }

    private byte[] scaled(BufferedImage image, ImageSize wanted) {
        ImageSize cut = middle(new ImageSize(image.getWidth(), image.getHeight()), wanted);
        int left = (image.getWidth() - cut.width()) / 2;
        int top = (image.getHeight() - cut.height()) / 2;
        PictureLine line = PictureLine.of(image.getColorModel(), cut.width()).orElseThrow();
        int channels = line.colours().length;
        ResizeFilter across = ResizeFilter.of(cut.width(), wanted.width());
        ResizeFilter down = ResizeFilter.of(cut.height(), wanted.height());
        double[] scaled = new double[wanted.width()];
        double[] sums = new double[Math.toIntExact(channels * wanted.area())];
        int first = 0;
        for (int row = 0; row < cut.height(); row++) {
            line.read(image.getRaster(), left, top + row);
            while (down.starts()[first] + down.weights()[first].length <= row) {
                first++;
            }
            for (int channel = 0; channel < channels; channel++) {
                across.apply(line.colours()[channel], scaled);
                for (int into = first; into < wanted.height() && down.starts()[into] <= row; into++) {
                    double weight = down.weights()[into][row - down.starts()[into]];
                    int place = (channel * wanted.height() + into) * wanted.width();
                    for (int column = 0; column < scaled.length; column++) {
                        sums[place + column] += weight * scaled[column];
                    }
                }
            }
        }
        return bytes(sums, channels);
    }

    /** The largest part with the proportions of {@code wanted}. */
    static ImageSize middle(ImageSize whole, ImageSize wanted) {
        long across = (long) whole.width() * wanted.height();
        long down = (long) whole.height() * wanted.width();
        return across > down
                ? new ImageSize(atLeastOne(Math.round((double) down / wanted.height())), whole.height())
                : new ImageSize(whole.width(), atLeastOne(Math.round((double) across / wanted.width())));
    }

    private static int atLeastOne(long side) {
        return Math.max(1, Math.toIntExact(side));
    }

    private static byte[] bytes(double[] sums, int channels) {
        byte[] bytes = new byte[sums.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.max(0, Math.min(WHITE, Math.round(sums[i])));
        }
        int area = bytes.length / channels;
        boolean grey = channels == 3
                && Arrays.equals(bytes, 0, area, bytes, area, 2 * area)
                && Arrays.equals(bytes, 0, area, bytes, 2 * area, 3 * area);
        return grey ? Arrays.copyOf(bytes, area) : bytes;
    }
}
