package org.dropoutlab.data.published;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of a data set on the publisher's server.
 *
 * @param path path below a data directory, with forward slashes
 * @param bytes its size
 * @param sha256 its checksum, in lower-case hexadecimal
 * @param addresses download addresses, tried in order
 */
public record RemoteFile(String path, long bytes, String sha256, List<URI> addresses) {
    public RemoteFile {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a SHA-256 checksum: " + sha256);
        }
        addresses = List.copyOf(addresses);
    }

    /** Its path in {@code dataDirectory}. */
    public Path in(Path dataDirectory) {
        return dataDirectory.resolve(path);
    }
}
