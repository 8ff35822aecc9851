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

    private record Memory(long heap, long resident) {
        static Memory now() throws InterruptedException {
            for (int i = 0; i < 5; i++) {
                System.gc();
                Thread.sleep(300);
            }
            Runtime runtime = Runtime.getRuntime();
            return new Memory(runtime.totalMemory() - runtime.freeMemory(), Pointer.physicalBytes());
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
        // arrays.
        // The process's size is printed and not judged: it grows by what the compiler makes of the code, whatever the
        // trials leave behind (benchmarks/README.md has it over 1,600 trials).
        assertThat(after.heap() - before.heap()).as(measured).isLessThan((TRIALS - WARM_UP) * 100_000L / 4);
    }
}
