package org.dropoutlab.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.dropoutlab.data.LoadedData;
import org.dropoutlab.engine.LocalEngine;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Trial;
import org.junit.jupiter.api.Test;

/** Many short trials in one process leave memory where it was. */
class MemoryIT {
    private static final int WARM_UP = 20;
    private static final int TRIALS = 200;
    private static final int MOST_ROUNDS = 60;
    private static final int ROUNDS_AT_REST = 5;
    private static final int SOME_KILOBYTES = 10_000;

    private record Memory(long heap, long resident) {
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
                roundsWithoutGain = used < least - SOME_KILOBYTES ? 0 : roundsWithoutGain + 1;
                least = Math.min(least, used);
            }
            return new Memory(least, Pointer.physicalBytes());
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
        LocalEngine engine = new LocalEngine(data.table(), 2);

        engine.run(trials.subList(0, WARM_UP), result -> {});
        Memory before = Memory.now();
        engine.run(trials.subList(WARM_UP, TRIALS), result -> {});
        Memory after = Memory.now();

        String measured = "after %d trials %s, after %d trials %s".formatted(WARM_UP, before, TRIALS, after);
        System.out.println(measured);
        // A network that is held on to holds its Java objects, 100 KB of them at the least, and through them its
        // arrays: 18 MB if all were. References on their way to being freed swing by some 6 MB, hence the half.
        // The process's size is printed and not judged: it grows by what the compiler makes of the code, whatever the
        // trials leave behind (benchmarks/README.md has it over 1,600 trials).
        assertThat(after.heap() - before.heap()).as(measured).isLessThan((TRIALS - WARM_UP) * 100_000L / 2);
    }
}
