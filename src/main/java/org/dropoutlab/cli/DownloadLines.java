package org.dropoutlab.cli;

import java.io.PrintStream;
import org.dropoutlab.data.published.DownloadProgress;
import org.dropoutlab.data.published.RemoteFile;

/** Download progress for a log: a line for every tenth of the file, none for small files. */
final class DownloadLines implements DownloadProgress {
    private static final long SMALL = 5_000_000;

    private final PrintStream out;
    private long last = Long.MAX_VALUE;
    private long first;
    private long firstTime;

    DownloadLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void received(RemoteFile file, long bytes) {
        if (bytes < last) {
            first = bytes;
            firstTime = System.nanoTime();
        } else if (file.bytes() >= SMALL && tenths(file, bytes) > tenths(file, last)) {
            double secondsPerByte = (System.nanoTime() - firstTime) / 1e9 / (bytes - first);
            long secondsLeft = Math.round(secondsPerByte * (file.bytes() - bytes));
            out.printf(
                    "%s: %d%% of %.0f MB, %d:%02d left%n",
                    file.path(), 10 * tenths(file, bytes), file.bytes() / 1e6, secondsLeft / 60, secondsLeft % 60);
        }
        last = bytes;
    }

    private static long tenths(RemoteFile file, long bytes) {
        return 10 * bytes / file.bytes();
    }

    @Override
    public void ended(RemoteFile file) {
        last = Long.MAX_VALUE;
    }
}
