package org.dropoutlab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.ObjectName;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Trial;
import org.dropoutlab.training.TrialRunner;
import org.junit.jupiter.api.Test;

/** Many short trials in one process leave memory where it was. */
class MemoryIT {
    private static final int WARM_UP = 20;
    private static final int TRIALS = 200;
    private static final Set<String> WATCHED = Set.of(
            MultiLayerNetwork.class.getName(),
            "org.nd4j.linalg.cpu.nativecpu.NDArray",
            "org.nd4j.nativeblas.OpaqueDataBuffer");
    private static final int MOST_ROUNDS = 60;
    private static final int ROUNDS_AT_REST = 5;
    private static final int TEN_KILOBYTES = 10_000;

    /** Bytes of the Java heap and of the process; how many objects are alive. */
    private record Memory(long heap, long resident, Map<String, Long> alive) {
        /**
         * Measured when collections free nothing more: what a collection finds is given back by a thread that comes after
         * it, and what that thread lets go is found by the next one.
         */
        static Memory now() throws InterruptedException {
            long least = Long.MAX_VALUE;
            int roundsWithoutGain = 0;
            for (int round = 0; round < MOST_ROUNDS && roundsWithoutGain < ROUNDS_AT_REST; round++) {
                System.gc();
                Thread.sleep(300);
                Runtime runtime = Runtime.getRuntime();
                long used = runtime.totalMemory() - runtime.freeMemory();
                roundsWithoutGain = used < least - TEN_KILOBYTES ? 0 : roundsWithoutGain + 1;
                least = Math.min(least, used);
            }
            return new Memory(least, Pointer.physicalBytes(), count());
        }

        /** Networks, their arrays and the native memory behind arrays, as the JVM's class histogram counts them. */
        private static Map<String, Long> count() {
            String histogram;
            try {
                histogram = (String) ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                "gcClassHistogram",
                                new Object[] {new String[0]},
                                new String[] {String[].class.getName()});
            } catch (JMException e) {
                throw new AssertionError("this JVM prints no class histogram", e);
            }
            Map<String, Long> alive = new TreeMap<>();
            histogram.lines().map(line -> line.strip().split("\\s+")).forEach(words -> {
                if (words.length >= 4 && WATCHED.contains(words[3])) {
                    alive.put(words[3], Long.valueOf(words[1]));
                }
            });
            return alive;
        }
    }

    @Test
    void twoHundredTrialsLeaveMemoryWhereItWasAfterTwenty() throws InterruptedException {
        LoadedData data = SonarStudies.data();
        Study study = SonarStudies.study(2, 3, List.of("plain-slow", "hidden-fast"));
        List<Trial> trials = new ArrayList<>();
        while (trials.size() < TRIALS) {
            trials.addAll(study.trials());
        }
        ThreadEngine engine = new ThreadEngine(new TrialRunner(data.examples()), 2);

        engine.run(trials.subList(0, WARM_UP), result -> {});
        Memory before = Memory.now();
        engine.run(trials.subList(WARM_UP, TRIALS), result -> {});
        Memory after = Memory.now();

        String measured = "after %d trials %s, after %d trials %s".formatted(WARM_UP, before, TRIALS, after);
        System.out.println(measured);
        assertThat(after.alive()).as(measured).isEqualTo(before.alive());
        // A network that is held on to holds its Java objects, 100 KB of them at the least, and through them its
        // arrays: 18 MB if all were. Half of that leaves room for the table in which ND4J looks up arrays that wait to
        // be freed, which never shrinks: 1 MB after 20 trials and 8 MB after 200 were seen, with as many entries.
        // The process's size is printed and not judged: it grows by what the compiler makes of the code, whatever the
        // trials leave behind (benchmarks/README.md has it over 2,000 trials).
        assertThat(after.heap() - before.heap()).as(measured).isLessThan((TRIALS - WARM_UP) * 100_000L / 2);
    }
}
