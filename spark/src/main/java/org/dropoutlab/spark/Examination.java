package org.dropoutlab.spark;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.record.ClusterUse;
import org.dropoutlab.run.ExaminedExecutor;
import org.dropoutlab.run.SampleTrial;
import org.dropoutlab.training.TrialObserver;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Runs sample trials in every executor of a cluster. */
final class Examination {
    /** When no other executor has come for so long, the cluster is complete: they start at the same time. */
    private static final Duration UNTIL_COMPLETE = Duration.ofSeconds(5);

    private static final Duration POLL = Duration.ofMillis(100);

    private final Executors executors = new Executors(TrialObserver.none(), news -> {});
    private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
    private final Map<String, ExaminedExecutor> answered = new LinkedHashMap<>();
    private final List<SampleTrial> trials;
    private volatile boolean isAsking;

    private Examination(List<SampleTrial> trials) {
        this.trials = trials;
    }

    /**
     * Examines the executors of a cluster.
     *
     * @param atMost how long it may take
     * @throws InputException if no executor comes
     */
    static List<ExaminedExecutor> of(Address address, List<SampleTrial> trials, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        Examination examination = new Examination(trials);
        try (JavaSparkContext spark = Failure.ofStart(address, () -> new JavaSparkContext(address.configuration()))) {
            spark.sc().addSparkListener(examination.executors);
            examination.askAll(spark, address, end);
            List<ExaminedExecutor> all = examination.all("has not answered within %d s".formatted(atMost.toSeconds()));
            if (all.isEmpty()) {
                throw new InputException("--master %s: no executor came within %d s%s"
                        .formatted(
                                address.master(),
                                atMost.toSeconds(),
                                StandaloneMaster.of(address.master())
                                        .flatMap(master -> master.whyNoExecutor(
                                                spark.getConf(), spark.sc().applicationId()))
                                        .map(reason -> ": " + reason.words())
                                        .orElse("")));
            }
            return all;
        }
    }

    private void askAll(JavaSparkContext spark, Address address, long end) {
        try (FirstExecutor first = new FirstExecutor(spark, executors, address, news -> {})) {
            askAll(spark, first, end);
        }
    }

    private void askAll(JavaSparkContext spark, FirstExecutor first, long end) {
        byte[] samples = Messages.bytes(trials.toArray(SampleTrial[]::new));
        int known = 0;
        long lastCame = System.nanoTime();
        while (System.nanoTime() < end) {
            first.hopeless().ifPresent(why -> {
                throw why;
            });
            List<ClusterUse.Executor> alive = alive();
            if (executors.all().size() > known) {
                known = executors.all().size();
                lastCame = System.nanoTime();
            }
            boolean complete = alive.stream().allMatch(executor -> answered.containsKey(executor.id()));
            if (known > 0 && complete && System.nanoTime() - lastCame > UNTIL_COMPLETE.toNanos()) {
                return;
            }
            if (!complete && !isAsking) {
                ask(spark, samples);
            }
            keepAnswers();
        }
    }

    /** Starts as many tasks as there are cores: then each executor gets some. */
    private void ask(JavaSparkContext spark, byte[] samples) {
        int tasks = alive().stream().mapToInt(ClusterUse.Executor::cores).sum();
        JavaRDD<Integer> numbers =
                spark.parallelize(IntStream.range(0, tasks).boxed().toList(), tasks);
        isAsking = true;
        Thread job = new Thread(
                () -> {
                    try {
                        spark.sc()
                                .runJob(
                                        numbers.rdd(),
                                        new Examine(samples),
                                        new Deliver(arrived),
                                        ClassTag$.MODULE$.apply(byte[].class));
                    } catch (Exception e) {
                        // An executor that was lost is told by its absence.
                    } finally {
                        isAsking = false;
                    }
                },
                "spark-examination");
        job.setDaemon(true);
        job.start();
    }

    private void keepAnswers() {
        try {
            for (byte[] answer = arrived.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
                    answer != null;
                    answer = arrived.poll()) {
                if (answer.length > 0) {
                    ExaminedExecutor executor = Messages.read(answer, ExaminedExecutor.class);
                    answered.put(executor.id(), executor);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private List<ClusterUse.Executor> alive() {
        return executors.all().stream().filter(ClusterUse.Executor::isAlive).toList();
    }

    /** All executors, by their numbers. */
    private List<ExaminedExecutor> all(String silent) {
        List<ExaminedExecutor> all = new ArrayList<>();
        for (ClusterUse.Executor known : executors.all()) {
            ExaminedExecutor answer = answered.remove(known.id());
            all.add(
                    answer == null
                            ? without(known, known.isAlive() ? silent : "is lost: " + known.lost())
                            : new ExaminedExecutor(
                                    answer.id(),
                                    answer.host(),
                                    known.cores(),
                                    answer.heapBytes(),
                                    answer.nativeBytes(),
                                    answer.processor(),
                                    answer.results(),
                                    answer.problem()));
        }
        all.addAll(answered.values());
        all.sort(Comparator.comparingInt(
                        (ExaminedExecutor executor) -> executor.id().length())
                .thenComparing(ExaminedExecutor::id));
        return all;
    }

    private static ExaminedExecutor without(ClusterUse.Executor known, String problem) {
        return new ExaminedExecutor(known.id(), known.host(), known.cores(), 0, 0, "", List.of(), problem);
    }

    /** Takes the answers out of Spark's event loop. */
    private static final class Deliver extends AbstractFunction2<Object, byte[], BoxedUnit> implements Serializable {
        private static final long serialVersionUID = 1L;

        private final transient BlockingQueue<byte[]> arrived;

        Deliver(BlockingQueue<byte[]> arrived) {
            this.arrived = arrived;
        }

        @Override
        public BoxedUnit apply(Object task, byte[] answer) {
            arrived.add(answer);
            return BoxedUnit.UNIT;
        }
    }
}
