package org.dropoutlab.data.published;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file of a data set on the publisher's server.
 *
 * @param path path below a data directory, with forward slashes
 * @param bytes its size; approximate without a checksum
 * @param sha256 its checksum, in lower-case hexadecimal; empty if the publisher's is not known
 * @param addresses download addresses, tried in order
 */
public record RemoteFile(String path, long bytes, Optional<String> sha256, List<URI> addresses) {
    public RemoteFile {
        sha256.filter(checksum -> !checksum.matches("[0-9a-f]{64}")).ifPresent(checksum -> {
            throw new IllegalArgumentException("not a SHA-256 checksum: " + checksum);
        });
        addresses = List.copyOf(addresses);
    }

    /** A file whose checksum is known. */
    public RemoteFile(String path, long bytes, String sha256, List<URI> addresses) {
        this(path, bytes, Optional.of(sha256), addresses);
    }

    /** Whether bytes with this checksum are known to be the publisher's. */
    boolean isOf(String checksum) {
        return sha256.filter(checksum::equals).isPresent();
    }

    /** Its path in {@code dataDirectory}. */
    public Path in(Path dataDirectory) {
        return dataDirectory.resolve(path);
    }
}
