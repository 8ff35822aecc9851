package org.dropoutlab.spark;

import com.sun.management.OperatingSystemMXBean;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.dropoutlab.backend.Backend;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.measurement.TrialResult;
import org.dropoutlab.record.ClusterUse;
import org.dropoutlab.run.Engine;
import org.dropoutlab.training.TrialObserver;
import org.dropoutlab.training.TrialRunner;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Runs trials in the executors of a Spark cluster: tasks of one trial each, or of a few short ones. */
final class SparkEngine implements Engine {
    private static final String GROUP = "dropout-lab";

    private final Address address;
    private final TrialRunner runner;
    private final TrialObserver observer;
    private final Executors executors;
    private final JavaSparkContext spark;
    private final QuietEnd quietEnd;
    private final FirstExecutor firstExecutor;
    private final Delivery delivery;
    private final Intake intake = new Intake();
    private final BlockingQueue<Message> arrived = new LinkedBlockingQueue<>();
    private long start;
    private long startOfProcessor;
    private double seconds;
    private double driverSeconds;

    /** What a job's thread tells the run. */
    private sealed interface Message {
        record Replies(byte[][] all) implements Message {}

        record JobFailed(Throwable why) implements Message {}
    }

    SparkEngine(Address address, TrialRunner runner, Consumer<String> news) {
        this.address = address;
        this.runner = runner;
        this.observer = runner.observer();
        executors = new Executors(observer, news);
        spark = Failure.ofStart(address, () -> new JavaSparkContext(address.configuration()));
        spark.sc().addSparkListener(executors);
        quietEnd = new QuietEnd();
        firstExecutor = new FirstExecutor(spark, executors, address, news);
        try {
            delivery = Delivery.of(Cargo.of(runner), spark);
        } catch (RuntimeException e) {
            RuntimeException words = spark.sc().isStopped() ? failure(e) : e;
            close();
            throw words;
        }
    }

    @Override
    public Backend.Status backend() {
        try {
            byte[] status = spark.parallelize(List.of(delivery), 1)
                    .map(cargo -> {
                        Station.of(cargo);
                        return Messages.bytes(Backend.status());
                    })
                    .first();
            return Messages.read(status, Backend.Status.class);
        } catch (Exception e) {
            throw failure(e);
        }
    }

    /** Never: the networks are in other processes. */
    @Override
    public boolean listens() {
        return false;
    }

    @Override
    public void run(List<Trial> trials, Consumer<List<TrialResult>> finished) {
        if (trials.isEmpty()) {
            return;
        }
        start = System.nanoTime();
        startOfProcessor = processorTime();
        List<List<Trial>> first = Packs.first(trials, Math.max(1, executors.cores()));
        submit(first);
        Set<TrialId> started =
                first.stream().flatMap(List::stream).map(Trial::id).collect(Collectors.toSet());
        List<Trial> others =
                trials.stream().filter(trial -> !started.contains(trial.id())).toList();
        Map<String, List<Double>> durations = new HashMap<>();
        int done = 0;
        while (done < trials.size()) {
            List<TrialResult> results = new ArrayList<>();
            try {
                for (Message message = take(); message != null; message = arrived.poll()) {
                    for (Reply.Finished reply : replies(message)) {
                        TrialResult result = reply.result();
                        executors.finished(result.id(), reply.site());
                        durations
                                .computeIfAbsent(result.id().arm(), any -> new ArrayList<>())
                                .add(reply.seconds());
                        if (intake.accept(reply)) {
                            keepModel(reply);
                            results.add(result);
                        }
                    }
                }
            } finally {
                // Results before a failure count.
                if (!results.isEmpty()) {
                    seconds = (System.nanoTime() - start) / 1e9;
                    driverSeconds = (processorTime() - startOfProcessor) / 1e9;
                    finished.accept(results);
                }
            }
            done += results.size();
            if (!others.isEmpty() && 2 * done >= first.size()) {
                Map<String, Double> means = new HashMap<>();
                durations.forEach((arm, all) -> means.put(
                        arm,
                        all.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
                submit(Packs.rest(others, means, executors.cores()));
                others = List.of();
            }
        }
    }

    /** In nanoseconds. */
    private static long processorTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private void keepModel(Reply.Finished reply) {
        runner.models().ifPresent(kept -> {
            reply.model().ifPresent(network -> kept.save(reply.result().id(), network));
            kept.notes().putAll(reply.notes());
        });
    }

    private Message take() {
        try {
            return arrived.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private List<Reply.Finished> replies(Message message) {
        if (message instanceof Message.JobFailed failed) {
            throw failure(failed.why());
        }
        List<Reply.Finished> replies = new ArrayList<>();
        for (byte[] bytes : ((Message.Replies) message).all()) {
            Reply reply = Messages.read(bytes, Reply.class);
            if (reply instanceof Reply.Failed failed) {
                spark.cancelJobGroup(GROUP);
                if (failed.badInput()) {
                    throw new InputException(failed.message());
                }
                throw new IllegalStateException(
                        "a trial failed: " + failed.message(), new Failure.Elsewhere(failed.details()));
            }
            intake.count(bytes.length);
            replies.add((Reply.Finished) reply);
        }
        return replies;
    }

    private RuntimeException failure(Throwable why) {
        Failure.awaitEndOfProcess();
        return firstExecutor
                .hopeless()
                .<RuntimeException>map(words -> words)
                .orElseGet(() -> spark.sc().isStopped()
                        ? Failure.ofCluster(address, spark.sc().applicationId(), executors)
                        : Failure.of(why, executors, address));
    }

    /** Starts a job with a task for each pack. */
    private void submit(List<List<Trial>> packs) {
        List<byte[][]> written = packs.stream()
                .map(pack -> pack.stream().map(Messages::bytes).toArray(byte[][]::new))
                .toList();
        JavaRDD<byte[][]> tasks = spark.parallelize(written, written.size());
        String wave = executors.wave(packs);
        Thread job = new Thread(
                () -> {
                    try {
                        spark.setJobGroup(GROUP, "trials", false);
                        spark.setLocalProperty(Executors.WAVE, wave);
                        spark.sc()
                                .runJob(
                                        tasks.rdd(),
                                        new TrainPack(delivery),
                                        new Deliver(arrived),
                                        ClassTag$.MODULE$.apply(byte[][].class));
                    } catch (Throwable e) {
                        arrived.add(new Message.JobFailed(e));
                    }
                },
                "spark-job-" + wave);
        job.setDaemon(true);
        job.start();
    }

    /** Takes a task's replies out of Spark's event loop, which must not wait for the journal. */
    private static final class Deliver extends AbstractFunction2<Object, byte[][], BoxedUnit> implements Serializable {
        private static final long serialVersionUID = 1L;

        private final transient BlockingQueue<Message> arrived;

        Deliver(BlockingQueue<Message> arrived) {
            this.arrived = arrived;
        }

        @Override
        public BoxedUnit apply(Object task, byte[][] replies) {
            arrived.add(new Message.Replies(replies));
            return BoxedUnit.UNIT;
        }
    }

    @Override
    public Optional<ClusterUse> cluster() {
        return Optional.of(new ClusterUse(
                address.master(),
                executors.all(),
                seconds,
                intake.trialSeconds(),
                driverSeconds,
                executors.restarted(),
                delivery.bytes(),
                intake.bytes(),
                executors.ranOn()));
    }

    @Override
    public void close() {
        firstExecutor.close();
        spark.stop();
        quietEnd.close();
    }

    /** The name in records. */
    @Override
    public String toString() {
        return "spark";
    }
}
