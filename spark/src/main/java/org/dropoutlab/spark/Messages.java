package org.dropoutlab.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.dropoutlab.data.Examples;
import org.dropoutlab.data.Sequences;
import org.dropoutlab.record.Json;

/**
 * Records as bytes between driver and executors: those of the journal's JSON, but with numbers and bytes as they are in memory
 * (CBOR, RFC 8949).
 */
final class Messages {
    static final ObjectMapper FORMAT = Json.in(new CBORFactory(), Examples.class, Sequences.Answers.class, Reply.class);

    private Messages() {}

    static byte[] bytes(Object message) {
        try {
            return FORMAT.writeValueAsBytes(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T read(byte[] bytes, Class<T> type) {
        try {
            return FORMAT.readValue(bytes, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
