package org.dropoutlab.data.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.apache.commons.io.FilenameUtils;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.experiment.InputException;

/**
 * An image file in any format that Java itself reads; the first image if there are several. Colour profiles and EXIF
 * rotations are not applied. Samples are scaled to 8 bits, and transparent pixels are blended with white.
 *
 * @param path of the file
 */
record PictureFile(Path path) {
    private static final int WHITE = 255;
    private static final int MOST_BITS = 16;
    /** 400 MB or more after decoding. */
    private static final long MOST_PIXELS = 100_000_000;

    private static final int MOST_BYTES = 1 << 30;
    private static final Set<String> READABLE =
            Set.of("png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "tif", "tiff", "wbmp");
    private static final Set<String> UNREADABLE = Set.of(
            "webp", "heic", "heif", "avif", "jp2", "jxl", "jxr", "svg", "psd", "tga", "ppm", "pgm", "pbm", "pnm", "exr",
            "dng", "cr2", "nef", "arw", "ico");

    /**
     * A scaled image.
     *
     * @param pixels [channel, row, column], a single channel if it is greyscale
     * @param original size before scaling
     * @param sha256 checksum of its file
     */
    record Picture(byte[] pixels, ImageSize original, String sha256) {}

    /**
     * Whether it has an image extension.
     *
     * @throws InputException if it is the extension of an unsupported image format
     */
    boolean isNamedLikeAnImage() {
        String suffix = FilenameUtils.getExtension(path.toString()).toLowerCase(Locale.ROOT);
        if (UNREADABLE.contains(suffix)) {
            throw new InputException(
                    "%s: .%s images are not supported; convert them to PNG or JPEG".formatted(path, suffix));
        }
        return READABLE.contains(suffix);
    }

    /**
     * Its size according to its header.
     *
     * @throws InputException if it cannot be read
     */
    ImageSize size() {
        try (ImageInputStream in = ImageIO.createImageInputStream(path.toFile())) {
            if (in == null) {
                throw unreadable("not a file");
            }
            ImageReader reader = reader(in);
            try {
                return size(reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw refused(e);
        }
    }

    /**
     * The image, centre-cropped to the proportions of {@code wanted} and scaled to it.
     *
     * @throws InputException if it cannot be read
     */
    Picture read(ImageSize wanted) {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw unreadable("larger than 1 GB");
            }
            byte[] bytes = Files.readAllBytes(path);
            BufferedImage image = decoded(bytes);
            return new Picture(
                    scaled(image, wanted), new ImageSize(image.getWidth(), image.getHeight()), Checksum.sha256(bytes));
        } catch (IOException | RuntimeException e) {
            throw refused(e);
        }
    }

    private BufferedImage decoded(byte[] bytes) throws IOException {
        AtomicBoolean cutOff = new AtomicBoolean();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            ImageReader reader = reader(in);
            try {
                size(reader);
                // The rest of a truncated JPEG would be grey.
                reader.addIIOReadWarningListener((source, warning) -> {
                    if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
                        cutOff.set(true);
                    }
                });
                BufferedImage image = reader.read(0);
                if (cutOff.get()) {
                    throw unreadable("truncated file");
                }
                return image;
            } finally {
                reader.dispose();
            }
        }
    }

    /**
     * Java's own reader. Libraries of Deeplearning4j register others for the same formats, in no particular order, which
     * disagree on broken files.
     */
    private ImageReader reader(ImageInputStream in) {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getModule().equals(ImageIO.class.getModule())) {
                reader.setInput(in, true, true);
                return reader;
            }
            reader.dispose();
        }
        throw unreadable("not an image in a supported format");
    }

    private ImageSize size(ImageReader reader) throws IOException {
        ImageSize size = new ImageSize(reader.getWidth(0), reader.getHeight(0));
        if (size.area() > MOST_PIXELS) {
            throw unreadable("%s exceeds %,d pixels".formatted(size, MOST_PIXELS));
        }
        return size;
    }

    private InputException unreadable(String why) {
        return new InputException("%s: cannot be read as an image (%s)".formatted(path, why));
    }

    /** On broken bytes, readers throw all kinds of exceptions, index and argument errors among them. */
    private InputException refused(Exception e) {
        if (e instanceof InputException said) {
            return said;
        }
        String message = Optional.ofNullable(e.getMessage())
                .map(said -> said.lines().findFirst().orElse(""))
                .orElse("");
        return new InputException(
                "%s: cannot be read as an image (%s)"
                        .formatted(path, message.isBlank() ? e.getClass().getSimpleName() : message),
                e);
    }

    private byte[] scaled(BufferedImage image, ImageSize wanted) {
        ImageSize cut = middle(new ImageSize(image.getWidth(), image.getHeight()), wanted);
        int left = (image.getWidth() - cut.width()) / 2;
        int top = (image.getHeight() - cut.height()) / 2;
        Line line = line(image.getColorModel(), cut.width());
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

    /** A row of an image, as numbers from 0 to 255. */
    private interface Line {
        /** The row that was read last, [channel][column]. */
        double[][] colours();

        void read(Raster raster, int left, int row);
    }

    private Line line(ColorModel model, int width) {
        if (model instanceof IndexColorModel palette) {
            return new PaletteLine(palette, new int[width], new double[3][width]);
        }
        int kind = model.getColorSpace().getType();
        boolean counts = Arrays.stream(model.getComponentSize()).allMatch(bits -> bits <= MOST_BITS)
                && (model instanceof DirectColorModel
                        || model.getTransferType() == java.awt.image.DataBuffer.TYPE_BYTE
                        || model.getTransferType() == java.awt.image.DataBuffer.TYPE_USHORT);
        if (!counts || (kind != ColorSpace.TYPE_GRAY && kind != ColorSpace.TYPE_RGB)) {
            throw unreadable("only greyscale and RGB with up to 16 bits are supported");
        }
        return new SampledLine(
                model,
                new int[width * model.getNumComponents()],
                new double[kind == ColorSpace.TYPE_GRAY ? 1 : 3][width]);
    }

    /** Of numbers that stand for colours. */
    private record PaletteLine(IndexColorModel palette, int[] numbers, double[][] colours) implements Line {
        @Override
        public void read(Raster raster, int left, int row) {
            raster.getSamples(left, row, numbers.length, 1, 0, numbers);
            for (int column = 0; column < numbers.length; column++) {
                int colour = palette.getRGB(numbers[column]);
                double opaque = (colour >>> 24) / 255.0;
                for (int channel = 0; channel < 3; channel++) {
                    int value = (colour >>> (16 - 8 * channel)) & 0xff;
                    colours[channel][column] = value * opaque + WHITE * (1 - opaque);
                }
            }
        }
    }

    /** Of numbers that are colours, and perhaps an opacity behind them. */
    private record SampledLine(ColorModel model, int[] samples, double[][] colours) implements Line {
        @Override
        public void read(Raster raster, int left, int row) {
            int width = colours[0].length;
            int bands = model.getNumComponents();
            raster.getPixels(left, row, width, 1, samples);
            for (int channel = 0; channel < colours.length; channel++) {
                double most = most(channel);
                for (int column = 0; column < width; column++) {
                    colours[channel][column] = samples[column * bands + channel] * WHITE / most;
                }
            }
            if (model.hasAlpha()) {
                double most = most(bands - 1);
                for (int column = 0; column < width; column++) {
                    double opaque = samples[column * bands + bands - 1] / most;
                    for (double[] channel : colours) {
                        double value = model.isAlphaPremultiplied() ? channel[column] : channel[column] * opaque;
                        channel[column] = value + WHITE * (1 - opaque);
                    }
                }
            }
        }

        private double most(int band) {
            return (1 << model.getComponentSize(band)) - 1;
        }
    }
}
