package org.dropoutlab.data.published;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.dropoutlab.experiment.InputException;

/** A stream with an adjustable limit, which guards against archives that unpack without end. */
final class LimitedInputStream extends InputStream {
    private final InputStream in;
    private long position;
    private long limit = Long.MAX_VALUE;
    private Supplier<InputException> refusal = () -> new InputException("too long");

    LimitedInputStream(InputStream in) {
        this.in = in;
    }

    /** Number of bytes read, including skipped ones. */
    long position() {
        return position;
    }

    /**
     * Sets another limit.
     *
     * @param newLimit number of bytes from the beginning that may be read
     * @param newRefusal the exception beyond that
     */
    void limit(long newLimit, Supplier<InputException> newRefusal) {
        limit = newLimit;
        refusal = newRefusal;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        advance(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        advance(Math.max(0, n));
        return n;
    }

    private void advance(int bytes) {
        position += bytes;
        if (position > limit) {
            throw refusal.get();
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
