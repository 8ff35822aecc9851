package org.dropoutlab.dl4j.brought;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Unpacked entries of zip files from untrusted sources. */
public final class ZipContent {
    private ZipContent() {}

    /**
     * Unpacks an entry, whatever size the zip declares.
     *
     * @param most the most bytes that it can have
     * @throws IllegalArgumentException if it has more or is damaged; the message is one line
     */
    public static byte[] of(ZipFile zip, ZipEntry entry, int most) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new IllegalArgumentException("%s is larger than %,d bytes".formatted(entry.getName(), most));
            }
            CRC32 sum = new CRC32();
            sum.update(content);
            // ZipFile itself does not check this.
            if (sum.getValue() != entry.getCrc()) {
                throw new IllegalArgumentException("%s is damaged; copy the model again".formatted(entry.getName()));
            }
            return content;
        }
    }
}
