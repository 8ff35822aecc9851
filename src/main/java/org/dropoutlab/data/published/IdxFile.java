package org.dropoutlab.data.published;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.Images;
import org.dropoutlab.data.LocalFile;
import org.dropoutlab.experiment.InputException;

/**
 * A gzipped file of images or labels in the idx format (LeCun, Cortes &amp; Burges, "The MNIST database of handwritten
 * digits"): a magic number and the axis lengths, 32-bit big-endian, followed by one unsigned byte per entry, last axis
 * fastest.
 */
final class IdxFile {
    private final Path path;
    private final GzipFile file;
    private final MessageDigest all;

    /**
     * @param path path of the file
     * @param dataSet its data set, by its name in {@code lab data fetch}
     * @param all is updated with every unpacked byte, including the header
     */
    IdxFile(Path path, String dataSet, MessageDigest all) {
        this.path = path;
        this.file = new GzipFile(path, dataSet);
        this.all = all;
    }

    /**
     * Content of a file.
     *
     * @param value the entries
     * @param sha256 checksum of the unpacked file
     */
    record Content<T>(T value, String sha256) {}

    /**
     * Reads images.
     *
     * @return one array per image, [row, column]
     * @throws InputException if the file does not contain {@code count} images of that size
     */
    Content<byte[][]> images(int count, Images.Shape shape) {
        return read(Header.ofImages(count, shape), count);
    }

    /**
     * Reads labels.
     *
     * @param count expected number of labels
     * @param classes number of classes
     * @throws InputException if the file does not contain {@code count} labels below {@code classes}
     */
    Content<int[]> labels(int count, int classes) {
        Header header = Header.ofLabels(count);
        Content<byte[][]> content = read(header, 1);
        byte[] bytes = content.value()[0];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = Byte.toUnsignedInt(bytes[i]);
            if (labels[i] >= classes) {
                throw new InputException("%s, record %,d (byte %,d): label %d, expected 0 to %d; %s"
                        .formatted(path, i + 1, header.size() + i + 1, labels[i], classes - 1, file.remedy()));
            }
        }
        return new Content<>(labels, content.sha256());
    }

    /** Checks the content only after reading to the end, because damage to the file is the more useful error. */
    private Content<byte[][]> read(Header wanted, int parts) {
        try {
            return file.read(unpacked -> {
                        long most = 2 * (wanted.size() + wanted.entries()) + (1 << 20);
                        unpacked.limit(most, () -> refused("unpacks to more than %,d bytes".formatted(most)));
                        MessageDigest own = Checksum.digest();
                        InputStream in = new DigestInputStream(new DigestInputStream(unpacked, own), all);
                        ByteBuffer header = ByteBuffer.wrap(in.readNBytes(wanted.size()));
                        byte[][] content = new byte[parts][];
                        for (int part = 0; part < parts; part++) {
                            content[part] = in.readNBytes(Math.toIntExact(wanted.entries() / parts));
                        }
                        in.transferTo(OutputStream.nullOutputStream());
                        wanted.fault(header, unpacked.position()).ifPresent(fault -> {
                            throw refused(fault);
                        });
                        return new Content<>(content, Checksum.of(own));
                    })
                    .value();
        } catch (IOException e) {
            throw new LocalFile(path).unreadable(e);
        }
    }

    private InputException refused(String fault) {
        return new InputException("%s: %s; %s".formatted(path, fault, file.remedy()));
    }

    /** Kind of content. The magic number encodes the entry type, unsigned bytes, and the number of axes. */
    private enum Kind {
        LABELS(0x0801),
        IMAGES(0x0803);

        private final int magic;

        Kind(int magic) {
            this.magic = magic;
        }

        String plural() {
            return this == LABELS ? "labels" : "images";
        }

        static String described(int magic) {
            return Arrays.stream(values())
                    .filter(kind -> kind.magic == magic)
                    .map(kind -> "0x%08x (%s)".formatted(magic, kind.plural()))
                    .findFirst()
                    .orElse("0x%08x".formatted(magic));
        }
    }

    /**
     * Header of a file.
     *
     * @param kind of entries
     * @param count of images or labels
     * @param height of every image; 1 for labels
     * @param width of every image; 1 for labels
     */
    record Header(Kind kind, int count, int height, int width) {
        static Header ofImages(int count, Images.Shape shape) {
            return new Header(Kind.IMAGES, count, shape.height(), shape.width());
        }

        static Header ofLabels(int count) {
            return new Header(Kind.LABELS, count, 1, 1);
        }

        /** Its bytes in a file. */
        byte[] bytes() {
            ByteBuffer buffer = ByteBuffer.allocate(size()).putInt(kind.magic).putInt(count);
            if (kind == Kind.IMAGES) {
                buffer.putInt(height).putInt(width);
            }
            return buffer.array();
        }

        /** Its length in bytes. */
        int size() {
            return Integer.BYTES * (kind == Kind.IMAGES ? 4 : 2);
        }

        /** Number of bytes that follow it. */
        long entries() {
            return (long) count * height * width;
        }

        /** The fault of a file that begins with {@code found} and has {@code bytes}, if any. */
        private Optional<String> fault(ByteBuffer found, long bytes) {
            if (bytes >= Integer.BYTES && found.getInt(0) != kind.magic) {
                return Optional.of("the magic number is %s, expected %s"
                        .formatted(Kind.described(found.getInt(0)), Kind.described(kind.magic)));
            }
            if (bytes < size()) {
                return Optional.of(
                        "truncated: %d bytes unpacked, but the header alone has %d".formatted(bytes, size()));
            }
            if (found.getInt(4) != count) {
                return Optional.of("the header announces %,d %s, expected %,d"
                        .formatted(Integer.toUnsignedLong(found.getInt(4)), kind.plural(), count));
            }
            if (kind == Kind.IMAGES && (found.getInt(8) != height || found.getInt(12) != width)) {
                return Optional.of("the images are %sx%s, expected %dx%d"
                        .formatted(
                                Integer.toUnsignedString(found.getInt(8)),
                                Integer.toUnsignedString(found.getInt(12)),
                                height,
                                width));
            }
            if (bytes != size() + entries()) {
                return Optional.of("%s: %,d bytes unpacked, expected %,d (a header of %d and %,d %s)"
                        .formatted(
                                bytes < size() + entries() ? "truncated" : "too long",
                                bytes,
                                size() + entries(),
                                size(),
                                count,
                                kind.plural()));
            }
            return Optional.empty();
        }
    }
}
