package org.dropoutlab.data.published;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.dropoutlab.data.Checksum;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloaderTest {
    private static final byte[] CONTENT = "sixty bands and a label, two hundred and eight times".getBytes(UTF_8);

    private static final long ENDED = -1;

    @TempDir
    private Path directory;

    private final List<Long> received = new ArrayList<>();
    private final Downloader downloader = new Downloader(Duration.ofMillis(500), new DownloadProgress() {
        @Override
        public void received(RemoteFile file, long bytes) {
            received.add(bytes);
        }

        @Override
        public void ended(RemoteFile file) {
            received.add(ENDED);
        }
    });
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void fetchesAndChecks() throws IOException {
        serve("/good", exchange -> answer(exchange, 200, CONTENT));

        downloader.fetch(file("/good"), target());

        assertThat(target()).hasBinaryContent(CONTENT);
        assertThat(part()).doesNotExist();
        assertThat(received).containsExactly(0L, (long) CONTENT.length, ENDED);
    }

    @Test
    void tellsNobodyIfNobodyAsks() throws IOException {
        serve("/good", exchange -> answer(exchange, 200, CONTENT));

        new Downloader(Duration.ofMillis(500)).fetch(file("/good"), target());

        assertThat(target()).hasBinaryContent(CONTENT);
    }

    @Test
    void tellsHowFarItIsWhenItGoesOnAndAfterEachPiece() throws IOException {
        serveTwentyBytes();
        assertThatThrownBy(() -> downloader.fetch(file("/broken"), target())).isInstanceOf(IOException.class);
        assertThat(received).containsExactly(0L, 20L, ENDED);
        received.clear();
        serve("/rest", exchange -> answer(exchange, 206, Arrays.copyOfRange(CONTENT, 20, CONTENT.length)));

        downloader.fetch(file("/rest"), target());

        assertThat(target()).hasBinaryContent(CONTENT);
        assertThat(received).containsExactly(20L, (long) CONTENT.length, ENDED);
    }

    @Test
    void goesOnWhereABrokenDownloadEnded() throws IOException {
        Files.write(part(), Arrays.copyOf(CONTENT, 10));
        serve("/good", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            assertThat(range).isEqualTo("bytes=10-");
            answer(exchange, 206, Arrays.copyOfRange(CONTENT, 10, CONTENT.length));
        });

        downloader.fetch(file("/good"), target());

        assertThat(target()).hasBinaryContent(CONTENT);
    }

    @Test
    void startsAgainWhereTheServerCannotGoOn() throws IOException {
        Files.write(part(), new byte[10]);
        serve("/good", exchange -> answer(exchange, 200, CONTENT));

        downloader.fetch(file("/good"), target());

        assertThat(target()).hasBinaryContent(CONTENT);
        assertThat(received).containsExactly(0L, (long) CONTENT.length, ENDED);
    }

    @Test
    void refusesOtherBytes() {
        byte[] other = CONTENT.clone();
        other[0]++;
        serve("/bad", exchange -> answer(exchange, 200, other));

        assertThatThrownBy(() -> downloader.fetch(file("/bad"), target())).hasMessageContaining("checksum mismatch");
        assertThat(directory).as("nothing is left behind").isEmptyDirectory();
    }

    @Test
    void keepsWhatArrivedOfABrokenDownload() {
        serveTwentyBytes();

        assertThatThrownBy(() -> downloader.fetch(file("/broken"), target())).isInstanceOf(IOException.class);
        assertThat(target()).doesNotExist();
        assertThat(part()).hasBinaryContent(Arrays.copyOf(CONTENT, 20));
    }

    @Test
    void givesUpOnAServerThatFallsSilent() {
        CountDownLatch end = new CountDownLatch(1);
        serve("/silent", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 20);
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() -> downloader.fetch(file("/silent"), target())).hasMessageContaining("timed out");
        end.countDown();
    }

    @Test
    void triesTheNextAddress() throws IOException {
        serve("/gone", exchange -> answer(exchange, 404, new byte[0]));
        serve("/good", exchange -> answer(exchange, 200, CONTENT));

        downloader.fetch(
                new RemoteFile("f", CONTENT.length, Checksum.sha256(CONTENT), List.of(uri("/gone"), uri("/good"))),
                target());

        assertThat(target()).hasBinaryContent(CONTENT);
    }

    @Test
    void namesTheStatusOfARefusal() {
        serve("/gone", exchange -> answer(exchange, 403, new byte[0]));

        assertThatThrownBy(() -> downloader.fetch(file("/gone"), target())).hasMessageContaining("status 403");
        assertThat(directory).isEmptyDirectory();
        assertThat(received).containsExactly(ENDED);
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    /** At {@code /broken}, with the promise of all. */
    private void serveTwentyBytes() {
        serve("/broken", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 20);
            exchange.getResponseBody().flush();
            exchange.close();
        });
    }

    private void serve(String path, Handler handler) {
        server.createContext(path, handler::handle);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private RemoteFile file(String path) {
        return new RemoteFile("f", CONTENT.length, Checksum.sha256(CONTENT), List.of(uri(path)));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private Path target() {
        return directory.resolve("f");
    }

    private Path part() {
        return directory.resolve("f.part");
    }
}
