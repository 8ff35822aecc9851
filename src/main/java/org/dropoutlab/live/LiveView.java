package org.dropoutlab.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.training.TrialObserver;

/**
 * What the trials of a run are doing, in Deeplearning4j's own user interface, for a browser on this machine. Safe for use
 * by several threads. It must be closed: its threads keep the Java virtual machine from ending.
 */
public final class LiveView implements AutoCloseable {
    /** Trials that are shown; the memory of many more would be that of the run. */
    static final int MOST_TRIALS = 32;

    /** Iterations between two reports: at 1 ms each, they take a hundredth or so of the time of a small network. */
    private static final int INTERVAL = 20;

    private static final int LAST_PORT = 0xFFFF;
    private static final String WORKER = "trial";

    private final LoopbackUiServer server;
    private final SessionNames names = new SessionNames();
    private final Queue<StatsStorage> trials = new ArrayDeque<>();

    private LiveView(LoopbackUiServer server) {
        this.server = server;
    }

    /**
     * Opens a view. It answers on the loopback interface alone, where no other machine can see it.
     *
     * @param port where it listens; 0 for any that is free
     * @throws InputException if the port cannot be had, for instance because something else listens there
     */
    public static LiveView open(int port) {
        if (port < 0 || port > LAST_PORT) {
            throw new InputException("the live view cannot use port %d: ports are 1 to %d".formatted(port, LAST_PORT));
        }
        // Vert.x would write past the project's log settings. It reads this when its first class loads.
        System.getProperties()
                .putIfAbsent(
                        "vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        try {
            return new LiveView(LoopbackUiServer.start(port));
        } catch (ExecutionException e) {
            throw socketProblem(e)
                    .<RuntimeException>map(problem -> new InputException(
                            "the live view cannot use port %d of %s (%s): choose another port"
                                    .formatted(port, LoopbackHttpServer.HOST, problem),
                            e))
                    .orElseGet(() -> new IllegalStateException("the live view cannot start: " + e.getCause(), e));
        } catch (IOException e) {
            throw new UncheckedIOException("the live view cannot start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Optional<String> socketProblem(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SocketException.class::isInstance)
                .map(problem -> String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT))
                .findFirst();
    }

    /** Shows every trial that it is told of. */
    public TrialObserver observer() {
        return new TrialObserver() {
            @Override
            public boolean listens() {
                return true;
            }

            @Override
            public void starts(TrialId trial, MultiLayerNetwork network) {
                network.addListeners(listener(
                        "%s, split %d, seed %d".formatted(trial.arm(), trial.split(), trial.repeat()), INTERVAL));
            }
        };
    }

    /** The page to open in a browser, such as {@code http://127.0.0.1:9000}. */
    public URI address() {
        return URI.create("http://%s:%d".formatted(LoopbackHttpServer.HOST, server.getPort()));
    }

    /**
     * Shows a trial. The listener is for one network; it draws none of the thread's random numbers and changes nothing of
     * the training. The view lists the newest 32 trials and keeps about 256 reports of each: where there would be more,
     * they are made less often.
     *
     * @param trialName under which the view lists it; numbered if there is one of that name
     * @param everyIterations iterations from one report to the next, at first
     */
    public TrainingListener listener(String trialName, int everyIterations) {
        if (everyIterations < 1) {
            throw new IllegalArgumentException("everyIterations must be at least 1, not " + everyIterations);
        }
        ThinnedReports reports = new ThinnedReports(everyIterations);
        show(reports);
        return new StatsListener(reports, null, new ShownStatistics(reports), names.claim(trialName), WORKER);
    }

    private synchronized void show(StatsStorage trial) {
        trials.add(trial);
        server.attach(trial);
        if (trials.size() > MOST_TRIALS) {
            server.detach(trials.remove());
        }
    }

    /** Stops the server: the port is free again, and nothing keeps the Java virtual machine from ending. */
    @Override
    public void close() {
        server.end();
    }
}
