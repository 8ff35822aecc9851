package org.dropoutlab.live;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.core.storage.StatsStorageListener;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/**
 * Deeplearning4j's user interface on the loopback interface. The original asks Vert.x for an HTTP server and has it
 * listen on every interface of the machine; this one is given a Vert.x that hands out a {@link LoopbackHttpServer}.
 */
final class LoopbackUiServer extends VertxUIServer {
    private final int port;
    private final Path scratch;
    private final Vertx machinery;

    /** Without trials; wakes the thread that waits for news of them, when the server ends. */
    private final StatsStorage bell = new InMemoryStatsStorage();

    private LoopbackUiServer(int port, Path scratch) {
        this.port = port;
        this.scratch = scratch;
        this.machinery = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                // Pages are put together while trials have the processors: that is slow, and no reason for a warning.
                .setMaxEventLoopExecuteTime(1)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MINUTES)
                .setFileSystemOptions(new FileSystemOptions().setFileCacheDir(scratch.toString())));
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @param port where it listens; 0 for any that is free
     * @throws ExecutionException if it cannot, with the reason among its causes
     */
    static LoopbackUiServer start(int port) throws IOException, InterruptedException, ExecutionException {
        Path scratch = Files.createTempDirectory("dropout-lab-live");
        // Vert.x empties the directory even if the process is ended, but does not delete it.
        scratch.toFile().deleteOnExit();
        LoopbackUiServer server = new LoopbackUiServer(port, scratch);
        boolean answers = false;
        try {
            server.attach(server.bell);
            CompletableFuture<String> deployment = new CompletableFuture<>();
            server.machinery.deployVerticle(server, result -> {
                if (result.succeeded()) {
                    deployment.complete(result.result());
                } else {
                    deployment.completeExceptionally(result.cause());
                }
            });
            deployment.get();
            answers = true;
            return server;
        } finally {
            if (!answers) {
                server.end();
            }
        }
    }

    @Override
    public void init(Vertx vertx, Context context) {
        super.init(onLoopback((VertxInternal) vertx), context);
    }

    private Vertx onLoopback(VertxInternal vertx) {
        return (Vertx) Proxy.newProxyInstance(
                Vertx.class.getClassLoader(), new Class<?>[] {Vertx.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("createHttpServer")) {
                        return new LoopbackHttpServer(vertx, port);
                    }
                    try {
                        return method.invoke(vertx, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Starts without leaving behind the directory that is made for uploads, which are refused. */
    @Override
    public void start(Promise<Void> started) throws Exception {
        long before = System.currentTimeMillis();
        super.start(started);
        for (long time = before; time <= System.currentTimeMillis(); time++) {
            try {
                Files.deleteIfExists(Path.of(System.getProperty("java.io.tmpdir"), "DL4JUI_" + time));
            } catch (IOException e) {
                // Another program's: ours is empty.
            }
        }
    }

    /** Stops the server and all its threads, and lets go of the trials. Doing it again does nothing. */
    void end() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        machinery.close(result -> ended.complete(null));
        ended.join();
        // Vert.x has not told a server that could not start.
        stop(Promise.promise());
        StatsStorageEvent news = new StatsStorageEvent(
                bell, StatsStorageListener.EventType.PostUpdate, "", "", "", System.currentTimeMillis());
        bell.getListeners().forEach(listener -> listener.notify(news));
        getStatsStorageInstances().forEach(this::detach);
        try {
            Files.deleteIfExists(scratch);
        } catch (IOException e) {
            // Tried again at the end of the process; a run does not fail for it.
        }
    }
}
