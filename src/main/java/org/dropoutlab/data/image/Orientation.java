package org.dropoutlab.data.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * How a picture is to be turned before it is shown, as cameras note it in EXIF: where the stored picture's first row and first
 * column belong. Defined in TIFF 6.0, tag 274.
 */
enum Orientation {
    NORMAL(false, false, false),
    MIRRORED(false, true, false),
    UPSIDE_DOWN(false, true, true),
    FLIPPED(false, false, true),
    TRANSPOSED(true, false, false),
    TURNED_RIGHT(true, false, true),
    TRANSVERSED(true, true, true),
    TURNED_LEFT(true, true, false);

    private static final int PNG_HEADER = 8;
    private static final int WEBP_HEADER = 12;
    private static final String EXIF = "Exif";

    /** Whether rows become columns; if so, before anything is mirrored in the stored picture. */
    private final boolean transposes;

    private final boolean fromRight;
    private final boolean fromBottom;

    Orientation(boolean transposes, boolean fromRight, boolean fromBottom) {
        this.transposes = transposes;
        this.fromRight = fromRight;
        this.fromBottom = fromBottom;
    }

    /** The orientation of a JPEG, PNG, WebP or TIFF file; {@link #NORMAL} if it has none, or one that makes no sense. */
    static Orientation of(ImageInputStream in) {
        try {
            in.seek(0);
            Optional<Entry> noted = noted(in);
            return noted.map(Entry::getValue)
                    .filter(Number.class::isInstance)
                    .map(number -> ((Number) number).intValue())
                    .filter(number -> number >= 1 && number <= values().length)
                    .map(number -> values()[number - 1])
                    .orElse(NORMAL);
        } catch (IOException | RuntimeException e) {
            // A damaged note does not make the picture unreadable.
            return NORMAL;
        }
    }

    private static Optional<Entry> noted(ImageInputStream in) throws IOException {
        byte[] start = new byte[WEBP_HEADER];
        in.readFully(start);
        String text = new String(start, US_ASCII);
        if ((start[0] & 0xff) == 0xff && (start[1] & 0xff) == 0xd8) {
            in.seek(0);
            List<JPEGSegment> segments = JPEGSegmentUtil.readSegments(in, JPEG.APP1, EXIF);
            if (segments.isEmpty()) {
                return Optional.empty();
            }
            byte[] data = segments.get(0).segmentData().readAllBytes();
            return orientation(after(data, EXIF.length() + 2));
        }
        if (text.startsWith("PNG", 1)) {
            return ofChunk(in, PNG_HEADER, ByteOrder.BIG_ENDIAN, "eXIf");
        }
        if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
            return ofChunk(in, WEBP_HEADER, ByteOrder.LITTLE_ENDIAN, "EXIF");
        }
        if (text.startsWith("II*\0") || text.startsWith("MM\0*")) {
            in.seek(0);
            return orientation(in);
        }
        return Optional.empty();
    }

    private static ImageInputStream after(byte[] data, int header) {
        return new MemoryCacheImageInputStream(new ByteArrayInputStream(data, header, data.length - header));
    }

    private static Optional<Entry> orientation(ImageInputStream tiff) throws IOException {
        return Optional.ofNullable(new TIFFReader().read(tiff).getEntryById(TIFF.TAG_ORIENTATION));
    }

    /** The chunks of a PNG are length, name, data, checksum; those of WebP name, length, data, and a byte if that is odd. */
    private static Optional<Entry> ofChunk(ImageInputStream in, long first, ByteOrder order, String wanted)
            throws IOException {
        boolean png = order == ByteOrder.BIG_ENDIAN;
        in.setByteOrder(order);
        in.seek(first);
        byte[] name = new byte[4];
        while (in.read() >= 0) {
            in.seek(in.getStreamPosition() - 1);
            long length = 0;
            if (png) {
                length = in.readUnsignedInt();
                in.readFully(name);
            } else {
                in.readFully(name);
                length = in.readUnsignedInt();
            }
            if (wanted.equals(new String(name, US_ASCII))) {
                byte[] data = new byte[Math.toIntExact(Math.min(length, 1 << 20))];
                in.readFully(data);
                boolean prefixed = new String(data, US_ASCII).startsWith(EXIF);
                return orientation(after(data, prefixed ? EXIF.length() + 2 : 0));
            }
            in.seek(in.getStreamPosition() + length + (png ? 4 : length % 2));
        }
        return Optional.empty();
    }

    /** The size of a picture that is stored with this one. */
    ImageSize turned(ImageSize stored) {
        return transposes ? new ImageSize(/* width= */ stored.height(), /* height= */ stored.width()) : stored;
    }

    /** The picture as it is to be shown. */
    BufferedImage turned(BufferedImage stored) {
        if (this == NORMAL) {
            return stored;
        }
        ImageSize size = turned(new ImageSize(stored.getWidth(), stored.getHeight()));
        WritableRaster from = stored.getRaster();
        WritableRaster into = from.createCompatibleWritableRaster(size.width(), size.height());
        Object pixel = null;
        for (int row = 0; row < size.height(); row++) {
            for (int column = 0; column < size.width(); column++) {
                int x = transposes ? row : column;
                int y = transposes ? column : row;
                pixel = from.getDataElements(
                        fromRight ? stored.getWidth() - 1 - x : x, fromBottom ? stored.getHeight() - 1 - y : y, pixel);
                into.setDataElements(column, row, pixel);
            }
        }
        return new BufferedImage(stored.getColorModel(), into, stored.isAlphaPremultiplied(), null);
    }
}
