package org.dropoutlab.spark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.ShutdownHookManager;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.record.ClusterUse;
import org.dropoutlab.training.TrialObserver;

/** The executors of a run, as Spark tells of them. Thread-safe. */
final class Executors extends SparkListener {
    /** Local property of a job: the number of its packs' list. */
    static final String WAVE = "dropoutlab.wave";

    private final TrialObserver observer;
    private final Consumer<String> news;
    private final Map<String, ClusterUse.Executor> known = new LinkedHashMap<>();
    private final Map<String, List<TrialId>> ranOn = new LinkedHashMap<>();
    private final List<List<List<Trial>>> waves = new ArrayList<>();
    private final Map<Integer, Integer> waveOfStage = new LinkedHashMap<>();
    private int restarted;
    private String lastLoss = "";

    Executors(TrialObserver observer, Consumer<String> news) {
        this.observer = observer;
        this.news = news;
    }

    /** Remembers the packs of a job and returns the value of its {@link #WAVE}. */
    synchronized String wave(List<List<Trial>> packs) {
        waves.add(packs);
        return Integer.toString(waves.size() - 1);
    }

    @Override
    public synchronized void onExecutorAdded(SparkListenerExecutorAdded event) {
        known.put(
                event.executorId(),
                new ClusterUse.Executor(
                        event.executorId(),
                        event.executorInfo().executorHost(),
                        event.executorInfo().totalCores(),
                        "",
                        0,
                        ""));
        notifyAll();
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        if (ShutdownHookManager.inShutdown()) {
            // As after Ctrl-C, which the executors of an embedded cluster receive, too.
            return;
        }
        lastLoss = event.reason();
        known.computeIfPresent(event.executorId(), (id, was) -> {
            news.accept("executor %s on %s is lost: %s".formatted(id, was.host(), Loss.words(event.reason())));
            return new ClusterUse.Executor(
                    id, was.host(), was.cores(), was.processor(), was.trials(), Loss.words(event.reason()));
        });
        notifyAll();
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart event) {
        Optional.ofNullable(event.properties().getProperty(WAVE)).ifPresent(wave -> event.stageInfos()
                .foreach(stage -> waveOfStage.put(stage.stageId(), Integer.parseInt(wave))));
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        Integer wave = waveOfStage.get(event.stageId());
        if (wave != null && event.reason() instanceof ExecutorLostFailure && !ShutdownHookManager.inShutdown()) {
            List<Trial> pack = waves.get(wave).get(event.taskInfo().index());
            restarted += pack.size();
            pack.forEach(trial -> observer.startsAgain(
                    trial.id(),
                    "executor %s was lost".formatted(event.taskInfo().executorId())));
        }
    }

    /** A trial finished. */
    synchronized void finished(TrialId trial, Reply.Site site) {
        ranOn.computeIfAbsent(site.processor(), any -> new ArrayList<>()).add(trial);
        ClusterUse.Executor was = known.getOrDefault(
                site.executor(), new ClusterUse.Executor(site.executor(), site.host(), 1, "", 0, ""));
        known.put(
                was.id(),
                new ClusterUse.Executor(
                        was.id(), was.host(), was.cores(), site.processor(), was.trials() + 1, was.lost()));
    }

    /** Waits for an executor and returns whether there is one. */
    synchronized boolean arrivedWithin(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos(); cores() == 0 && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return cores() > 0;
    }

    /** Waits until there is none. */
    synchronized void awaitNone() throws InterruptedException {
        while (cores() > 0) {
            wait();
        }
    }

    /** Number of parallel trials. */
    synchronized int cores() {
        return known.values().stream()
                .filter(ClusterUse.Executor::isAlive)
                .mapToInt(ClusterUse.Executor::cores)
                .sum();
    }

    /** The executors so far. */
    synchronized List<ClusterUse.Executor> all() {
        return List.copyOf(known.values());
    }

    /** Number of trials that were started again. */
    synchronized int restarted() {
        return restarted;
    }

    /** Spark's reason for the last loss of an executor; empty if none was lost. */
    synchronized String lastLoss() {
        return lastLoss;
    }

    /** The trials that ran on each kind of processor; none if there is only one kind. */
    synchronized Map<String, List<TrialId>> ranOn() {
        return ranOn.size() < 2 ? Map.of() : new LinkedHashMap<>(ranOn);
    }
}
