package org.dropoutlab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import org.dropoutlab.data.published.RemoteFile;
import org.junit.jupiter.api.Test;

class DownloadLinesTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final DownloadLines lines = new DownloadLines(new PrintStream(said, true, UTF_8));

    @Test
    void aLineEveryTenth() {
        RemoteFile file = file(170_000_000);
        for (long bytes = 0; bytes <= file.bytes(); bytes += 1_000_000) {
            lines.received(file, bytes);
        }
        lines.ended(file);

        assertThat(lines()).hasSize(10);
        assertThat(lines().get(0)).matches("f: 10% of 170 MB, [0-9]+:[0-9]{2} left");
        assertThat(lines().get(9)).isEqualTo("f: 100% of 170 MB, 0:00 left");
    }

    @Test
    void aContinuedDownloadSaysNothingOfWhatWasThere() {
        RemoteFile file = file(100_000_000);
        lines.received(file, 55_000_000);
        lines.received(file, 59_000_000);
        lines.received(file, 61_000_000);

        assertThat(lines()).singleElement().asString().startsWith("f: 60% of 100 MB");
    }

    @Test
    void aDownloadThatStartsAnewIsCountedAnew() {
        RemoteFile file = file(100_000_000);
        lines.received(file, 0);
        lines.received(file, 55_000_000);
        lines.received(file, 0);
        lines.received(file, 10_000_000);

        assertThat(lines()).hasSize(2).last().asString().startsWith("f: 10% of 100 MB");
    }

    @Test
    void aSmallFileIsThereInAMoment() {
        RemoteFile file = file(87_776);
        lines.received(file, 0);
        lines.received(file, 87_776);
        lines.ended(file);

        assertThat(lines()).isEmpty();
    }

    private List<String> lines() {
        return said.toString(UTF_8).lines().toList();
    }

    private static RemoteFile file(long bytes) {
        return new RemoteFile("f", bytes, "0".repeat(64), List.of(URI.create("http://127.0.0.1:1/f")));
    }
}
