package org.dropoutlab.data.table.text;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.dropoutlab.data.Checksum;
import org.dropoutlab.data.LocalFile;
import org.dropoutlab.experiment.InputException;

/**
 * A file with a table, plain or compressed, by its first bytes and not by its name.
 *
 * @param file with the bytes
 * @param name for messages
 * @param packing of the text in it
 */
public record TableInput(Path file, String name, Packing packing) {
    /** The name of standard input on the command line. */
    public static final Path STANDARD_INPUT = Path.of("-");

    private static final int START = 8;
    private static final int MOST_NAMED = 5;

    /** How the text is packed. */
    public enum Packing {
        NONE,
        GZIP,
        ZIP
    }

    /** The first bytes of files that hold tables in ways that are not read here. */
    private enum Foreign {
        PARQUET("a Parquet file", 'P', 'A', 'R', '1'),
        ARROW("an Arrow file", 'A', 'R', 'R', 'O', 'W', '1'),
        EXCEL("an old Excel file", 0xD0, 0xCF, 0x11, 0xE0),
        HDF("an HDF5 file", 0x89, 'H', 'D', 'F'),
        SQLITE("an SQLite database", 'S', 'Q', 'L', 'i', 't', 'e'),
        PDF("a PDF document", '%', 'P', 'D', 'F', '-'),
        PNG("a PNG image", 0x89, 'P', 'N', 'G'),
        JPEG("a JPEG image", 0xFF, 0xD8, 0xFF),
        NUMPY("a NumPy array", 0x93, 'N', 'U', 'M', 'P', 'Y'),
        BZIP("compressed with bzip2", 'B', 'Z', 'h'),
        XZ("compressed with xz", 0xFD, '7', 'z', 'X', 'Z'),
        ZSTD("compressed with zstd", 0x28, 0xB5, 0x2F, 0xFD),
        SEVEN("a 7z archive", '7', 'z', 0xBC, 0xAF),
        R("an R data file", 'R', 'D', 'X'),
        STATA("a Stata file", '<', 's', 't', 'a', 't', 'a', '_'),
        SPSS("an SPSS file", '$', 'F', 'L', '2');

        private final String what;
        private final int[] bytes;

        Foreign(String what, int... bytes) {
            this.what = what;
            this.bytes = bytes;
        }

