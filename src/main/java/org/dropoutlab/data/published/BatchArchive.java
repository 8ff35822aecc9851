package org.dropoutlab.data.published;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.dropoutlab.experiment.InputException;

/**
 * CIFAR-10's batches in the publisher's archive, a gzipped tar file. It is read in memory; nothing is unpacked to disk.
 * Entries that would be dangerous to unpack are rejected all the same, because the publisher's archive has none.
 */
final class BatchArchive {
    /** Absolute paths on any system, and paths that lead out of a directory. */
    private static final Pattern UNSAFE =
            Pattern.compile("/.*|[A-Za-z]:.*|.*\\\\.*|(.*/)?\\.\\.(/.*)?", Pattern.DOTALL);

    private static final int LONGEST_HEADER = 1 << 16;
    private static final int LONGEST_SHOWN_NAME = 100;
    private static final String NOT_THE_PUBLISHERS = "this is not the publisher's archive";

    private final Path path;
    private final GzipFile file;
    private final List<String> entries;
    private final int records;

    /**
     * Content of an archive.
     *
     * @param batches in the requested order
     * @param sha256 checksum of the archive itself
     */
    record Content(List<Batch> batches, String sha256) {}

    /**
     * @param path path of the archive
     * @param entries names of the batches in it
     * @param records expected number of records per batch
     */
    BatchArchive(Path path, List<String> entries, int records) {
        this.path = path;
        this.file = new GzipFile(path, "cifar10");
        this.entries = List.copyOf(entries);
        this.records = records;
    }

    /**
     * Reads the batches; other entries are skipped.
     *
     * @throws InputException if the archive or a batch is invalid
     */
    Content read() {
        try {
            GzipFile.Content<Map<String, Batch>> content = file.read(this::readAll);
            return new Content(inOrder(content.value()), content.sha256());
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(
                    "%s: not a tar archive, or a damaged one (%s); %s"
                            .formatted(path, printable(String.valueOf(e.getMessage())), file.remedy()),
                    e);
        }
    }

    private Map<String, Batch> readAll(LimitedInputStream unpacked) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(unpacked);
        Map<String, Batch> batches = new HashMap<>();
        for (TarArchiveEntry entry = next(tar, unpacked); entry != null; entry = next(tar, unpacked)) {
            String place = "%s, entry %s".formatted(path, printable(entry.getName()));
            requireHarmless(entry, place);
            String name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
            if (batches.containsKey(name)) {
                throw new InputException(place + ": duplicate entry");
            }
            if (entries.contains(name)) {
                batches.put(name, Batch.read(tar, entry.getSize(), records, place));
            }
            tar.transferTo(OutputStream.nullOutputStream());
        }
        return batches;
    }

    /** Headers have their own limit because they are held in memory; contents of other entries are not. */
    private TarArchiveEntry next(TarArchiveInputStream tar, LimitedInputStream unpacked) throws IOException {
        unpacked.limit(
                unpacked.position() + LONGEST_HEADER,
                () -> new InputException("%s: an entry header is longer than %,d bytes; %s"
                        .formatted(path, LONGEST_HEADER, NOT_THE_PUBLISHERS)));
        TarArchiveEntry entry = tar.getNextEntry();
        long most = mostUnpacked();
        unpacked.limit(
                most,
                () -> new InputException(
                        "%s: unpacks to more than %,d bytes; %s".formatted(path, most, NOT_THE_PUBLISHERS)));
        return entry;
    }

    /** Twice the size of the batches, plus headers. */
    private long mostUnpacked() {
        return 2L * entries.size() * records * Batch.RECORD_BYTES + (1 << 20);
    }

    private static void requireHarmless(TarArchiveEntry entry, String place) {
        if (UNSAFE.matcher(entry.getName()).matches()) {
            throw new InputException("%s: the path leads out of the archive; %s".formatted(place, NOT_THE_PUBLISHERS));
        }
        String kind =
                switch (entry.getLinkFlag()) {
                    case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_DIR -> entry.isSparse()
                            ? "a sparse file"
                            : "";
                    case TarConstants.LF_SYMLINK -> "a symbolic link";
                    case TarConstants.LF_LINK -> "a hard link";
                    case TarConstants.LF_CHR, TarConstants.LF_BLK -> "a device";
                    case TarConstants.LF_FIFO -> "a named pipe";
                    default -> "of unknown type " + (entry.getLinkFlag() & 0xff);
                };
        if (!kind.isEmpty()) {
            throw new InputException("%s: the entry is %s; %s".formatted(place, kind, NOT_THE_PUBLISHERS));
        }
    }

    private List<Batch> inOrder(Map<String, Batch> batches) {
        return entries.stream()
                .map(entry -> {
                    if (!batches.containsKey(entry)) {
                        throw new InputException(
                                "%s: no entry %s; is this the binary version of CIFAR-10?".formatted(path, entry));
                    }
                    return batches.get(entry);
                })
                .toList();
    }

    /** Names in an archive are arbitrary text; messages are a single line. */
    private static String printable(String text) {
        String shown = text.length() > LONGEST_SHOWN_NAME ? text.substring(0, LONGEST_SHOWN_NAME) + "..." : text;
        return shown.replaceAll("\\p{C}", "?");
    }
}
