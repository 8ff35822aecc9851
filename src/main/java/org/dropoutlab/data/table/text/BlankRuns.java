package org.dropoutlab.data.table.text;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Text in which every run of spaces and tabs outside of quotes is one space, and lines neither begin nor end with one. */
public final class BlankRuns extends FilterReader {
    private static final int BUFFER = 1 << 12;

    private final char quote;
    private final char[] buffer = new char[BUFFER];
    private int at;
    private int filled;
    private boolean quoted;
    private boolean lineStart = true;
    private boolean pending;

    BlankRuns(Reader in, char quote) {
        super(in);
        this.quote = quote;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        int written = 0;
        while (written < length) {
            if (at == filled) {
                if (written > 0) {
                    return written;
                }
                filled = in.read(buffer, 0, BUFFER);
                at = 0;
                if (filled < 0) {
                    filled = 0;
                    return written > 0 ? written : -1;
                }
            }
            char c = buffer[at];
            boolean lineEnd = c == '\n' || c == '\r';
            if (!quoted && (c == ' ' || c == '\t')) {
                pending = !lineStart;
                at++;
            } else if (pending && !lineEnd) {
                into[from + written++] = ' ';
                pending = false;
            } else {
                pending = false;
                quoted ^= c == quote && quote != RowForm.NO_QUOTE;
                lineStart = lineEnd && !quoted;
                into[from + written++] = c;
                at++;
            }
        }
        return written;
    }
}