        private boolean starts(byte[] start) {
            for (int i = 0; i < bytes.length; i++) {
                if (i >= start.length || (start[i] & 0xFF) != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * A user's file, or standard input if it is {@link #STANDARD_INPUT}, which is first copied to a temporary file.
     *
     * @throws InputException if it is not there or holds no text
     */
    public static TableInput of(Path path) {
        if (path.equals(STANDARD_INPUT)) {
            return of(copied(), "standard input");
        }
        new LocalFile(path).requireThere("check the path");
        return of(path, path.toString());
    }

    private static Path copied() {
        try {
            Path copy = Files.createTempFile("dropout-lab", ".table");
            copy.toFile().deleteOnExit();
            Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
            return copy;
        } catch (IOException e) {
            throw new InputException("standard input cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static TableInput of(Path file, String name) {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(START);
        } catch (IOException e) {
            throw new LocalFile(file).unreadable(e);
        }
        for (Foreign foreign : Foreign.values()) {
            if (foreign.starts(start)) {
                throw notText(name, foreign.what);
            }
        }
        Packing packing = start.length > 2 && (start[0] & 0xFF) == 0x1F && (start[1] & 0xFF) == 0x8B
                ? Packing.GZIP
                : start.length > 3 && start[0] == 'P' && start[1] == 'K' && start[2] < 9 && start[3] < 9
                        ? Packing.ZIP
                        : Packing.NONE;
        return new TableInput(file, name, packing);
    }

    private static InputException notText(String name, String what) {
        return new InputException("%s: is %s; convert it to CSV first".formatted(name, what));
    }

    /** The text's bytes. */
    public InputStream open() {
        try {
            return switch (packing) {
                case NONE -> Files.newInputStream(file);
                case GZIP -> new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), 1 << 16);
                case ZIP -> onlyEntry();
            };
        } catch (ZipException e) {
            throw new InputException(name + ": damaged archive (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new LocalFile(file).unreadable(e);
        }
    }

    private InputStream onlyEntry() throws IOException {
        ZipFile zip = new ZipFile(file.toFile());
        List<? extends ZipEntry> entries = zip.stream().toList();
        if (entries.stream().anyMatch(entry -> entry.getName().startsWith("xl/"))) {
            zip.close();
            throw notText(name, "an Excel workbook");
        }
        if (entries.stream().anyMatch(entry -> entry.getName().equals("content.xml"))) {
            zip.close();
            throw notText(name, "an OpenDocument file");
        }
        List<? extends ZipEntry> files = entries.stream()
                .filter(entry -> !entry.isDirectory())
                .filter(entry -> !entry.getName().startsWith("__MACOSX/")
                        && !entry.getName().matches("(.*/)?\\.[^/]*"))
                .toList();
        if (files.size() != 1) {
            zip.close();
            List<String> names =
                    files.stream().map(ZipEntry::getName).limit(MOST_NAMED).toList();
            throw new InputException(
                    files.isEmpty()
                            ? name + ": the archive is empty"
                            : "%s: the archive has %d files (%s%s); unpack it and pass one of them"
                                    .formatted(
                                            name,
                                            files.size(),
                                            String.join(", ", names),
                                            files.size() > MOST_NAMED ? ", …" : ""));
        }
        InputStream in = zip.getInputStream(files.get(0));
        return new java.io.FilterInputStream(in) {
            @Override
            public void close() throws IOException {
                super.close();
                zip.close();
            }
        };
    }

    /** Checksum of the file's bytes, in lower-case hexadecimal. */
    public String sha256() {
        try {
            return Checksum.sha256(file);
        } catch (IOException e) {
            throw new LocalFile(file).unreadable(e);
        }
    }

    /**
     * Text from all over the file: whole lines, the first of which are the file's. All of it if it is not large.
     *
     * @param pieces whole lines each, the first from the start of the file
     * @param whole whether it is all of the file
     */
    public record Sample(List<String> pieces, boolean whole) {}

    /**
     * A sample.
     *
     * @param start number of characters at the start
     * @param pieces number of further pieces
     * @param size of each, in bytes
     */
    public Sample sample(Optional<Charset> known, int start, int pieces, int size) {
        try (TextReader reader = new TextReader(open(), known)) {
            char[] text = new char[start];
            int length = 0;
            for (int read = 0; length < start && read >= 0; length += Math.max(0, read)) {
                read = reader.read(text, length, start - length);
            }
            boolean whole = length < start || reader.read() < 0;
            List<String> found = new ArrayList<>(List.of(whole ? new String(text, 0, length) : lines(text, length)));
            if (!whole
                    && packing == Packing.NONE
                    && reader.charset().newEncoder().maxBytesPerChar() < 4
                    && pieces > 0) {
                found.addAll(further(known, found.get(0).length(), pieces, size));
            }
            return new Sample(found, whole);
        } catch (TextReader.NotEncoded e) {
            throw new InputException("%s: %s; try another --encoding".formatted(name, e.getMessage()), e);
        } catch (ZipException e) {
            throw new InputException(name + ": damaged archive (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new LocalFile(file).unreadable(e);
        }
    }

    private static String lines(char[] text, int length) {
        String all = new String(text, 0, length);
        int last = all.lastIndexOf('\n');
        return last < 0 ? all : all.substring(0, last + 1);
    }

    private List<String> further(Optional<Charset> known, int from, int pieces, int size) throws IOException {
        List<String> found = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            for (int piece = 1; piece <= pieces; piece++) {
                long position = from + (channel.size() - size - from) * piece / pieces;
                ByteBuffer buffer = ByteBuffer.allocate(size);
                channel.read(buffer, position);
                byte[] bytes = buffer.array();
                int first = 0;
                while (first < buffer.position() && bytes[first] != '\n') {
                    first++;
                }
                int last = buffer.position();
                while (last > first && bytes[last - 1] != '\n') {
                    last--;
                }
                if (last > first + 1) {
                    byte[] lines = Arrays.copyOfRange(bytes, first + 1, last);
                    try (TextReader reader = new TextReader(
                            new ByteArrayInputStream(lines), Optional.of(known.orElse(StandardCharsets.ISO_8859_1)))) {
                        StringBuilder text = new StringBuilder();
                        char[] some = new char[size];
                        for (int read = reader.read(some, 0, size); read > 0; read = reader.read(some, 0, size)) {
                            text.append(some, 0, read);
                        }
                        found.add(text.toString());
                    } catch (UncheckedIOException e) {
                        throw e.getCause();
                    }
                }
            }
        }
        return found;
    }
}
