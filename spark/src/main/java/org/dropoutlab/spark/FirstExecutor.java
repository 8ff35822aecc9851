package org.dropoutlab.spark;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.dropoutlab.experiment.InputException;

/** Says why a run waits for executors, in place of Spark, which waits in silence. */
final class FirstExecutor implements AutoCloseable {
    /** Setting: how long it waits before its first word. */
    static final String PATIENCE = "spark.dropoutlab.patience";

    private static final String LONG_FOR_A_CLUSTER = "20s";
    /** How much longer it waits for each following word. */
    private static final int MORE_PATIENCE = 3;

    private final JavaSparkContext spark;
    private final Executors executors;
    private final Address address;
    private final Consumer<String> news;
    private final Thread thread;
    private volatile InputException hopeless;

    FirstExecutor(JavaSparkContext spark, Executors executors, Address address, Consumer<String> news) {
        this.spark = spark;
        this.executors = executors;
        this.address = address;
        this.news = news;
        thread = new Thread(this::watch, "first-executor");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                Duration patience = Duration.ofSeconds(spark.getConf().getTimeAsSeconds(PATIENCE, LONG_FOR_A_CLUSTER));
                while (!executors.arrivedWithin(patience)) {
                    say();
                    patience = patience.multipliedBy(MORE_PATIENCE);
                }
                executors.awaitNone();
            }
        } catch (InterruptedException e) {
            // The run has ended.
            Thread.currentThread().interrupt();
        }
    }

    private void say() {
        Optional<StandaloneMaster.Reason> reason = StandaloneMaster.of(address.master())
                .flatMap(master ->
                        master.whyNoExecutor(spark.getConf(), spark.sc().applicationId()));
        if (reason.isPresent() && reason.get().forGood()) {
            hopeless = new InputException("--master %s: %s; set spark.executor.memory or spark.executor.cores"
                    .formatted(address.master(), reason.get().words()));
            spark.sc().cancelAllJobs();
        } else {
            news.accept("no executor yet: "
                    + reason.map(StandaloneMaster.Reason::words)
                            .orElse("%s has started none; its own pages show why".formatted(address.master())));
        }
    }

    /** Why no executor will ever come; empty while there is hope. */
    Optional<InputException> hopeless() {
        return Optional.ofNullable(hopeless);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
