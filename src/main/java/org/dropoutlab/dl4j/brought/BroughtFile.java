package org.dropoutlab.dl4j.brought;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.dropoutlab.dl4j.json.SafeConfiguration;
import org.dropoutlab.dl4j.json.YamlConfiguration;
import org.dropoutlab.network.NetworkSpec;

/** Files with networks. What a file is is decided by its content, not by its name. */
public final class BroughtFile {
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JAVA = {(byte) 0xac, (byte) 0xed, 0, 5};
    private static final byte[] PICKLE = {(byte) 0x80};
    private static final String WANTED =
            "bring a configuration as JSON or YAML (toJson, toYaml), a model saved by Deeplearning4j's ModelSerializer, or a"
                    + " Keras .h5 file";

    private BroughtFile() {}

    /**
     * Reads a network.
     *
     * @throws IllegalArgumentException if the file is none, or names a class that is not allowed; the message is one line and
     *     does not name the file
     */
    public static Brought read(Path file) {
        try {
            byte[] start = start(file);
            if (starts(start, ZIP) || starts(start, EMPTY_ZIP)) {
                return of(ModelZip.read(file), sha256(file));
            }
            if (starts(start, HDF5)) {
                return of(KerasFile.read(file), sha256(file));
            }
            if (starts(start, JAVA)) {
                throw new IllegalArgumentException(
                        "a serialized Java object, which is not read, because reading it could run any code: save the network with ModelSerializer.writeModel");
            }
            if (starts(start, PICKLE)) {
                throw new IllegalArgumentException("a file of Python or another program, not a network: " + WANTED);
            }
            return text(file);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("does not exist; check the path", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read (%s)".formatted(e.getMessage()), e);
        }
    }

    /**
     * The weights of a trained network that {@link #read} read from a file with the same content.
     *
     * @throws IllegalArgumentException if the file has other content now; the message is one line
     */
    public static LayerWeights weights(Path file, NetworkSpec.Trained network) {
        try {
            String now = sha256(file);
            if (!now.equals(network.sha256())) {
                throw new IllegalArgumentException(
                        "has changed: expected sha256:%s, found sha256:%s".formatted(network.sha256(), now));
            }
            Found found = starts(start(file), HDF5) ? KerasFile.read(file) : ModelZip.read(file);
            return found.weights()
                    .orElseThrow(() -> new IllegalArgumentException("has no weights"))
                    .get();
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("does not exist; check the path", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read (%s)".formatted(e.getMessage()), e);
        }
    }

    private static Brought of(Found found, String sha256) {
        return new Brought(
                found.kind(),
                new NetworkSpec.Configured(found.json()),
                found.weights().map(any -> new NetworkSpec.Trained(new NetworkSpec.Configured(found.named()), sha256)),
                found.notes());
    }

    private static Brought text(Path file) throws IOException {
        if (Files.size(file) > SafeConfiguration.MOST_BYTES) {
            throw new IllegalArgumentException(
                    "too large for a configuration (limit %,d bytes)".formatted(SafeConfiguration.MOST_BYTES));
        }
        String text;
        try {
            text = UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString()
                    .strip();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("neither UTF-8 text nor a model that is known here: " + WANTED, e);
        }
        String plain = text.startsWith("\ufeff") ? text.substring(1).strip() : text;
        if (plain.isEmpty()) {
            throw new IllegalArgumentException("an empty file: " + WANTED);
        }
        boolean json = plain.startsWith("{");
        Found found = Found.ofText(json ? "JSON" : "YAML", json ? plain : yaml(plain));
        return new Brought(found.kind(), new NetworkSpec.Configured(found.json()), Optional.empty(), found.notes());
    }

    private static String yaml(String text) {
        if (!text.startsWith("---") && !text.lines().findFirst().orElse("").matches("[\\w\"']+\\s*:.*")) {
            throw new IllegalArgumentException("not a network configuration; " + WANTED);
        }
        return YamlConfiguration.toJson(text);
    }

    private static boolean starts(byte[] start, byte[] with) {
        return start.length >= with.length && Arrays.equals(start, 0, with.length, with, 0, with.length);
    }

    private static byte[] start(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(
                    Files.exists(file.resolve("saved_model.pb"))
                            ? "a TensorFlow SavedModel: save the Keras model as one file with model.save(\"model.h5\")"
                            : "a folder: " + WANTED);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HDF5.length);
        }
    }

    /** The SHA-256 of a file, in hexadecimal. */
    public static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
