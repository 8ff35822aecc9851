package org.dropoutlab.data.published;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.apache.commons.io.input.ProxyInputStream;
import org.dropoutlab.experiment.InputException;

/** A stream with an adjustable limit, which guards against archives that unpack without end. */
final class LimitedInputStream extends ProxyInputStream {
    private long position;
    private long limit = Long.MAX_VALUE;
    private Supplier<InputException> refusal = () -> new InputException("too long");

    LimitedInputStream(InputStream in) {
        super(in);
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
    protected void afterRead(int bytes) {
        advance(Math.max(0, bytes));
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        advance(skipped);
        return skipped;
    }

    private void advance(long bytes) {
        position += bytes;
        if (position > limit) {
            throw refusal.get();
        }
    }
}
