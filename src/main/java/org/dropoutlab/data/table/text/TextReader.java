package org.dropoutlab.data.table.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The text of a file whose encoding is told by its byte-order mark, by the zero bytes of UTF-16, or else is UTF-8; bytes that are not
 * UTF-8 are read as Windows-1252, which what is left almost always is. A stream is read once and never further ahead than a buffer.
 */
public final class TextReader extends Reader {
    private static final int BUFFER = 1 << 13;
    private static final int LOOKED_AT = 1 << 9;
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private final InputStream in;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    private final CharsetDecoder decoder;
    private final Charset charset;
    private final boolean detected;
    private boolean ended;
    private Optional<Character> secondHalf = Optional.empty();
    private boolean flushed;
    private long windowsBytes;

    /**
     * @param in closed with this
     * @param known encoding; detected if empty
     */
    public TextReader(InputStream in, Optional<Charset> known) throws IOException {
        this.in = in;
        bytes.flip();
        while (bytes.remaining() < LOOKED_AT && more()) {
            // Until there is enough to look at.
        }
        Optional<Mark> mark = mark();
        charset = known.orElseGet(() -> mark.map(Mark::charset).orElseGet(this::withoutMark));
        mark.filter(known.isEmpty() ? any -> true : own -> sameFamily(own.charset(), charset))
                .ifPresent(found -> bytes.position(bytes.position() + found.length()));
        detected = known.isEmpty();
        decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private record Mark(int length, Charset charset) {}

    private static boolean sameFamily(Charset marked, Charset wanted) {
        return wanted.name()
                .startsWith(marked.name().substring(0, Math.min(6, marked.name().length())));
    }

    private int at(int place) {
        return place < bytes.remaining() ? bytes.get(bytes.position() + place) & 0xFF : -1;
    }

    private Optional<Mark> mark() {
        if (at(0) == 0xEF && at(1) == 0xBB && at(2) == 0xBF) {
            return Optional.of(new Mark(3, StandardCharsets.UTF_8));
        }
        if (at(0) == 0xFF && at(1) == 0xFE) {
            return Optional.of(
                    at(2) == 0 && at(3) == 0
                            ? new Mark(4, Charset.forName("UTF-32LE"))
                            : new Mark(2, StandardCharsets.UTF_16LE));
        }
        if (at(0) == 0xFE && at(1) == 0xFF) {
            return Optional.of(new Mark(2, StandardCharsets.UTF_16BE));
        }
        if (at(0) == 0 && at(1) == 0 && at(2) == 0xFE && at(3) == 0xFF) {
            return Optional.of(new Mark(4, Charset.forName("UTF-32BE")));
        }
        return Optional.empty();
    }

    private Charset withoutMark() {
        int[] zeros = new int[2];
        int looked = Math.min(LOOKED_AT, bytes.remaining()) / 2;
        for (int i = 0; i < 2 * looked; i++) {
            zeros[i % 2] += at(i) == 0 ? 1 : 0;
        }
        // Text of European languages in UTF-16 has a zero in nearly every other byte.
        if (looked >= 2 && zeros[1] * 10 >= looked * 7 && zeros[0] == 0) {
            return StandardCharsets.UTF_16LE;
        }
        return looked >= 2 && zeros[0] * 10 >= looked * 7 && zeros[1] == 0
                ? StandardCharsets.UTF_16BE
                : StandardCharsets.UTF_8;
    }

    private boolean more() throws IOException {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (read > 0) {
            bytes.position(bytes.position() + read);
        }
        bytes.flip();
        ended = read < 0;
        return !ended;
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (secondHalf.isPresent()) {
            into[from] = secondHalf.get();
            secondHalf = Optional.empty();
            return 1;
        }
        if (length == 1) {
            // A character beyond U+FFFF takes two places: the second one waits for the next call.
            char[] both = new char[2];
            int read = read(both, 0, 2);
            if (read == 2) {
                secondHalf = Optional.of(both[1]);
            }
            into[from] = both[0];
            return Math.min(read, 1);
        }
        CharBuffer out = CharBuffer.wrap(into, from, length);
        while (!flushed) {
            CoderResult result = decoder.decode(bytes, out, ended);
            if (result.isError()) {
                if (!detected || !charset.equals(StandardCharsets.UTF_8)) {
                    throw new NotEncoded(charset);
                }
                if (!asWindows(result.length(), out)) {
                    break;
                }
            } else if (result.isOverflow()) {
                break;
            } else if (ended) {
                decoder.flush(out);
                flushed = true;
            } else if (out.position() > from) {
                break;
            } else {
                more();
            }
        }
        return out.position() > from ? out.position() - from : -1;
    }

    private boolean asWindows(int length, CharBuffer out) {
        if (out.remaining() < length) {
            return false;
        }
        byte[] wrong = new byte[length];
        bytes.get(wrong);
        out.put(new String(wrong, WINDOWS));
        windowsBytes += length;
        return true;
    }

    /** The encoding so far. */
    public Charset charset() {
        return windowsBytes > 0 ? WINDOWS : charset;
    }

    /** Bytes that are not of their text's encoding. */
    public static final class NotEncoded extends CharacterCodingException {
        private static final long serialVersionUID = 1L;
        private final String charset;

        NotEncoded(Charset charset) {
            this.charset = charset.name();
        }

        @Override
        public String getMessage() {
            return "not " + charset;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
