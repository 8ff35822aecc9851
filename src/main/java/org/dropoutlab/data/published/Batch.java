package org.dropoutlab.data.published;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.dropoutlab.data.Images;
import org.dropoutlab.experiment.InputException;

/**
 * One of CIFAR-10's six files: records of a label and a picture.
 *
 * @param pixels one array per picture, [channel, row, column]
 * @param labels class of each picture
 */
record Batch(byte[][] pixels, int[] labels) {
    static final int CLASSES = 10;
    static final Images.Shape SHAPE = new Images.Shape(3, 32, 32);
    /** A label byte and the picture's bytes. */
    static final int RECORD_BYTES = 1 + SHAPE.size();

    /**
     * Reads a batch, record by record.
     *
     * @param in the file's content
     * @param size of the file, in bytes
     * @param records expected number of records
     * @param place name of the file in messages
     * @throws InputException if the content is invalid
     * @throws IOException if {@code in} fails or ends before {@code size}
     */
    static Batch read(InputStream in, long size, int records, String place) throws IOException {
        requireSize(size, records, place);
        byte[][] pixels = new byte[records][];
        int[] labels = new int[records];
        for (int record = 0; record < records; record++) {
            int label = in.read();
            if (label >= CLASSES) {
                throw new InputException("%s, record %,d (byte %,d): label %d, expected 0 to %d"
                        .formatted(place, record + 1, (long) record * RECORD_BYTES + 1, label, CLASSES - 1));
            }
            labels[record] = label;
            pixels[record] = in.readNBytes(SHAPE.size());
            if (label < 0 || pixels[record].length < SHAPE.size()) {
                throw new EOFException("ends within record %,d".formatted(record + 1));
            }
        }
        return new Batch(pixels, labels);
    }

    private static void requireSize(long size, int records, String place) {
        if (size == 0) {
            throw new InputException(place + ": empty");
        }
        long expected = (long) records * RECORD_BYTES;
        if (size != expected) {
            throw new InputException("%s: %s: %,d bytes (%,d whole records), expected %,d (%,d records of %,d)"
                    .formatted(
                            place,
                            size < expected ? "truncated" : "too long",
                            size,
                            size / RECORD_BYTES,
                            expected,
                            records,
                            RECORD_BYTES));
        }
    }
}
