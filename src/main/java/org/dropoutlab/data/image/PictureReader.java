package org.dropoutlab.data.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes images with Java's own readers and, for what these do not read (WebP, Photoshop, JPEG in the colours of print and other
 * unusual JPEGs), with those of TwelveMonkeys. Where both read a format, Java's come first: they disagree on broken files.
 */
final class PictureReader {
    private static final String OTHERS = "com.twelvemonkeys.";
    /** 400 MB or more after decoding. */
    private static final long MOST_PIXELS = 100_000_000;
    /** Larger images are decoded at a lower resolution, if that is enough. */
    private static final long MANY_PIXELS = 16_000_000;

    private static final int LARGEST_START = 512;

    /**
     * A decoded image.
     *
     * @param image as shown, perhaps at a lower resolution
     * @param original size as shown, at full resolution
     */
    record Decoded(BufferedImage image, ImageSize original) {}

    private PictureReader() {}

    /** Whether some reader takes the bytes for an image. */
    static boolean isImage(ImageInputStream in) {
        return !readers(in).isEmpty();
    }

    /** The size of the image as shown, according to its header. */
    static ImageSize size(ImageInputStream in) throws IOException {
        IOException failure = notAnImage(in);
        for (ImageReader reader : readers(in)) {
            try {
                in.seek(0);
                reader.setInput(in, true, true);
                ImageSize stored = new ImageSize(reader.getWidth(0), reader.getHeight(0));
                return Orientation.of(in).turned(stored);
            } catch (IOException | RuntimeException e) {
                failure = broken(e);
            } finally {
                reader.dispose();
            }
        }
        throw failure;
    }

    /** The image, at full resolution unless it is much larger than {@code wanted}. */
    static Decoded read(byte[] bytes, ImageSize wanted) throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Orientation orientation = Orientation.of(in);
            IOException failure = notAnImage(in);
            for (ImageReader reader : readers(in)) {
                try {
                    in.seek(0);
                    return decoded(reader, in, orientation, wanted);
                } catch (CutOffException e) {
                    throw e;
                } catch (IOException | RuntimeException e) {
                    failure = broken(e);
                } finally {
                    reader.dispose();
                }
            }
            throw failure;
        }
    }

    private static Decoded decoded(ImageReader reader, ImageInputStream in, Orientation orientation, ImageSize wanted)
            throws IOException {
        reader.setInput(in, true, true);
        ImageSize stored = new ImageSize(reader.getWidth(0), reader.getHeight(0));
        ImageReadParam how = reader.getDefaultReadParam();
        int step = step(stored, orientation.turned(wanted));
        if (stored.area() / step / step > MOST_PIXELS) {
            throw new IIOException("%s exceeds %,d pixels".formatted(stored, MOST_PIXELS));
        }
        how.setSourceSubsampling(step, step, 0, 0);
        AtomicBoolean cutOff = new AtomicBoolean();
        // The rest of a truncated JPEG would be grey.
        reader.addIIOReadWarningListener((source, warning) -> {
            if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
                cutOff.set(true);
            }
        });
        BufferedImage image = reader.read(0, how);
        if (cutOff.get()) {
            throw new CutOffException();
        }
        if (PictureLine.of(image.getColorModel(), 1).isEmpty()) {
            throw new IIOException("only greyscale and RGB with up to 16 bits are supported");
        }
        return new Decoded(orientation.turned(image), orientation.turned(stored));
    }

    /** Every how many rows and columns are decoded: at least four times as many as are wanted. */
    private static int step(ImageSize stored, ImageSize wanted) {
        if (stored.area() <= MANY_PIXELS) {
            return 1;
        }
        int most = Math.min(stored.width() / wanted.width(), stored.height() / wanted.height()) / 4;
        int enough = (int) Math.ceil(Math.sqrt((double) stored.area() / MANY_PIXELS));
        return Math.max(1, Math.min(most, enough));
    }

    private static List<ImageReader> readers(ImageInputStream in) {
        List<ImageReader> own = new ArrayList<>();
        List<ImageReader> others = new ArrayList<>();
        for (Iterator<ImageReader> all = ImageIO.getImageReaders(in); all.hasNext(); ) {
            ImageReader reader = all.next();
            if (reader.getClass().getModule().equals(ImageIO.class.getModule())) {
                own.add(reader);
            } else if (reader.getClass().getName().startsWith(OTHERS)) {
                others.add(reader);
            }
        }
        own.addAll(others);
        return own;
    }

    /** The messages of readers are for developers of readers; ours say what is wrong. */
    private static IOException broken(Exception e) {
        return e instanceof IIOException said
                        && said.getCause() == null
                        && said.getStackTrace()[0].getClassName().equals(PictureReader.class.getName())
                ? said
                : new IIOException("damaged or truncated file", e);
    }

    private static IOException notAnImage(ImageInputStream in) throws IOException {
        byte[] start = new byte[LARGEST_START];
        in.seek(0);
        int length = Math.max(0, in.read(start));
        in.seek(0);
        String text = new String(start, 0, length, ISO_8859_1);
        if (length == 0) {
            return new IIOException("empty file");
        }
        if (text.startsWith("ftyp", 4)
                || text.startsWith("JXL ", 4)
                || text.startsWith("jP  ", 4)
                || text.contains("<svg")) {
            return new IIOException("format not supported; convert it to PNG or JPEG");
        }
        boolean readable = text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\r' || c == '\t');
        return new IIOException(readable ? "not an image but text" : "not an image in a supported format");
    }

    /** The file ends before the image does. */
    private static final class CutOffException extends IIOException {
        private static final long serialVersionUID = 1L;

        CutOffException() {
            super("truncated file");
        }
    }
}
