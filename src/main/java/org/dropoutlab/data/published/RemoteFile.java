package org.dropoutlab.data.published;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of a data set as its publisher offers it.
 *
 * @param path where it lies below a data directory, with forward slashes
 * @param bytes its size
 * @param sha256 its checksum, in lower-case hexadecimal
 * @param addresses where to get it, tried in order
 */
public record RemoteFile(String path, long bytes, String sha256, List<URI> addresses) {
    public RemoteFile {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a SHA-256 checksum: " + sha256);
        }
        addresses = List.copyOf(addresses);
    }

    /** Where it lies in {@code dataDirectory}. */
    public Path in(Path dataDirectory) {
        return dataDirectory.resolve(path);
    }
}
