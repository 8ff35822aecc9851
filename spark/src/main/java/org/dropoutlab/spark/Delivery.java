package org.dropoutlab.spark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.dropoutlab.data.Checksum;

/**
 * How the {@link Cargo} reaches executors, once each: a small one from driver or other executors, as a broadcast, a large one
 * as a file that the driver serves, because a broadcast is limited to an array.
 *
 * @param way of transport
 * @param bytes size
 * @param sha256 checksum, which each executor compares before its first trial
 */
record Delivery(Way way, long bytes, String sha256) implements Serializable {
    private static final long LARGEST_BROADCAST = 64L << 20;

    /** A way of transport. */
    private sealed interface Way extends Serializable {
        InputStream open() throws IOException;
    }

    private record InMemory(Broadcast<byte[]> all) implements Way {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(all.value());
        }
    }

    private record InFile(String name) implements Way {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(Path.of(SparkFiles.get(name)));
        }
    }

    /** Makes a cargo available to all executors. */
    static Delivery of(Cargo cargo, JavaSparkContext spark) {
        return of(cargo, spark, LARGEST_BROADCAST);
    }

    /** The same with another limit of a broadcast, in bytes. */
    static Delivery of(Cargo cargo, JavaSparkContext spark, long largestBroadcast) {
        try {
            Path file = Files.createTempFile("dropout-lab", ".cbor");
            file.toFile().deleteOnExit();
            MessageDigest digest = Checksum.digest();
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
                Messages.FORMAT.writeValue(out, cargo);
            }
            long bytes = Files.size(file);
            Way way;
            if (bytes <= largestBroadcast) {
                way = new InMemory(spark.broadcast(Files.readAllBytes(file)));
                Files.delete(file);
            } else {
                spark.addFile(file.toString());
                way = new InFile(file.getFileName().toString());
            }
            return new Delivery(way, bytes, Checksum.of(digest));
        } catch (IOException e) {
            throw new UncheckedIOException("the data cannot be written for the executors", e);
        }
    }

    /**
     * The cargo, read in an executor.
     *
     * @throws IllegalStateException if it differs from what the driver sent
     */
    Cargo unpack() {
        MessageDigest digest = Checksum.digest();
        try (InputStream in = new DigestInputStream(way.open(), digest)) {
            // Jackson would close the stream, and the checksum is that of all of it.
            Cargo cargo = Messages.FORMAT.readValue(CloseShieldInputStream.wrap(in), Cargo.class);
            in.transferTo(OutputStream.nullOutputStream());
            String arrived = Checksum.of(digest);
            if (!arrived.equals(sha256)) {
                throw new IllegalStateException("the data that arrived are not those that were sent: sha256 %s, not %s"
                        .formatted(arrived, sha256));
            }
            return cargo;
        } catch (IOException e) {
            throw new UncheckedIOException("the data that arrived cannot be read", e);
        }
    }
}
