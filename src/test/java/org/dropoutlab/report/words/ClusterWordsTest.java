package org.dropoutlab.report.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.record.ClusterUse;
import org.junit.jupiter.api.Test;

class ClusterWordsTest {

    private static ClusterUse of(int... trials) {
        return use(
                IntStream.range(0, trials.length)
                        .mapToObj(i -> new ClusterUse.Executor(Integer.toString(i), "here", 1, "A", trials[i], ""))
                        .toList(),
                0,
                Map.of());
    }

    private static ClusterUse use(
            List<ClusterUse.Executor> executors, int restarted, Map<String, List<TrialId>> ranOn) {
        return new ClusterUse("spark://m:7077", executors, 41.2, 78.9, 1.5, restarted, 123_456, 400_000, ranOn);
    }

    @Test
    void fewExecutorsAreListedAndManyAreSummedUp() {
        assertThat(ClusterWords.soFar(of())).isEqualTo("0 executors");
        assertThat(ClusterWords.soFar(of(1))).isEqualTo("1 executor (1 trial)");
        assertThat(ClusterWords.soFar(of(12, 11))).isEqualTo("2 executors (12 and 11 trials)");
        assertThat(ClusterWords.soFar(of(3, 1, 2))).isEqualTo("3 executors (3, 1 and 2 trials)");
        assertThat(ClusterWords.soFar(of(5, 5))).isEqualTo("2 executors (5 trials each)");
        int[] many = new int[40];
        Arrays.setAll(many, i -> 3 + i % 7);
        assertThat(ClusterWords.soFar(of(many))).isEqualTo("40 executors (3 to 9 trials each)");
    }

    /** Oracle: 78.9 of the 2 × 41.2 seconds that two cores had are 95.75%. */
    @Test
    void aSessionTellsCoresTimesLossesAndBytes() {
        ClusterUse use = use(
                List.of(
                        new ClusterUse.Executor("0", "here", 1, "A", 4, ""),
                        new ClusterUse.Executor("1", "there", 1, "A", 2, "exit status 137: killed, or out of memory"),
                        new ClusterUse.Executor("2", "here", 1, "A", 3, "")),
                2,
                Map.of());

        assertThat(ClusterWords.inAll(use))
                .isEqualTo("spark://m:7077: 2 executors on 1 machine, 2 cores; 41.2 s, and 78.9 s in trials (96% of the"
                        + " cores' time), 1.5 s of the driver's processor; 1 executor lost, 2 trials restarted; 0.1 MB of data to each executor, 0.4 MB of"
                        + " results");
        assertThat(ClusterWords.inAll(of(9)))
                .as("more seconds in trials than the only core had")
                .doesNotContain("%", "lost", "restarted");
        assertThat(ClusterWords.processors(use)).contains("A");
    }

    @Test
    void kindsOfProcessorsAreToldWithTheirTrials() {
        Map<String, List<TrialId>> ranOn = new LinkedHashMap<>();
        ranOn.put("A; OpenBLAS ZEN", List.of(new TrialId("plain", 0, 0), new TrialId("plain", 1, 0)));
        ranOn.put("A; OpenBLAS HASWELL", List.of(new TrialId("plain", 2, 0)));

        assertThat(ClusterWords.processors(use(List.of(), 0, ranOn)).orElseThrow())
                .startsWith("A; OpenBLAS ZEN (2 trials); A; OpenBLAS HASWELL (1 trial). The last digits of a trial can"
                        + " differ between kinds");
        assertThat(ClusterWords.processors(of())).isEmpty();
    }
}
