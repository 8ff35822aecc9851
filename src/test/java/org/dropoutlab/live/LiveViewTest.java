package org.dropoutlab.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.DropConnect;
import org.dropoutlab.regularization.Dropout;
import org.dropoutlab.regularization.MaxNorm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class LiveViewTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"#]+\\.[^\"]+)\"");

    private final HttpClient browser = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(LONG)
            .build();
    private LiveView view = LiveView.open(0);

    @BeforeAll
    static void start() {
        Backend.start();
    }

    @AfterEach
    void close() {
        view.close();
    }

    @Test
    void answersOnTheLoopbackInterfaceAlone() throws Exception {
        assertThat(view.address().getHost()).isEqualTo("127.0.0.1");
        assertThat(get("/").body()).contains("<title>");

        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
        assertThat(others).allSatisfy(address -> assertThatThrownBy(() -> connect(address))
                .isInstanceOf(ConnectException.class));
    }

    private void connect(InetAddress address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, view.address().getPort()), 2_000);
        }
    }

    /** So that it works where there is no network; and Vert.x never answers a request for what is not there. */
    @Test
    void pagesOpenWithoutTrialsAndLoadNothingFromElsewhere() throws Exception {
        for (String page : List.of("overview", "model", "system")) {
            HttpResponse<String> opened = get("/train/" + page);
            assertThat(opened.statusCode()).isEqualTo(200);
            List<String> references = REFERENCE
                    .matcher(opened.body())
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            assertThat(references).hasSizeGreaterThan(10).allSatisfy(reference -> {
                assertThat(reference).startsWith("/assets/");
                assertThat(get(reference).statusCode()).isEqualTo(200);
            });
        }
        assertThat(json("/train/overview/data").get("scores")).isEmpty();
        assertThat(json("/train/sessions/info")).isEmpty();
    }

    @Test
    void refusesWhatNoPageAsksFor() throws Exception {
        String script = "/assets/webjars/jquery/3.4.1/dist/jquery.min.js";
        assertThat(get(script).statusCode()).isEqualTo(200);
        // Deeplearning4j's own server answers with the file. The directories are for the router, which takes them off.
        String climbing = "/assets" + "/a".repeat(20) + "/webjars" + "/..".repeat(20) + "/etc/hostname";
        assertThat(get(climbing).statusCode()).isEqualTo(403);
        HttpRequest upload = request("/tsne/upload")
                .POST(HttpRequest.BodyPublishers.ofString("1,2"))
                .build();
        assertThat(browser.send(upload, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        assertThat(statusFor("localhost:9000")).contains("200");
        assertThat(statusFor("elsewhere.example")).contains("403");
    }

    private String statusFor(String host) throws IOException {
        try (Socket socket = new Socket(view.address().getHost(), view.address().getPort())) {
            socket.setSoTimeout(Math.toIntExact(LONG.toMillis()));
            socket.getOutputStream()
                    .write("GET /train/multisession HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(host)
                            .getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }

    @Test
    void showsTrialsThatAreTrainedSideBySide() throws Exception {
        int trials = 4;
        int iterations = 60;
        ExecutorService threads = Executors.newFixedThreadPool(trials);
        List<Future<List<Double>>> scores = new ArrayList<>();
        for (int i = 0; i < trials; i++) {
            int trial = i;
            Callable<List<Double>> training = () -> {
                Backend.startThread();
                List<Double> heard = new ArrayList<>();
                fit(
                        network(trial),
                        iterations,
                        view.listener("hidden-slow, split " + trial, 5),
                        new BaseTrainingListener() {
                            @Override
                            public void iterationDone(Model model, int iteration, int epoch) {
                                if (iteration > 0 && iteration % 5 == 0) {
                                    heard.add(model.score());
                                }
                            }
                        });
                return heard;
            };
            scores.add(threads.submit(training));
        }
        threads.shutdown();

        for (int i = 0; i < trials; i++) {
            String name = "hidden-slow, split " + i;
            List<Double> expected = scores.get(i).get();
            awaitTrue(() -> json("/train/sessions/info").has(name));
            assertThat(get("/train/sessions/set/"
                                    + URLEncoder.encode(name, UTF_8).replace("+", "%20"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(get("/train/sessions/current").body()).isEqualTo(name);
            List<Double> shown = new ArrayList<>();
            json("/train/overview/data").get("scores").forEach(score -> shown.add(score.asDouble()));
            assertThat(shown).isEqualTo(expected);
        }
        assertThat(get("/train/model/data/1").statusCode()).isEqualTo(200);
        assertThat(get("/train/system/data").statusCode()).isEqualTo(200);
    }

    @Test
    void listsTheNewestTrials() throws Exception {
        int trials = LiveView.MOST_TRIALS + 2;
        for (int i = 0; i < trials; i++) {
            fit(network(i), 1, view.listener("trial " + i, 1));
        }

        awaitTrue(() -> json("/train/sessions/info").has("trial " + (trials - 1)));
        Set<String> listed = new HashSet<>();
        json("/train/sessions/info").fieldNames().forEachRemaining(listed::add);
        assertThat(listed)
                .hasSize(LiveView.MOST_TRIALS)
                .doesNotContain("trial 0", "trial 1")
                .contains("trial 2");
    }

    @Test
    void trainingIsTheSameBitForBit() {
        INDArray alone = fit(network(7), 40);
        double drawnNext = Nd4j.rand(1).getDouble(0);

        INDArray watched = fit(network(7), 40, view.listener("watched", 1));

        assertThat(watched.toFloatVector()).isEqualTo(alone.toFloatVector());
        assertThat(Nd4j.rand(1).getDouble(0)).isEqualTo(drawnNext);
    }

    @Test
    void aTrialThatDivergesIsShownToo() throws Exception {
        MultiLayerNetwork network = network(1);
        network.params().putScalar(0, Double.NaN);

        fit(network, 20, view.listener("diverged", 1));

        assertThat(network.score()).isNaN();
        awaitTrue(() -> json("/train/sessions/info").has("diverged"));
        assertThat(json("/train/overview/data").get("scores")).hasSize(20);
    }

    /** The listener looks at activations an iteration ahead of its report, so it has to know the interval by then. */
    @Test
    void curvesStayWholeWhenReportsAreThinned() throws Exception {
        fit(network(1), 2 * ThinnedReports.MOST + 100, view.listener("long", 1));

        awaitTrue(() -> json("/train/sessions/info").has("long"));
        JsonNode overview = json("/train/overview/data");
        int points = overview.get("scores").size();
        assertThat(points).isBetween(ThinnedReports.MOST / 2, ThinnedReports.MOST + 1);
        for (String chart : List.of("stdevActivations", "stdevGradients", "stdevUpdates", "updateRatios")) {
            assertThat(overview.get(chart)).as(chart).isNotEmpty().allSatisfy(curve -> assertThat(curve)
                    .hasSize(points));
        }
    }

    @Test
    void closingFreesThePortAndEndsTheThreads() throws Exception {
        int port = view.address().getPort();
        assertThat(get("/train").statusCode()).isEqualTo(200);
        assertThat(serverThreads()).isNotEmpty();

        view.close();
        view.close();

        awaitTrue(() -> serverThreads().isEmpty());
        assertThatThrownBy(() -> get("/train")).isInstanceOf(ConnectException.class);
        view = LiveView.open(port);
        assertThat(view.address()).isEqualTo(URI.create("http://127.0.0.1:" + port));
        assertThat(get("/train").statusCode()).isEqualTo(200);
    }

    /** Of Vert.x, of Netty beneath it, and of Deeplearning4j's server. */
    private static List<Thread> serverThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().matches("(vert\\.x|vertx|globalEventExecutor).*")
                        || Stream.of(entry.getValue())
                                .anyMatch(frame -> frame.getClassName().contains("VertxUIServer")))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void aPortThatIsTakenIsNamedInOneLine() throws Exception {
        view.close();
        awaitTrue(() -> serverThreads().isEmpty());
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> LiveView.open(port))
                    .isInstanceOf(InputException.class)
                    .hasMessage(
                            "the live view cannot use port %d of 127.0.0.1 (address already in use): choose another"
                                    + " port",
                            port);
        }
        awaitTrue(() -> serverThreads().isEmpty());
    }

    @Test
    void aPortThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> LiveView.open(70_000))
                .isInstanceOf(InputException.class)
                .hasMessage("the live view cannot use port 70000: ports are 1 to 65535");
    }

    private static MultiLayerNetwork network(long seed) {
        MultiLayerNetwork network = new MultiLayerNetwork(Architectures.of(new NetworkSpec.SonarMlp())
                .configure(
                        List.of(Dropout.visible(0.2), DropConnect.hidden(0.2), new MaxNorm(3)),
                        new Optimizer.Momentum(0.1, 0.9),
                        seed));
        network.init();
        return network;
    }

    private static INDArray fit(MultiLayerNetwork network, int iterations, TrainingListener... listeners) {
        Nd4j.getRandom().setSeed(5);
        INDArray features = Nd4j.randn(16, 60);
        DataSet data = new DataSet(features, features.getColumns(0).gt(0).castTo(features.dataType()));
        network.setListeners(listeners);
        for (int i = 0; i < iterations; i++) {
            network.fit(data);
        }
        return network.params();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(view.address().resolve(path)).timeout(LONG);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return browser.send(request(path).build(), BodyHandlers.ofString());
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get(path).body());
    }

    private static void awaitTrue(Callable<Boolean> condition) throws Exception {
        Instant deadline = Instant.now().plus(LONG);
        while (!condition.call()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(50);
        }
    }
}
