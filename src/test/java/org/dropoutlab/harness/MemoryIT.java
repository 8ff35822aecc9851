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
import org.nd4j.linalg.factory.Nd4j;

/** Many short trials in one process leave memory where it was. */
class MemoryIT {
    private static final int WARM_UP = 20;
    private static final int TRIALS = 200;
    /** What the parameters, gradients and momentum of one sonar network take, in bytes: three times 5,521 floats. */
    private static final long ONE_NETWORK = 3 * 5521 * 4;

    private record Memory(long heap, long arrays, long resident) {
        static Memory now() throws InterruptedException {
            for (int i = 0; i < 5; i++) {
                System.gc();
                Thread.sleep(300);
            }
            Runtime runtime = Runtime.getRuntime();
            return new Memory(
                    runtime.totalMemory() - runtime.freeMemory(),
                    Nd4j.getMemoryManager().allocatedMemory(0),
                    Pointer.physicalBytes());
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
        // A leak of every network would be 12 MB. The process's size is printed and not judged: it grows by what the
        // compiler makes of the code, whatever the trials leave behind (benchmarks/README.md has it over 800 trials).
        long everyNetwork = (TRIALS - WARM_UP) * ONE_NETWORK;
        assertThat(after.arrays() - before.arrays()).as(measured).isLessThan(everyNetwork / 4);
        assertThat(after.heap() - before.heap()).as(measured).isLessThan(everyNetwork / 4);
    }
}
