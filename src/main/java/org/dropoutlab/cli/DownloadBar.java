package org.dropoutlab.cli;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.dropoutlab.data.published.DownloadProgress;
import org.dropoutlab.data.published.RemoteFile;

/** Download progress for a terminal: a bar with megabytes, speed and time left, on standard error. */
final class DownloadBar implements DownloadProgress {
    private static final long MEGABYTE = 1_000_000;

    private ProgressBar bar;

    @Override
    public void received(RemoteFile file, long bytes) {
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName(file.path())
                    .setInitialMax(file.bytes())
                    .startsFrom(bytes, Duration.ZERO)
                    .setUnit(" MB", MEGABYTE)
                    .showSpeed()
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setUpdateIntervalMillis(500)
                    .build();
        }
        bar.stepTo(bytes);
    }

    @Override
    public void ended(RemoteFile file) {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
