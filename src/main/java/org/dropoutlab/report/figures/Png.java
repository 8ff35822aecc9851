package org.dropoutlab.report.figures;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * Bitmaps as PNG files (ISO/IEC 15948), rows unfiltered. Java's own writer tries five filters on every row, which takes
 * longer than drawing a chart and does not make it smaller.
 */
final class Png {
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final byte BITS = 8;
    private static final byte RGB = 2;
    private static final int HEADER = 13;
    private static final int CHANNELS = 3;

    private Png() {}

    /**
     * @param bitmap of type {@link BufferedImage#TYPE_INT_RGB}
     */
    static byte[] of(BufferedImage bitmap) {
        byte[] header = ByteBuffer.allocate(HEADER)
                .putInt(bitmap.getWidth())
                .putInt(bitmap.getHeight())
                .put(BITS)
                .put(RGB)
                .array();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream file = new DataOutputStream(bytes)) {
            file.writeLong(SIGNATURE);
            chunk(file, "IHDR", header);
            chunk(file, "IDAT", deflated(rows(bitmap)));
            chunk(file, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Each row: the number of its filter, 0, and the pixels' red, green and blue. */
    private static byte[] rows(BufferedImage bitmap) {
        int[] pixels = ((DataBufferInt) bitmap.getRaster().getDataBuffer()).getData();
        int width = bitmap.getWidth();
        byte[] rows = new byte[bitmap.getHeight() * (1 + CHANNELS * width)];
        int at = 0;
        for (int i = 0; i < pixels.length; i++) {
            if (i % width == 0) {
                at++;
            }
            int pixel = pixels[i];
            rows[at++] = (byte) (pixel >> 16);
            rows[at++] = (byte) (pixel >> 8);
            rows[at++] = (byte) pixel;
        }
        return rows;
    }

    private static byte[] deflated(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream file, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(content);
        file.writeInt(content.length);
        file.write(name);
        file.write(content);
        file.writeInt((int) checksum.getValue());
    }
}
